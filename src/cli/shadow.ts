import { Option, type Command } from 'commander'
import { startShadow, type Shadow } from '../app/shadow.js'
import { reportOf } from '../app/recordings.js'
import { readConfigFile, resolveConfig, type PartialConfig } from '../config/load.js'
import { nearest } from '../base/nearest.js'
import type { Config } from '../config/schema.js'
import { gateStatus } from '../diagnose/gate/gate.js'
import { SosieError } from '../base/errors.js'
import type { Notice } from '../model/notice.js'
import type { RunReport } from '../model/report.js'
import { imbalances } from '../model/run.js'
import { dsnsOf, withDsnOptions, type DsnFlags } from './databases.js'
import type { Output } from './output.js'
import { openLog, type Log } from '../telemetry/log.js'
import type { FoundNow } from '../verifier/messages.js'
import {
  gatingOf,
  refuseTwoVoices,
  refuseUnwritableReports,
  withReportOptions,
  writeReports,
  type Gating,
  type ReportFlags,
} from './report-flags.js'
import { switchCommands } from './shadow-switch.js'
import { findingLine, summaryOf } from './shadow-words.js'
import { speaker, type Speaker } from './speaker.js'

interface ShadowFlags extends ReportFlags, DsnFlags {
  readonly config?: string
  readonly legacy?: string
  readonly candidate?: string
  readonly control?: string
  readonly listen?: string
  readonly admin?: string
  readonly db?: string
  readonly drift?: string
  readonly mirrorWrites?: true | readonly string[]
  readonly sample?: string
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly forwarder?: string
  readonly log?: string
  readonly gate?: true
}

const progressMs = 1000

export function shadowCommand(program: Command, output: Output, finish: (status: number) => void): void {
  const command = program
    .command('shadow')
    .summary('stand in front of the old stack and mirror its traffic to the new one')
    .description(
      'Serves every user from the old stack and sends safe requests a second time, in the background, to the new one. ' +
        'Differences are recorded and explained. Ctrl-C ends it cleanly.',
    )
    .option('--config <file>', 'sosie.yaml; flags win over it')
    .option('--legacy <url>', 'the old stack: every user gets its answer')
    .option('--candidate <url>', 'the new stack')
    .option(
      '--control <url>',
      'the old stack, on a copy of its database, asked a second time: what it does not repeat is noise',
    )
    .option('--listen <host:port>', 'where users arrive (default 127.0.0.1:8080)')
    .option('--admin <host:port>', 'where metrics, health and pause/resume answer (default 127.0.0.1:9080)')
    .option('--db <file>', 'the recording (default sosie.sqlite)')
    .option('--drift <file>', 'the JSON of sosie drift: what touches a drifted table is not blamed on the code')
    .option(
      '--mirror-writes [pattern...]',
      'mirror unsafe requests too, as "POST /cart/*"; all of them without a pattern',
    )
    .option('--sample <share>', 'mirror only this share of the requests, 0 to 1')
    .option('--tls-cert <file>', 'PEM certificate: serve users over TLS and HTTP/2; read again on SIGHUP')
    .option('--tls-key <file>', 'PEM key of the certificate')
    .addOption(
      new Option('--forwarder <name>', 'what carries requests to the old stack').choices(['undici', 'http-proxy']),
    )
    .option('--log <file>', 'append events to this file, one JSON object a line')
    .option('--gate', 'exit with 1 when the gate says no-go, with 3 when nothing was compared')
    .option('--json', 'one JSON document a line on standard output: listening, progress, finding, ended')
    .addHelpText(
      'after',
      '\nExamples:\n  sosie shadow --legacy http://127.0.0.1:8001 --candidate http://127.0.0.1:8101\n  sosie shadow --config sosie.yaml\n  sosie shadow pause      stop mirroring, keep serving\n\nSignals: SIGINT and SIGTERM end it cleanly, SIGUSR2 pauses and resumes mirroring, SIGHUP reads the certificate again and opens the log again.\n\nExit status: 0 ended (with --gate: passed), 1 the gate failed (--gate), 2 bad usage or a port in use, 3 nothing was compared (--gate), 4 internal fault.\n',
    )
    .allowExcessArguments()
    .action(async (flags: ShadowFlags) => {
      refuseWords(command)
      finish(await shadow(flags, output))
    })
  withReportOptions(withDsnOptions(command))
  switchCommands(command, output, finish)
}

/** Refuses a mistyped subcommand: `sosie shadow puase` must not start a proxy. */
function refuseWords({ args, commands }: Command): void {
  const [word] = args
  if (word === undefined) return
  const known = commands.map((each) => each.name())
  const near = nearest(word, known)
  const hint = near === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean "sosie shadow ${near}"?`
  throw new SosieError('SOSIE_E_USAGE', `"${word}" is no command of sosie shadow. ${hint}`)
}

/** Runs until a signal ends it. Returns the exit status. */
async function shadow(flags: ShadowFlags, output: Output): Promise<number> {
  refuseTwoVoices(flags)
  refuseUnwritableReports(flags)
  const file = flags.config === undefined ? {} : await readConfigFile(flags.config)
  const config = resolveConfig(file, fromFlags(flags, await dsnsOf(flags)))
  const gating = await gatingOf(flags, config.gate, flags.config)
  const log =
    config.log === undefined ? undefined : await openLog(config.log, (sentence) => output.tell(`! ${sentence}`))
  try {
    return await shadowWith(config, flags, gating, output, log)
  } finally {
    await log?.close()
  }
}

async function shadowWith(
  config: Config,
  flags: ShadowFlags,
  gating: Gating,
  output: Output,
  log: Log | undefined,
): Promise<number> {
  const say = speaker({ json: flags.json === true, output, log: log?.write })
  const heard = {
    finding: (finding: FoundNow) => say.event({ event: 'finding', ...finding }, findingLine(finding)),
    fault: (message: string) => say.event({ event: 'fault', message }, `! ${message}`),
    notice: (notice: Notice) =>
      say.event(
        { ...notice },
        `${notice.event === 'recovered' || notice.event === 'stack-up' ? '-' : '!'} ${notice.message}`,
      ),
  }
  const running = await startShadow(config, process.env, heard, log?.lost)
  const { url, adminUrl, run } = running
  // An internal error is reported; it never takes the site down.
  const survive = (error: unknown): void =>
    say.event({ event: 'fault', message: String(error) }, `! internal fault, users are served: ${String(error)}`)
  process.on('uncaughtException', survive).on('unhandledRejection', survive)
  obeySignals(running, say, log)
  const stopped = untilStopped(running, say)
  say.event({ event: 'listening', url, admin: adminUrl, run: run.id, db: config.db }, welcome(running, config))
  const signal = await stopped
  await running.stop({ patient: signal === 'SIGINT' })
  const report = await conclude(running, config, gating, say)
  await writeReports(report, flags, output, gating.render)
  return flags.gate === true ? gateStatus(report) : 0
}

function welcome({ url, adminUrl, run }: Shadow, config: Config): string {
  return [
    `Users arrive at ${url} and are served by ${run.legs.legacy}.`,
    `Mirrored to ${run.legs.candidate}${run.legs.control === undefined ? '' : `, control is ${run.legs.control}`}.`,
    `Metrics and pause/resume at ${adminUrl}.`,
    `Recording to ${config.db} as run ${run.id}. Ctrl-C ends it.`,
  ].join('\n')
}

/** Obeys SIGUSR2, which turns mirroring off and on, and SIGHUP, which reads the certificate and opens the log again: quick to use from a shell. */
function obeySignals(running: Shadow, say: Speaker, log: Log | undefined): void {
  process.on('SIGUSR2', () => {
    const pausing = !running.state().mirror.paused
    if (pausing) running.pause()
    else running.resume()
    const words = pausing ? 'Mirroring is paused; users are served as before.' : 'Mirroring goes on.'
    say.event({ event: pausing ? 'paused' : 'resumed' }, words)
  })
  process.on('SIGHUP', () => {
    log?.reopen()
    running.renewCertificate().then(
      (renewed) => {
        if (renewed) say.event({ event: 'certificate' }, 'The certificate was read again.')
      },
      (error: unknown) => {
        const message = `The certificate could not be read again, the old one stays: ${String(error)}`
        say.event({ event: 'fault', message }, `! ${message}`)
      },
    )
  })
}

/** @returns the signal: SIGINT comes from somebody at a terminal, SIGTERM from a supervisor that kills next. */
function untilStopped(running: Shadow, say: Speaker): Promise<'SIGINT' | 'SIGTERM'> {
  return new Promise((resolve) => {
    const timer = setInterval(() => say.progress(running.state()), progressMs)
    const stop = (signal: 'SIGINT' | 'SIGTERM'): void => {
      clearInterval(timer)
      say.progress(running.state())
      resolve(signal)
    }
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  })
}

async function conclude(running: Shadow, config: Config, { context }: Gating, say: Speaker): Promise<RunReport> {
  const report = await reportOf(config.db, running.run.id, { ...context, at: Date.now() })
  for (const imbalance of imbalances(report.totals)) say.event({ event: 'fault', message: imbalance }, `! ${imbalance}`)
  say.event({ event: 'ended', totals: report.totals, gate: report.gate }, summaryOf(report, config.db))
  return report
}

function fromFlags(flags: ShadowFlags, { legacyDb, candidateDb }: DsnFlags): PartialConfig {
  return {
    listen: flags.listen,
    admin: flags.admin,
    db: flags.db,
    drift: flags.drift,
    forwarder: flags.forwarder,
    log: flags.log,
    tls: given({ cert: flags.tlsCert, key: flags.tlsKey }),
    mirror: given({
      sample: flags.sample === undefined ? undefined : Number(flags.sample),
      writes: flags.mirrorWrites === true ? ['*'] : flags.mirrorWrites,
    }),
    legacy: given({ url: flags.legacy, database: legacyDb }),
    candidate: given({ url: flags.candidate, database: candidateDb }),
    control: given({ url: flags.control }),
  }
}

/** Undefined when no flag of the group was given, so that the file's value stays. */
function given(values: Readonly<Record<string, unknown>>): PartialConfig | undefined {
  const set = Object.entries(values).filter(([, value]) => value !== undefined)
  return set.length === 0 ? undefined : Object.fromEntries(set)
}
