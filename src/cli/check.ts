import type { Command } from 'commander'
import { checkNull, type NullPlan, type NullReport } from '../app/null-check.js'
import { readConfigFile, resolveConfig } from '../config/load.js'
import type { Config } from '../config/schema.js'
import { SosieError } from '../base/errors.js'
import type { Output } from './output.js'

interface CheckFlags {
  readonly null?: true
  readonly config?: string
  readonly leg: string
  readonly page: readonly string[]
  readonly requests: string
  readonly json?: true
}

/** The null check is not a load test. */
const maxRequests = 1000

const help = `
Two stacks that are one can differ in nothing: what is told of them all the same, the set-up made (a tap, a busy machine, lanes of
different kinds). The stack is asked twice for each request through its lanes and taps, one after the other, two users at once.
Only GET requests are sent, as many as you say; no recording is written. Stop sosie shadow first: the taps listen on the same ports.

Exit status: 0 silent, 1 a page was called slower than itself, 2 bad usage, 3 too few answers could be timed.

Examples:
  sosie check --null --config sosie.yaml --page / /search?q=red /product/7
  sosie check --null --config sosie.yaml --leg control --requests 100 --json
`

export function checkCommand(program: Command, output: Output, finish: (status: number) => void): void {
  program
    .command('check')
    .summary('does the set-up itself make pages look slow?')
    .description('Asks one stack as both sides and says whether anything is told of it that cannot be.')
    .option('--null', 'the null experiment: one stack against itself')
    .option('--config <file>', 'sosie.yaml with the lanes of the stack')
    .option('--leg <leg>', 'the stack that is asked: candidate or control', 'candidate')
    .option('--page <target...>', 'what is asked for', ['/'])
    .option('--requests <count>', `of each page, ${maxRequests} at the most`, '40')
    .option('--json', 'the result as JSON on standard output')
    .addHelpText('after', help)
    .action(async (flags: CheckFlags) => finish(await check(flags, output)))
}

async function check(flags: CheckFlags, output: Output): Promise<number> {
  if (flags.null === undefined) throw usage('What is to be checked? Give --null.')
  if (flags.config === undefined) throw usage('Which set-up? Give --config sosie.yaml.')
  const config = resolveConfig(await readConfigFile(flags.config))
  const report = await checkNull(config, planOf(flags, config), output.tell)
  output.result(flags.json === true ? JSON.stringify(report, null, 2) : wordsOf(report))
  return report.silent ? 0 : 1
}

function planOf({ leg, page, requests }: CheckFlags, { thresholds }: Config): NullPlan {
  if (leg !== 'candidate' && leg !== 'control') throw usage(`--leg "${leg}" is neither candidate nor control.`)
  const wrong = page.find((target) => !target.startsWith('/'))
  if (wrong !== undefined) throw usage(`--page "${wrong}" is no path of the site: it begins with /.`)
  const least = thresholds.slowerPairs + thresholds.warmUpPairs
  const count = Number(requests)
  if (!Number.isInteger(count) || count < least || count > maxRequests)
    throw usage(`--requests "${requests}" is no whole number from ${least} to ${maxRequests}.`)
  return { leg, pages: page, requests: count }
}

function wordsOf({ leg, silent, tapCostMs, pages }: NullReport): string {
  const lines = pages.map(({ page, oneMs, otherMs, ratio, findings }) => {
    const times = `${inMs(oneMs)} and ${inMs(otherMs)}`
    const beside =
      ratio === null ? '' : `, ratio ${ratio.median.toFixed(2)} (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)})`
    return `${findings.length === 0 ? '  ' : '! '}${page}: ${times}${beside}${findings.map((title) => `; told: ${title}`).join('')}`
  })
  const cost = tapCostMs === null ? [] : [`A tap adds ${tapCostMs.toFixed(2)} ms to each statement here.`]
  const verdict = silent
    ? `Silent: nothing is told of the ${leg} against itself.`
    : `Not silent: the ${leg} was called slower than itself. Findings of time from this set-up cannot be trusted.`
  return [...lines, ...cost, verdict].join('\n')
}

function inMs(ms: number | null): string {
  return ms === null ? '–' : `${ms.toFixed(ms < 10 ? 1 : 0)} ms`
}

function usage(message: string): SosieError {
  return new SosieError('SOSIE_E_USAGE', message)
}
