import type { Command } from 'commander'
import { reportOf, startShadow, type Shadow, type ShadowProgress } from '../app.js'
import { readConfigFile, resolveConfig, type PartialConfig } from '../config/load.js'
import type { Config } from '../config/schema.js'
import { imbalances } from '../model/run.js'
import type { Output } from './output.js'
import { findingLine, progressLine, summaryOf } from './shadow-words.js'

interface ShadowFlags {
  readonly config?: string
  readonly legacy?: string
  readonly candidate?: string
  readonly control?: string
  readonly legacyDb?: string
  readonly candidateDb?: string
  readonly listen?: string
  readonly db?: string
  readonly gate?: true
  readonly json?: true
}

const progressMs = 1000

export function shadowCommand(program: Command, output: Output, finish: (status: number) => void): void {
  program
    .command('shadow')
    .summary('stand in front of the old stack and mirror its traffic to the new one')
    .description(
      'Serves every user from the old stack and sends safe requests a second time, in the background, to the new one. ' +
        'Differences are recorded and explained. Ctrl-C ends it cleanly.',
    )
    .option('--config <file>', 'sosie.yaml; flags win over it')
    .option('--legacy <url>', 'the old stack: every user gets its answer')
    .option('--candidate <url>', 'the new stack')
    .option('--control <url>', 'the old stack asked a second time: what it does not repeat is noise')
    .option('--legacy-db <dsn>', "the old stack's database, mysql://user:password@host:port/name")
    .option('--candidate-db <dsn>', "the new stack's database")
    .option('--listen <host:port>', 'where users arrive (default 127.0.0.1:8080)')
    .option('--db <file>', 'the recording (default sosie.sqlite)')
    .option('--gate', 'exit with 1 when the gate says no-go')
    .option('--json', 'one JSON document a line on standard output: listening, progress, finding, ended')
    .addHelpText(
      'after',
      '\nExamples:\n  sosie shadow --legacy http://127.0.0.1:8001 --candidate http://127.0.0.1:8101\n  sosie shadow --config sosie.yaml\n',
    )
    .action(async (flags: ShadowFlags) => finish(await shadow(flags, output)))
}

/** Runs until a signal ends it; the exit status comes back. */
async function shadow(flags: ShadowFlags, output: Output): Promise<number> {
  const file = flags.config === undefined ? {} : await readConfigFile(flags.config)
  const config = resolveConfig(file, fromFlags(flags))
  const say = speaker(flags, output)
  const running = await startShadow(config, process.env, {
    finding: (finding) => say.event({ event: 'finding', ...finding }, findingLine(finding)),
    fault: (message) => say.event({ event: 'fault', message }, `! ${message}`),
  })
  say.event({ event: 'listening', url: running.url, run: running.run.id, db: config.db }, welcome(running, config))
  // A fault of ours is told; it never takes the site down with it.
  const survive = (error: unknown): void =>
    say.event({ event: 'fault', message: String(error) }, `! internal fault, users are served: ${String(error)}`)
  process.on('uncaughtException', survive).on('unhandledRejection', survive)
  await untilStopped(running, say)
  await running.stop()
  return conclude(running, config, flags, say)
}

interface Speaker {
  /** A program hears the event, a person the line. */
  readonly event: (event: object, line: string) => void
  /** The one line that is written over on a terminal. */
  readonly progress: (progress: ShadowProgress) => void
}

function speaker({ json }: ShadowFlags, output: Output): Speaker {
  let last = ''
  return {
    event: (event, line) => {
      if (json === true) output.result(JSON.stringify(event))
      else output.tell(output.terminal ? `\r\u001b[K${line}` : line)
    },
    progress: (progress) => {
      const line = progressLine(progress)
      if (line === last) return
      last = line
      if (json === true) output.result(JSON.stringify({ event: 'progress', ...progress }))
      else if (output.terminal) process.stderr.write(`\r\u001b[K${line}`)
      else output.tell(line)
    },
  }
}

function welcome({ url, run }: Shadow, config: Config): string {
  return [
    `Users arrive at ${url} and are served by ${run.legs.legacy}.`,
    `Mirrored to ${run.legs.candidate}${run.legs.control === undefined ? '' : `, control is ${run.legs.control}`}.`,
    `Recording to ${config.db} as run ${run.id}. Ctrl-C ends it.`,
  ].join('\n')
}

function untilStopped(running: Shadow, say: Speaker): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => say.progress(running.progress()), progressMs)
    const stop = (): void => {
      clearInterval(timer)
      say.progress(running.progress())
      resolve()
    }
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  })
}

function conclude(running: Shadow, config: Config, flags: ShadowFlags, say: Speaker): number {
  const report = reportOf(config.db, running.run.id)
  for (const imbalance of imbalances(report.totals)) say.event({ event: 'fault', message: imbalance }, `! ${imbalance}`)
  say.event({ event: 'ended', totals: report.totals, gate: report.gate }, summaryOf(report, config.db))
  return flags.gate === true && !report.gate.passed ? 1 : 0
}

function fromFlags(flags: ShadowFlags): PartialConfig {
  return {
    listen: flags.listen,
    db: flags.db,
    legacy: given({ url: flags.legacy, database: flags.legacyDb }),
    candidate: given({ url: flags.candidate, database: flags.candidateDb }),
    control: given({ url: flags.control }),
  }
}

/** Undefined where no flag of the group was given, so that the file's value stays. */
function given(values: Readonly<Record<string, string | undefined>>): PartialConfig | undefined {
  const set = Object.entries(values).filter(([, value]) => value !== undefined)
  return set.length === 0 ? undefined : Object.fromEntries(set)
}
