import { randomBytes } from 'node:crypto'
import { httpProxyForwarder } from './capture/http/http-proxy-forwarder.js'
import { openLiveProxy } from './capture/http/live-proxy.js'
import { followLogs } from './capture/log/follow.js'
import type { TapAddress } from './capture/sql/messages.js'
import { openTaps } from './capture/sql/taps.js'
import { hostAndPort, keepable, namedLanes, ownHosts, withoutCredentials, type NamedLane } from './config/legs.js'
import type { Config, LegConfig } from './config/schema.js'
import { causeOf, causesVersion } from './diagnose/causes/registry.js'
import { decideGate } from './diagnose/gate.js'
import { askLegs, type Asking } from './mirror/ask.js'
import { openBooks } from './mirror/books.js'
import { createDispatcher, type MirrorBudget } from './mirror/dispatcher.js'
import type { Lane } from './mirror/lanes.js'
import { sessionTracker } from './mirror/sessions.js'
import type { RunReport } from './model/report.js'
import type { Run, Totals } from './model/run.js'
import { openDatabase } from './probe/database.js'
import { createProber, type Prober } from './probe/prober.js'
import { defaultKeyFile, redactionKey } from './record/redaction-key.js'
import { openForReading } from './record/sqlite/open.js'
import { readRun } from './record/sqlite/reader.js'
import type { FoundNow, Tally } from './verifier/messages.js'
import { startVerifier, type Verifier, type VerifierNews } from './verifier/verifier.js'
import { version } from './version.js'

/** What a person or a program hears of a running shadow. */
export interface ShadowProgress {
  readonly requests: number
  readonly mirrored: number
  readonly notMirrored: Totals['notMirrored']
  readonly tally: Tally
}

export interface ShadowEvents {
  readonly finding: (finding: FoundNow) => void
  /** Something of ours failed; users are served all the same. */
  readonly fault: (message: string) => void
}

export interface Shadow {
  readonly url: string
  readonly run: Run
  readonly progress: () => ShadowProgress
  /** Serves what is under way, compares what was mirrored, makes the experiments asked for, closes the recording. */
  stop(): Promise<void>
}

/** Milliseconds that stopping waits for users' answers, and for requests that still wait to be mirrored. */
const drainMs = 10_000
const verifierBacklog = { pairs: 2000, bytes: 128 * 1024 * 1024 }
const countersMs = 200

/** Stands in front of legacy and mirrors to the candidate. The only place where adapters are made and joined. */
export async function startShadow(
  config: Config,
  environment: NodeJS.ProcessEnv,
  events: ShadowEvents,
): Promise<Shadow> {
  const run = newRun(config)
  const books = openBooks()
  const lanes = { candidate: namedLanes('candidate', config.candidate), control: namedLanes('control', config.control) }
  const taps = await openTaps(tapsOf([...lanes.candidate, ...lanes.control]), (error) =>
    events.fault(`The taps died: ${error.message}. SQL is no longer seen.`),
  )
  const logs = await followLogs(logsOf([...lanes.candidate, ...lanes.control]))
  const asking = askLegs(
    {
      candidate: lanes.candidate.map(laneOf),
      ...(lanes.control.length === 0 ? {} : { control: lanes.control.map(laneOf) }),
    },
    { statements: taps, logs },
    { body: config.mirror.bodyBytes, timeoutMs: config.mirror.timeoutMs },
  )
  const prober = proberOf(config, asking, events)
  const verification = await startVerification(config, run, environment, prober, events).catch(
    async (error: unknown) => {
      await taps.close()
      throw error
    },
  )
  const { verifier } = verification
  const dispatcher = createDispatcher(budgetOf(config, asking), {
    ask: asking.ask,
    control: asking.lanesOf('control') > 0,
    sessions: sessionTracker(),
    pairs: verifier,
    books,
  })
  const closeBehind = async (): Promise<void> => {
    await verifier.end(Date.now())
    await Promise.all([asking.close(), taps.close()])
  }
  const proxy = await openLiveProxy(
    { ...hostAndPort(config.listen), bodyLimit: config.mirror.bodyBytes },
    httpProxyForwarder(new URL(config.legacy.url)),
    {
      arrived: books.arrived,
      answered: (request, legacy) => dispatcher.offer(request, legacy),
      unmirrorable: books.notMirrored,
    },
  ).catch(async (error: unknown) => {
    await closeBehind()
    throw error
  })
  const counting = setInterval(() => verifier.counters(books.requests, books.reasons), countersMs)

  return {
    url: proxy.url,
    run,
    progress: () => ({
      requests: books.requests,
      mirrored: books.mirroredSoFar,
      notMirrored: books.reasons,
      tally: verification.tally(),
    }),
    async stop() {
      await proxy.close(drainMs)
      const cut = setTimeout(() => void asking.close(), drainMs + 5_000) // a candidate that hangs does not hold us up
      await dispatcher.drain(drainMs)
      clearTimeout(cut)
      clearInterval(counting)
      verifier.counters(books.requests, books.reasons)
      await verifier.settle()
      await prober.idle()
      await closeBehind()
    },
  }
}

/** Starts the verifier thread, and lets its questions be answered by experiments. */
async function startVerification(
  config: Config,
  run: Run,
  environment: NodeJS.ProcessEnv,
  prober: Prober,
  events: ShadowEvents,
): Promise<{ verifier: Verifier; tally: () => Tally }> {
  let tally: Tally = { match: 0, noise: 0, mismatch: 0, incomparable: 0 }
  const start = {
    file: config.db,
    run,
    config: keepable(config),
    thresholds: config.thresholds,
    hosts: ownHosts(config),
    redactionKey: await redactionKey(config.redact.keyFile ?? defaultKeyFile(environment)),
  }
  const told = (message: VerifierNews): void => {
    if (message.type === 'judged') tally = message.tally
    else if (message.type === 'finding') events.finding(message.finding)
    else if (message.type === 'fault') events.fault(message.message)
    else {
      const { question, request, route } = message
      prober.ask(question, request, route, (measurement) => verifier.measured(question, measurement))
    }
  }
  const died = (error: Error): void =>
    events.fault(`The verifier died: ${error.message}. Users are served; nothing is compared any more.`)
  const verifier: Verifier = await startVerifier(start, verifierBacklog, { told, died })
  return { verifier, tally: () => tally }
}

function proberOf(config: Config, asking: Asking, events: ShadowEvents): Prober {
  const { database } = config.legacy
  return createProber(
    {
      ask: asking.ask,
      controlTapped: config.control?.lanes?.some(({ tap }) => tap !== undefined) === true,
      ...(database === undefined ? {} : { openLegacy: () => openDatabase(database) }),
      repeats: config.probe.repeats,
    },
    { totalMs: config.probe.enabled ? config.probe.budgetSeconds * 1000 : 0 },
    (error) => events.fault(`An experiment failed: ${String(error)}`),
  )
}

function budgetOf({ mirror }: Config, asking: Asking): MirrorBudget {
  return {
    concurrency: mirror.concurrency ?? asking.lanesOf('candidate'),
    queued: mirror.queue,
    queuedBytes: mirror.queueBytes,
  }
}

function laneOf({ name, config: { url, tap, log } }: NamedLane): Lane {
  return { origin: new URL(url), ...(tap === undefined ? {} : { tap: name }), ...(log === undefined ? {} : { log }) }
}

function tapsOf(lanes: readonly NamedLane[]): TapAddress[] {
  return lanes.flatMap(({ name, config: { tap } }) =>
    tap === undefined ? [] : [{ name, listen: hostAndPort(tap.listen), target: hostAndPort(tap.target) }],
  )
}

function logsOf(lanes: readonly NamedLane[]): string[] {
  return lanes.flatMap(({ config: { log } }) => (log === undefined ? [] : [log]))
}

/** @param which a run's id, or `latest`. */
export function reportOf(file: string, which: string): RunReport {
  const recording = openForReading(file)
  try {
    const recorded = readRun(recording, which)
    const findings = recorded.findings.map((finding) => ({ ...finding, fix: causeOf(finding.cause)?.mend ?? '' }))
    return { ...recorded, findings, gate: decideGate({ totals: recorded.totals, findings }) }
  } finally {
    recording.close()
  }
}

function newRun({ legacy, candidate, control }: Config): Run {
  const urlOf = (leg: LegConfig): string => withoutCredentials(leg.url ?? leg.lanes?.[0]?.url ?? '')
  return {
    id: `${new Date().toISOString().slice(0, 19).replace(/[-:T]/g, '')}-${randomBytes(3).toString('hex')}`,
    kind: 'shadow',
    startedAt: Date.now(),
    legs: {
      legacy: withoutCredentials(legacy.url),
      candidate: urlOf(candidate),
      ...(control === undefined ? {} : { control: urlOf(control) }),
    },
    versions: { sosie: version, node: process.versions.node, causes: causesVersion },
  }
}
