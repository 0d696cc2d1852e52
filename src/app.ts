import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import type { Forwarders } from './capture/http/live-proxy.js'
import type { UpstreamTls } from './upstream/tls.js'
import { httpProxyForwarder } from './capture/http/http-proxy-forwarder.js'
import { openLiveProxy } from './capture/http/live-proxy.js'
import type { ListenTls } from './capture/http/live-server.js'
import type { RefusalReason } from './capture/http/refusal.js'
import { upgradesBy, upgradeTunnel } from './capture/http/tunnel.js'
import { undiciForwarder } from './capture/http/undici-forwarder.js'
import { followLogs } from './capture/log/follow.js'
import type { TapAddress } from './capture/sql/messages.js'
import { openTaps } from './capture/sql/taps.js'
import {
  bodyLimits,
  hostAndPort,
  isLoopback,
  keepable,
  namedLanes,
  ownHosts,
  withoutCredentials,
  type NamedLane,
} from './config/legs.js'
import type { Config, LegConfig } from './config/schema.js'
import { adminToken, listenTls, tlsOf, unverified } from './config/files.js'
import { causeOf, causesVersion } from './diagnose/causes/registry.js'
import { decideGate } from './diagnose/gate.js'
import { askLegs, type Asking } from './mirror/ask.js'
import { openBooks, type Books } from './mirror/books.js'
import { circuitBreaker, type Breaker } from './mirror/breaker.js'
import { mirrorCap } from './mirror/cap.js'
import { controlShare } from './mirror/control-share.js'
import { createDispatcher, type Dispatcher } from './mirror/dispatcher.js'
import type { Lane } from './mirror/lanes.js'
import { mirrorPolicy } from './mirror/policy.js'
import { sessionTracker } from './mirror/sessions.js'
import type { PairSink } from './model/ports.js'
import type { RunReport } from './model/report.js'
import type { Run } from './model/run.js'
import { openDatabase } from './probe/database.js'
import { createProber, type Prober } from './probe/prober.js'
import { defaultKeyFile, redactionKey } from './record/redaction-key.js'
import { openForReading, openForWriting } from './record/sqlite/open.js'
import { purge, shrink, type PurgeOptions, type PurgeResult } from './record/sqlite/purge.js'
import { readRun } from './record/sqlite/reader.js'
import { SosieError } from './errors.js'
import { adminApp, openAdmin, type Administered, type AdminListener } from './telemetry/admin.js'
import type { ShadowState } from './telemetry/state.js'
import type { FoundNow, Tally } from './verifier/messages.js'
import { startVerifier, type Verifier, type VerifierNews } from './verifier/verifier.js'
import { version } from './version.js'

export interface ShadowEvents {
  readonly finding: (finding: FoundNow) => void
  /** Something of ours failed; users are served all the same. */
  readonly fault: (message: string) => void
}

export interface Shadow {
  readonly url: string
  /** Of metrics, health and pause/resume. */
  readonly adminUrl: string
  readonly run: Run
  readonly state: () => ShadowState
  /** Stops mirroring at once; users notice nothing. */
  readonly pause: () => void
  readonly resume: () => void
  /** Reads the listener's certificate anew. */
  readonly renewCertificate: () => Promise<void>
  /** Serves what is under way, compares what was mirrored, makes the experiments asked for, closes the recording. */
  stop(): Promise<void>
}

/** Milliseconds that stopping waits for users' answers, and for requests that still wait to be mirrored. */
const drainMs = 10_000
const verifierBacklog = { pairs: 5000, bytes: 128 * 1024 * 1024, settled: 100_000 }
/** Requests a second that control may put on legacy, unless the user says otherwise. */
const controlPerSecond = 100
const countersMs = 200
export const usualAdminPort = 9080

/** Stands in front of legacy and mirrors to the candidate. The only place where adapters are made and joined. */
export async function startShadow(
  config: Config,
  environment: NodeJS.ProcessEnv,
  heard: ShadowEvents,
): Promise<Shadow> {
  const run = newRun(config)
  let faults = 0
  const events: ShadowEvents = {
    ...heard,
    fault(message) {
      faults += 1
      heard.fault(message)
    },
  }
  const books = openBooks(config.control !== undefined)
  const lanes = {
    candidate: namedLanes('candidate', config.candidate, config.mirror.concurrency),
    control: namedLanes('control', config.control, config.mirror.concurrency),
  }
  const tls = await tlsOf(config)
  for (const leg of unverified(config))
    events.fault(`The certificate of ${leg} is not checked: ${leg}.tls.insecure is set.`)
  const taps = await openTaps(tapsOf([...lanes.candidate, ...lanes.control]), (error) =>
    events.fault(`The taps died: ${error.message}. SQL is no longer seen.`),
  )
  const logs = await followLogs(logsOf([...lanes.candidate, ...lanes.control]))
  const bodyLimit = bodyLimits(config.mirror)
  const asking = askLegs(
    {
      candidate: { lanes: lanes.candidate.map(laneOf), tls: tls.candidate },
      ...(lanes.control.length === 0 ? {} : { control: { lanes: lanes.control.map(laneOf), tls: tls.control } }),
    },
    { statements: taps, logs },
    { body: bodyLimit, timeoutMs: config.mirror.timeoutMs },
    config.mirror.headers,
  )
  const prober = proberOf(config, asking, events)
  const verification = await startVerification(config, run, environment, prober, events).catch(
    async (error: unknown) => {
      await taps.close()
      throw error
    },
  )
  const { verifier } = verification
  const dispatcher = dispatcherOf(config, asking, verifier, books)
  const closeBehind = async (): Promise<void> => {
    await verifier.end(Date.now())
    await Promise.all([asking.close(), taps.close()])
  }
  const refused = new Map<RefusalReason, number>()
  const proxy = await openLiveProxy(
    { ...hostAndPort(config.listen), ...config.live, ...liveOptions(config, tls.listen), bodyLimit },
    forwardersTo(new URL(config.legacy.url), config.forwarder, tls.legacy),
    {
      arrived(request, client) {
        books.arrived()
        const reason = dispatcher.admit(request, client)
        if (reason !== undefined) books.notMirrored(reason)
        return reason
      },
      answered: (request, legacy) => dispatcher.offer(request, legacy),
      passedBy: (request, answer) => dispatcher.passedBy(request, answer),
      unmirrorable: books.notMirrored,
      upgraded() {
        books.arrived()
        books.notMirrored('upgrade')
      },
      refused: (reason) => void refused.set(reason, (refused.get(reason) ?? 0) + 1),
    },
  ).catch(async (error: unknown) => {
    await closeBehind()
    throw error
  })
  const counting = setInterval(() => verifier.counts(books.counts()), countersMs)
  const state = (): ShadowState => ({
    ...books.counts(),
    mirrored: books.mirroredSoFar(),
    tally: verification.tally(),
    mirror: dispatcher.state(),
    verifierWaiting: verifier.waiting(),
    verifierRestarts: verifier.restarts(),
    faults,
    connections: proxy.connections(),
    refused: Object.fromEntries(refused),
  })

  const pause = (): void => dispatcher.pause()
  const resume = (): void => dispatcher.resume()
  const admin = await openAdminOf(config, {
    state,
    pause,
    resume,
    legacyAnswers: () => answers(config.legacy.url),
  }).catch(async (error: unknown) => {
    clearInterval(counting)
    await proxy.close(0)
    await closeBehind()
    throw error
  })

  return {
    url: proxy.url,
    adminUrl: admin.url,
    run,
    state,
    pause,
    resume,
    renewCertificate: async () => {
      const renewed = await listenTls(config)
      if (renewed !== undefined) proxy.renewTls(renewed)
    },
    async stop() {
      await Promise.all([proxy.close(drainMs), admin.close()])
      const cut = setTimeout(() => void asking.close(), drainMs + 5_000) // a candidate that hangs does not hold us up
      await dispatcher.drain(drainMs)
      clearTimeout(cut)
      clearInterval(counting)
      verifier.counts(books.counts())
      await verifier.settle()
      await prober.idle()
      await closeBehind()
    },
  }
}

/** On the address that was asked for; where none was, on the usual one, or a free one when another Sosie has it. */
async function openAdminOf(config: Config, shadow: Administered): Promise<AdminListener> {
  const { adminTokenFile } = config
  const token = adminTokenFile === undefined ? undefined : await adminToken(adminTokenFile)
  const app = adminApp(shadow, token)
  if (config.admin === undefined) {
    return openAdmin(app, '127.0.0.1', usualAdminPort).catch(() => openAdmin(app, '127.0.0.1', 0))
  }
  const { host, port } = hostAndPort(config.admin)
  if (token === undefined && !isLoopback(host)) {
    const text = `The admin listener on ${host} needs a token, since others can reach it. Set adminTokenFile, or listen on 127.0.0.1.`
    throw new SosieError('SOSIE_E_CONFIG_INVALID', text)
  }
  return openAdmin(app, host, port)
}

/** True when something takes connections there: what /readyz says. */
function answers(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || (protocol === 'https:' ? 443 : 80)), timeout: 1000 })
    const say = (answer: boolean) => () => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', say(true)).once('error', say(false)).once('timeout', say(false))
  })
}

/** Plain requests go by the forwarder that was chosen; upgrades always by http-proxy, or a tunnel where it carries none. */
function forwardersTo(legacy: URL, chosen: Config['forwarder'], tls: UpstreamTls): Forwarders {
  const byHttpProxy = httpProxyForwarder(legacy, tls)
  return {
    requests: chosen === 'undici' ? undiciForwarder(legacy, tls) : byHttpProxy,
    upgrades: upgradesBy(byHttpProxy, upgradeTunnel(legacy, tls)),
  }
}

function liveOptions({ live }: Config, tls: ListenTls | undefined) {
  return {
    hosts: new Set(live.hosts.map((host) => host.toLowerCase())),
    ...(tls === undefined ? {} : { tls }),
  }
}

function dispatcherOf(config: Config, asking: Asking, pairs: PairSink, books: Books): Dispatcher {
  const { mirror, control } = config
  const monotonic = (): number => performance.now()
  const breaker = (): Breaker => circuitBreaker(mirror.breaker, monotonic)
  const share = { share: control?.share ?? 1, perSecond: control?.perSecond ?? controlPerSecond }
  return createDispatcher(
    { concurrency: asking.lanesOf('candidate'), queued: mirror.queue, queuedBytes: mirror.queueBytes },
    {
      ask: asking.ask,
      policy: mirrorPolicy(mirror),
      cap: mirrorCap(mirror.cap, Date.now),
      breaker: breaker(),
      ...(control === undefined ? {} : { control: { share: controlShare(share, monotonic), breaker: breaker() } }),
      sessions: sessionTracker(),
      inOrder: mirror.writes.length > 0,
      pairs,
      books,
    },
  )
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
    secretPatterns: config.redact.patterns,
    retention: config.retention,
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
  const died = (error: Error, again: boolean): void =>
    events.fault(
      `The verifier died: ${error.message}. Users are served; ${again ? 'it is started anew' : 'nothing is compared any more'}.`,
    )
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

/** Deletes from a recording that no shadow writes, and gives the space back; an unknown run is refused. */
export function purgeRecording(file: string, options: PurgeOptions): PurgeResult {
  openForReading(file).close() // says what is wrong with it, and makes none where none was
  const recording = openForWriting(file)
  try {
    for (const run of options.runs ?? []) readRun(recording, run)
    const result = purge(recording, options)
    shrink(recording)
    return result
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
