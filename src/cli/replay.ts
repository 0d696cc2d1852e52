import { Option, type Command } from 'commander'
import { startReplay, type Replay } from '../app/replay.js'
import { replayables } from '../app/replayables.js'
import { readConfigFile, resolveConfig, type PartialConfig } from '../config/load.js'
import { plainConcurrency } from '../config/legs.js'
import type { Config } from '../config/schema.js'
import { gateStatus } from '../diagnose/gate/gate.js'
import { SosieError } from '../base/errors.js'
import type { Plan } from '../replay/plan.js'
import { hostPattern } from '../replay/scenario/schema.js'
import { dsnsOf, withDsnOptions, type DsnFlags } from './databases.js'
import { gateWords } from './gate-words.js'
import type { Output } from './output.js'
import {
  gatingOf,
  refuseTwoVoices,
  refuseUnwritableReports,
  withReportOptions,
  writeReports,
  type ReportFlags,
} from './report-flags.js'
import { burstWarnings, forewarnings, largestBurst, planOf, type PaceFlags } from './replay-plan.js'
import { findingLine } from './shadow-words.js'

interface ReplayFlags extends ReportFlags, PaceFlags, DsnFlags {
  readonly config?: string
  readonly legacy?: string
  readonly candidate?: string
  readonly control?: string
  readonly db?: string
  readonly host?: string
}

const progressMs = 1000
/** Stands for the URL of a legacy that is not asked (RFC 2606 reserves the name). */
const noLegacy = 'http://recorded.invalid'

const help = `
Without --legacy the answers that the scenarios recorded stand for legacy. With it, legacy is asked too, in an order drawn for each request;
requests that write are sent to it only with --allow-legacy-writes. Each stack has cookies, tokens and ids of its own: a login, a form with a
token and an edit of what was just created work on both.

A scenario is a YAML file that may be written by hand: requests, and what they prove by status, causes, times or texts. Those in scenarios/ tell the
stories of a migration; docs/scenarios.md has every key.

Exit status: 0 passed, 1 the gate failed, 2 bad usage, 3 a stack does not answer, nothing could be compared, or it was cancelled,
4 internal fault. Ctrl-C and SIGTERM send nothing more, judge what was sent, and every report says that it is not all.

Examples:
  sosie replay scenarios/*.yaml --candidate http://127.0.0.1:8101 --junit sosie.xml
  sosie replay cart.yaml --legacy http://127.0.0.1:8001 --candidate http://127.0.0.1:8101 --allow-legacy-writes
  sosie replay front.yaml --legacy http://127.0.0.1:8001 --candidate http://127.0.0.1:8101 --burst 10    what happens when ten ask at once
  sosie replay day.yaml --config sosie.yaml --pace 4x --duration 30m                    again and again for half an hour
`

export function replayCommand(program: Command, output: Output, finish: (status: number) => void): void {
  const command = program
    .command('replay')
    .summary('send recorded scenarios to the stacks, compare, and gate')
    .description('Replays scenarios, compares what the stacks answer as a shadow does, and says go or no-go.')
    .argument('<scenario...>', 'files made by sosie import, export or repro, or by hand')
    .option('--candidate <url>', 'the new stack')
    .option('--legacy <url>', 'the old stack, asked live; recorded answers without it')
    .option('--control <url>', 'the old stack asked a second time: what it does not repeat is noise')
    .option('--config <file>', 'sosie.yaml with lanes, noise rules and gate; flags win over it')
    .option('--db <file>', 'the recording (default sosie.sqlite)')
    .option('--host <name>', 'Host that the site is asked for; the address of each stack without it')
    .option('--allow-legacy-writes', 'send requests that write to a live legacy')
    .addOption(new Option('--pace <pace>', 'recorded, fast, a factor as 4x, or a rate as 50/s').default('fast'))
    .option('--loops <n>', 'replay everything so often (default 1; with --duration, until it is over)')
    .option('--duration <time>', 'begin no further round after this: 90s, 30m, 8h')
    .option('--burst <n>', 'send each request that only reads so many times at once', '1')
    .option('--seed <n>', 'draws the same order of stacks again', '1')
  withReportOptions(withDsnOptions(command, ', for experiments'))
    .option('--json', 'the report as JSON on standard output')
    .addHelpText('after', help)
    .action(async (files: string[], flags: ReplayFlags) => finish(await replay(files, flags, output)))
}

async function replay(files: readonly string[], flags: ReplayFlags, output: Output): Promise<number> {
  refuseTwoVoices(flags)
  refuseUnwritableReports(flags)
  if (flags.host !== undefined && !hostPattern.test(flags.host)) {
    const text = `--host "${flags.host}" is no host. Write it without scheme or path, as shop.example or shop.example:8080.`
    throw new SosieError('SOSIE_E_USAGE', text)
  }
  const loaded = replayables(files, process.env, flags.host)
  const scenarios = loaded.map(({ scenario }) => scenario)
  const file = flags.config === undefined ? {} : await readConfigFile(flags.config)
  const burst = largestBurst(scenarios, flags.burst)
  const config = resolveConfig(usual(burst), file, fromFlags(flags, await dsnsOf(flags)))
  const plan = planOf(flags, config.legacy.url === noLegacy ? 'recorded' : 'asked')
  const gating = await gatingOf(flags, config.gate, flags.config)
  const running = await startReplay(config, loaded, plan, process.env, {
    finding: (finding) => output.tell(findingLine(finding)),
    fault: (message) => output.tell(`! ${message}`),
    notice: ({ message }) => output.tell(`! ${message}`),
  })
  output.tell(welcome(running, config, plan))
  for (const line of [...forewarnings(scenarios, plan), ...burstWarnings(burst, config)]) output.tell(line)
  const report = await watched(running, gating.context, output)
  output.tell(gateWords(report))
  if (flags.json === true) output.result(JSON.stringify(report, null, 2))
  await writeReports(report, flags, output, gating.render)
  return gateStatus(report)
}

/** Shows progress until the replay ends; Ctrl-C ends it with what was replayed until then. */
async function watched(running: Replay, gate: Parameters<Replay['ended']>[0], output: Output) {
  const timer = setInterval(() => output.tell(progressLine(running)), progressMs)
  const stop = (): void => {
    output.tell(
      'Stopping: nothing more is sent; what is under way is waited for and judged. Ctrl-C again ends at once.',
    )
    running.stop()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    return await running.ended(gate)
  } finally {
    clearInterval(timer)
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}

function progressLine(running: Replay): string {
  const { done, planned, tally } = running.state()
  const of = planned > done ? ` of ${planned}` : ''
  return `${done}${of} requests replayed: match ${tally.match + tally.noise}, different ${tally.mismatch}, not comparable ${tally.incomparable}`
}

function welcome({ run }: Replay, { db }: Config, { legacy }: Plan): string {
  const against = legacy === 'recorded' ? 'the recorded answers' : run.legs.legacy
  return `Replaying to ${run.legs.candidate}, compared with ${against}. Recording to ${db} as run ${run.id}.`
}

/**
 * Returns settings that turn off breaker and queue limit: a failing stack is reported, because a replay cannot wait for a better moment.
 *
 * @param burst maximum number of requests that are sent at once.
 */
function usual(burst: number): PartialConfig {
  return {
    mirror: {
      breaker: { failures: Number.MAX_SAFE_INTEGER },
      queue: Number.MAX_SAFE_INTEGER,
      ...(burst > plainConcurrency ? { concurrency: burst } : {}),
    },
    legacy: { url: noLegacy },
  }
}

function fromFlags(flags: ReplayFlags, { legacyDb, candidateDb }: DsnFlags): PartialConfig {
  const given = (values: Readonly<Record<string, unknown>>): PartialConfig | undefined =>
    Object.values(values).every((value) => value === undefined) ? undefined : values
  if (flags.allowLegacyWrites === true && flags.legacy === undefined && flags.config === undefined)
    throw new SosieError(
      'SOSIE_E_USAGE',
      '--allow-legacy-writes needs a live legacy. Give --legacy URL or --config FILE.',
    )
  return {
    db: flags.db,
    legacy: given({ url: flags.legacy, database: legacyDb }),
    candidate: given({ url: flags.candidate, database: candidateDb }),
    control: given({ url: flags.control }),
  }
}
