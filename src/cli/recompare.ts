import type { Command } from 'commander'
import { recompare, type Recompared } from '../app/recompare.js'
import { readDriftedTables } from '../drift/drift-file.js'
import { noiseRulesOf } from '../config/load.js'
import type { Verdict } from '../model/pair.js'
import { counted } from '../base/numbers.js'
import type { Output } from './output.js'

interface RecompareFlags {
  readonly db: string
  readonly run: string
  readonly config?: string
  readonly drift?: string
  readonly json?: true
}

const help = `
Exit status: 0 judged again (sosie gate says go or no-go), 2 bad usage or no such recording.

Examples:
  sosie recompare --run latest --config sosie.yaml
  sosie recompare --db night.sqlite --drift drift.json && sosie gate --db night.sqlite
`

export function recompareCommand(program: Command, output: Output, finish: (status: number) => void): void {
  program
    .command('recompare')
    .summary('judge a recorded run again, with other noise rules, without traffic')
    .description(
      'Applies the present comparators and rules to what a run recorded, and says what changed. Pairs that were the same need no second look, ' +
        'and those that were not comparable stay so.',
    )
    .option('--db <file>', 'the recording', 'sosie.sqlite')
    .option('--run <id>', 'the run, or latest', 'latest')
    .option('--config <file>', 'sosie.yaml with the rules (noise.rules); those of the run without it')
    .option(
      '--drift <file>',
      'the JSON of sosie drift: pairs that differ and touch a drifted table become incomparable',
    )
    .option('--json', 'the result as JSON')
    .addHelpText('after', help)
    .action(async (flags: RecompareFlags) => {
      const rules = flags.config === undefined ? undefined : await noiseRulesOf(flags.config)
      const drifted = flags.drift === undefined ? undefined : await readDriftedTables(flags.drift)
      const result = await recompare(flags.db, flags.run, rules, drifted)
      output.result(flags.json === true ? JSON.stringify(result, null, 2) : inWords(result))
      finish(0)
    })
}

function inWords({ run, pairs, before, after, gone, came, withdrawn }: Recompared): string {
  const reasons = new Map(withdrawn.map(({ title, reason }) => [title, `: ${reason}`]))
  const of = (verdict: Verdict): string => `${verdict} ${before[verdict] ?? 0} → ${after[verdict] ?? 0}`
  const unpaired = after.incomparable === undefined ? '' : `, ${after.incomparable} incomparable: their data drifted`
  return [
    `Run ${run}: ${counted(pairs, 'pair')} judged again. ${of('mismatch')}, ${of('noise')}, ${of('match')}${unpaired}.`,
    ...gone.map((title) => `- gone: ${title}${reasons.get(title) ?? ''}`),
    ...came.map((title) => `+ new:  ${title}`),
    ...(gone.length + came.length === 0 ? ['The findings are the same.'] : []),
  ].join('\n')
}
