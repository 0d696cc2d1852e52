import { randomBytes } from 'node:crypto'
import { httpProxyForwarder } from './capture/http/http-proxy-forwarder.js'
import { openLiveProxy } from './capture/http/live-proxy.js'
import { followLogs } from './capture/log/follow.js'
import type { TapAddress } from './capture/sql/messages.js'
import { openTaps } from './capture/sql/taps.js'
import type { Config, LegConfig } from './config/schema.js'
import { causeOf, causesVersion } from './diagnose/causes/registry.js'
import { decideGate } from './diagnose/gate.js'
import { askLegs } from './mirror/ask.js'
import { openBooks } from './mirror/books.js'
import { createDispatcher } from './mirror/dispatcher.js'
import type { Lane } from './mirror/lanes.js'
import { sessionTracker } from './mirror/sessions.js'
import type { RunReport } from './model/report.js'
import type { Run, Totals } from './model/run.js'
import { openDatabase } from './probe/database.js'
import { createProber } from './probe/prober.js'
import { defaultKeyFile, redactionKey } from './record/redaction-key.js'
import { openForReading } from './record/sqlite/open.js'
import { readRun } from './record/sqlite/reader.js'
import type { FoundNow, Tally } from './verifier/messages.js'
import { startVerifier } from './verifier/verifier.js'
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
  let tally: Tally = { match: 0, noise: 0, mismatch: 0, incomparable: 0 }
  const taps = await openTaps(tapsOf(config), (error) =>
    events.fault(`The taps died: ${error.message}. SQL is no longer seen.`),
  )
  const logs = await followLogs(lanesIn(config).flatMap(({ log }) => (log === undefined ? [] : [log])))
  const asking = askLegs(
    { candidate: lanesOf('candidate', config.candidate), ...controlLanes(config) },
    { statements: taps, logs },
    { body: config.mirror.bodyBytes, timeoutMs: config.mirror.timeoutMs },
  )
  const prober = createProber(
    {
      ask: asking.ask,
      controlTapped: config.control?.lanes?.some(({ tap }) => tap !== undefined) === true,
      ...(config.legacy.database === undefined ? {} : { openLegacy: () => openDatabase(config.legacy.database ?? '') }),
      repeats: config.probe.repeats,
    },
    { totalMs: config.probe.enabled ? config.probe.budgetSeconds * 1000 : 0 },
    (error) => events.fault(`An experiment failed: ${String(error)}`),
  )
  const verifier = await startVerifier(
    {
      file: config.db,
      run,
      config: withoutPasswords(config),
      thresholds: config.thresholds,
      hosts: hostsOf(config),
      redactionKey: await redactionKey(config.redact.keyFile ?? defaultKeyFile(environment)),
    },
    verifierBacklog,
    {
      told: (message) => {
        if (message.type === 'judged') tally = message.tally
        else if (message.type === 'finding') events.finding(message.finding)
        else if (message.type === 'fault') events.fault(message.message)
        else {
          const { question, request, route } = message
          prober.ask(question, request, route, (measurement) =>
            verifier.answer({ type: 'measured', question, measurement }),
          )
        }
      },
      died: (error) =>
        events.fault(`The verifier died: ${error.message}. Users are served; nothing is compared any more.`),
    },
  )
  const dispatcher = createDispatcher(
    {
      concurrency: config.mirror.concurrency ?? asking.lanesOf('candidate'),
      queued: config.mirror.queue,
      queuedBytes: config.mirror.queueBytes,
    },
    { ask: asking.ask, control: asking.lanesOf('control') > 0, sessions: sessionTracker(), pairs: verifier, books },
  )
  const proxy = await openLiveProxy(
    { ...addressOf(config.listen), bodyLimit: config.mirror.bodyBytes },
    httpProxyForwarder(new URL(config.legacy.url)),
    {
      arrived: books.arrived,
      answered: (request, legacy) => dispatcher.offer(request, legacy),
      unmirrorable: books.notMirrored,
    },
  )
  const counting = setInterval(() => verifier.counters(books.requests, books.reasons), countersMs)

  return {
    url: proxy.url,
    run,
    progress: () => ({ requests: books.requests, mirrored: books.mirroredSoFar, notMirrored: books.reasons, tally }),
    async stop() {
      await proxy.close(drainMs)
      const cut = setTimeout(() => void asking.close(), drainMs + 5_000) // a candidate that hangs does not hold us up
      await dispatcher.drain(drainMs)
      clearTimeout(cut)
      clearInterval(counting)
      verifier.counters(books.requests, books.reasons)
      await verifier.settled()
      await prober.idle()
      await verifier.end(Date.now())
      await Promise.all([asking.close(), taps.close()])
    },
  }
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

function newRun(config: Config): Run {
  const control = config.control?.url ?? config.control?.lanes?.[0]?.url
  return {
    id: `${new Date().toISOString().slice(0, 19).replace(/[-:T]/g, '')}-${randomBytes(3).toString('hex')}`,
    kind: 'shadow',
    startedAt: Date.now(),
    legs: {
      legacy: withoutPassword(config.legacy.url),
      candidate: withoutPassword(config.candidate.url ?? config.candidate.lanes?.[0]?.url ?? ''),
      ...(control === undefined ? {} : { control: withoutPassword(control) }),
    },
    versions: { sosie: version, node: process.versions.node, causes: causesVersion },
  }
}

/** A plain URL is asked by several at once, without a tap to see whose statements are whose. */
const plainConcurrency = 4

function lanesOf(leg: string, config: LegConfig): Lane[] {
  if (config.lanes !== undefined) {
    return config.lanes.map(({ url, tap, log }, index) => ({
      origin: new URL(url),
      ...(tap === undefined ? {} : { tap: tapName(leg, index) }),
      ...(log === undefined ? {} : { log }),
    }))
  }
  const origin = new URL(config.url ?? '')
  return Array.from({ length: plainConcurrency }, () => ({ origin }))
}

function controlLanes(config: Config): { control?: Lane[] } {
  return config.control === undefined ? {} : { control: lanesOf('control', config.control) }
}

function tapsOf(config: Config): TapAddress[] {
  const legs = [['candidate', config.candidate] as const, ['control', config.control] as const]
  return legs.flatMap(([leg, legConfig]) =>
    (legConfig?.lanes ?? []).flatMap(({ tap }, index) =>
      tap === undefined
        ? []
        : [{ name: tapName(leg, index), listen: addressOf(tap.listen), target: addressOf(tap.target) }],
    ),
  )
}

function tapName(leg: string, index: number): string {
  return `${leg}-${index + 1}`
}

function lanesIn(config: Config): NonNullable<LegConfig['lanes']> {
  return [...(config.candidate.lanes ?? []), ...(config.control?.lanes ?? [])]
}

function hostsOf(config: Config): string[] {
  const urls = [config.legacy.url, config.candidate.url, config.control?.url, ...lanesIn(config).map(({ url }) => url)]
  return urls.flatMap((url) => (url === undefined ? [] : [new URL(url).host]))
}

function addressOf(address: string): { host: string; port: number } {
  const at = address.lastIndexOf(':')
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) }
}

function withoutPassword(url: string): string {
  const plain = new URL(url)
  plain.password = ''
  plain.username = ''
  return plain.href.replace(/\/$/, '')
}

function withoutPasswords(config: Config): unknown {
  return JSON.parse(JSON.stringify(config), (_, value: unknown) =>
    typeof value === 'string' && /^[a-z]+:\/\/[^/]*@/.test(value) ? withoutPassword(value) : value,
  )
}
