import { followLogs } from '../capture/log/follow.js'
import type { TapAddress } from '../capture/sql/messages.js'
import { openTaps } from '../capture/sql/taps.js'
import type { tlsOf } from '../config/files.js'
import { bodyLimits, hostAndPort, namedLanes, type NamedLane } from '../config/legs.js'
import type { Config } from '../config/schema.js'
import { askLegs, type Asking } from '../mirror/ask.js'
import { openBooks, type Books } from '../mirror/books.js'
import { circuitBreaker, type Breaker } from '../mirror/breaker.js'
import { mirrorCap } from '../mirror/cap.js'
import { controlShare } from '../mirror/control-share.js'
import { createDispatcher, type Dispatcher } from '../mirror/dispatcher.js'
import type { Lane } from '../mirror/lanes.js'
import { mirrorPolicy } from '../mirror/policy.js'
import { sessionTracker } from '../mirror/sessions.js'
import type { PairSink } from '../model/ports.js'
import type { Run } from '../model/run.js'
import { openDatabase } from '../probe/database.js'
import { createProber, type Prober } from '../probe/prober.js'
import type { ShadowState } from '../telemetry/state.js'
import type { FoundNow } from '../verifier/messages.js'
import { startVerification } from './verification.js'

export interface ShadowEvents {
  readonly finding: (finding: FoundNow) => void
  /** Something of ours failed; users are served all the same. */
  readonly fault: (message: string) => void
}

/** Milliseconds that stopping waits for requests that still wait to be mirrored. */
const drainMs = 10_000
/** Requests a second that control may put on legacy, unless the user says otherwise. */
const controlPerSecond = 100
const countersMs = 200

/** Everything behind the live path: what users never wait for. */
export interface Behind {
  readonly books: Books
  readonly dispatcher: Dispatcher
  readonly state: () => Omit<ShadowState, 'faults' | 'connections' | 'refused'>
  /** Mirrors what still waits, judges it, makes the experiments asked for, closes the recording. */
  finish(): Promise<void>
  /** Ends at once. */
  close(): Promise<void>
}

export async function openBehind(
  config: Config,
  run: Run,
  environment: NodeJS.ProcessEnv,
  tls: Awaited<ReturnType<typeof tlsOf>>,
  events: ShadowEvents,
): Promise<Behind> {
  const candidate = namedLanes('candidate', config.candidate, config.mirror.concurrency)
  const control = namedLanes('control', config.control, config.mirror.concurrency)
  const taps = await openTaps(tapsOf([...candidate, ...control]), (error) =>
    events.fault(`The taps died: ${error.message}. SQL is no longer seen.`),
  )
  const logs = await followLogs(logsOf([...candidate, ...control]))
  const asking = askLegs(
    {
      candidate: { lanes: candidate.map(laneOf), tls: tls.candidate },
      ...(control.length === 0 ? {} : { control: { lanes: control.map(laneOf), tls: tls.control } }),
    },
    { statements: taps, logs },
    { body: bodyLimits(config.mirror), timeoutMs: config.mirror.timeoutMs },
    config.mirror.headers,
  )
  const prober = proberOf(config, asking, events)
  const { verifier, tally } = await startVerification(config, run, environment, prober, events).catch(
    async (error: unknown) => {
      await taps.close()
      throw error
    },
  )
  const books = openBooks(control.length > 0)
  const dispatcher = dispatcherOf(config, asking, verifier, books)
  const counting = setInterval(() => verifier.counts(books.counts()), countersMs)
  const close = async (): Promise<void> => {
    clearInterval(counting)
    await verifier.end(Date.now())
    await Promise.all([asking.close(), taps.close()])
  }

  return {
    books,
    dispatcher,
    state: () => ({
      ...books.counts(),
      mirrored: books.mirroredSoFar(),
      tally: tally(),
      mirror: dispatcher.state(),
      verifierWaiting: verifier.waiting(),
      verifierRestarts: verifier.restarts(),
    }),
    async finish() {
      const cut = setTimeout(() => void asking.close(), drainMs + 5_000) // a candidate that hangs does not hold us up
      await dispatcher.drain(drainMs)
      clearTimeout(cut)
      verifier.counts(books.counts())
      await verifier.settle()
      await prober.idle()
      await close()
    },
    close,
  }
}

function dispatcherOf(config: Config, asking: Asking, pairs: PairSink, books: Books): Dispatcher {
  const { mirror, control } = config
  const monotonic = (): number => performance.now()
  const breaker = (): Breaker => circuitBreaker(mirror.breaker, monotonic)
  const share = { share: control?.share ?? 1, perSecond: control?.perSecond ?? controlPerSecond }
  return createDispatcher(
    {
      concurrency: Math.min(mirror.concurrency ?? Infinity, asking.lanesOf('candidate')),
      queued: mirror.queue,
      queuedBytes: mirror.queueBytes,
    },
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
