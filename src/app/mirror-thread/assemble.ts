import { setTimeout as wait } from 'node:timers/promises'
import { followLogs } from '../../tap/log/follow.js'
import { legacyStatements } from '../../tap/live/legacy-statements.js'
import { openTaps } from '../../tap/taps.js'
import { bodyLimits, namedLanes, type NamedLane } from '../../config/legs.js'
import type { Config } from '../../config/schema.js'
import { askLegs, type Asking } from '../../mirror/ask.js'
import { countsOf, mirrorRequestCounts, type MirrorRequestCounts } from '../../mirror/request-counts.js'
import { circuitBreaker, type Breaker } from '../../mirror/breaker.js'
import { mirrorCap } from '../../mirror/cap.js'
import { controlShare } from '../../mirror/control-share.js'
import { controlWrites, onACopy } from '../../mirror/control-writes.js'
import { createDispatcher, type Dispatcher, type DispatcherPorts } from '../../mirror/dispatcher.js'
import { openQueueRoom } from '../../mirror/queue-room.js'
import { isPassedBy, type Crossing } from '../../mirror/offer-batch.js'
import { sessionsOf } from '../../mirror/sessions.js'
import type { Lane } from '../../mirror/lanes.js'
import type { AskLeg, LiveCounts, PairSink } from '../../model/ports.js'
import { createProber, type Prober } from '../../probe/prober.js'
import { measuredTapCost } from '../tap-cost.js'
import { lanesTaps } from '../taps.js'
import type { ShadowEvents } from './events.js'
import { experimentSources } from './experiment-sources.js'
import { hearingLegacysLog } from './legacys-log.js'
import type { MirrorStart, MirrorThreadState } from './messages.js'
import { stackWatch } from './stack-watch.js'
import type { StopPhases } from './stop-phases.js'
import { unmirroredTo } from './unmirrored.js'
import { tellUnreadLogs } from './unread-logs.js'
import { startVerification } from './verification.js'

/** Requests per second that control may put on legacy, unless the user sets another limit. */
const controlPerSecond = 100

/** Milliseconds between two updates of what the live path knows: whether offers are welcome. */
const publishMs = 50

/** Everything behind the live path. For a shadow it runs in a thread of its own: users never wait for it, not even for its garbage collection. */
export interface Mirror {
  readonly dispatcher: Dispatcher
  /** Takes a live request that legacy answered: to be mirrored, or only to be noted. */
  take(crossing: Crossing): void
  /** Called when some requests were not passed on. */
  missed(): void
  readonly state: () => MirrorThreadState
  /** Updates the counts of the live path. */
  counts(counts: LiveCounts): void
  /** Called when users are served: the run is in progress. */
  begin(): void
  /** Mirrors what still waits, judges it, makes the experiments asked for and closes the recording, each within its phase. */
  finish(counts: LiveCounts, phases: StopPhases): Promise<void>
  /** Ends at once. */
  close(): Promise<void>
}

/** What a replay changes: each leg has its own sessions, and legacy may be asked like any other leg. */
export interface Replaying {
  readonly asksLegacy: boolean
  readonly wrap: (ask: AskLeg) => AskLeg
}

export async function assembleMirror(start: MirrorStart, events: ShadowEvents, replaying?: Replaying): Promise<Mirror> {
  const { config, tls, before } = start
  const candidate = namedLanes('candidate', config.candidate, config.mirror.concurrency)
  const control = namedLanes('control', config.control, config.mirror.concurrency)
  const taps = await openTaps(await lanesTaps([...candidate, ...control]), {
    died: (error) => events.fault(`The taps died: ${error.message}. SQL is no longer seen.`),
    fault: events.fault,
  })
  const logs = await followLogs(logsOf([...candidate, ...control]))
  if (before === undefined) await tellUnreadLogs(config, events.notice)
  const sessions = sessionsOf(config.sessions)
  const asking = askLegs(
    {
      candidate: { lanes: candidate.map(laneOf), tls: tls.candidate },
      ...(control.length === 0 ? {} : { control: { lanes: control.map(laneOf), tls: tls.control } }),
      ...(replaying?.asksLegacy === true ? { legacy: { lanes: legacyLanes(config), tls: tls.legacy } } : {}),
    },
    { statements: taps, logs },
    { body: bodyLimits(config.mirror), timeoutMs: config.mirror.timeoutMs },
    {
      extra: config.mirror.headers,
      trace: config.mirror.trace,
      passing: replaying === undefined ? sessions.passing : (headers) => headers,
    },
  )
  const prober = proberOf(config, asking, events)
  const tapCostMs = await measuredTapCost('candidate', config, taps)
  const { verifier, tally, recording } = await startVerification(start, prober, events, tapCostMs).catch(
    async (error: unknown) => {
      await taps.close()
      throw error
    },
  )
  const requestCounts = mirrorRequestCounts(control.length > 0, before?.counts)
  const asked = await hearingLegacysLog(replaying?.wrap(asking.ask) ?? asking.ask, config.legacy.log, verifier)
  const statements = start.legacyTap === undefined ? undefined : legacyStatements(start.legacyTap)
  const passedBy = unmirroredTo(verifier, statements)
  const ofLive = replaying === undefined ? { sessions, legacyStatements: statements, passedBy } : {}
  const dispatcher = dispatcherOf(start, asking, asked, verifier, requestCounts, ofLive)
  const room = openQueueRoom(start.room)
  const watch = (stack: 'candidate' | 'control') => stackWatch(stack, () => performance.now(), events.notice)
  const watches = { candidate: watch('candidate'), control: watch('control') }
  const down = (): ('candidate' | 'control')[] => {
    const { breaker, controlBreaker } = dispatcher.state()
    const states = { candidate: breaker, control: controlBreaker }
    return (['candidate', 'control'] as const).filter((stack) => states[stack] !== 'closed')
  }
  const publishing = setInterval(() => {
    dispatcher.publish()
    const downNow = down()
    for (const stack of ['candidate', 'control'] as const) watches[stack](downNow.includes(stack))
  }, publishMs)
  const counts = (live: LiveCounts): void => verifier.counts(countsOf(live, requestCounts.counts()))
  const close = async (): Promise<void> => {
    clearInterval(publishing)
    await verifier.end(Date.now())
    await Promise.all([asking.close(), taps.close()])
  }

  return {
    dispatcher,
    take(crossing) {
      if (isPassedBy(crossing)) {
        room.leavePassedBy()
        sessions.learn(crossing.request, crossing.answer)
        passedBy(crossing)
        return
      }
      sessions.learn(crossing.request, crossing.legacy.response?.headers ?? [])
      dispatcher.offer(crossing)
    },
    missed: sessions.forgetBirths,
    state: () => ({
      counts: requestCounts.counts(),
      tally: tally(),
      recording: recording(),
      down: down(),
      mirror: dispatcher.state(),
      verifierWaiting: verifier.waiting(),
      verifierRestarts: verifier.restarts(),
    }),
    counts,
    begin: () => verifier.begin(),
    async finish(live, { mirror, experiments, judging }) {
      if (judging !== undefined) verifier.hurry(judging)
      const leftMs = Math.max(0, mirror - Date.now())
      const drained = dispatcher.drain(leftMs)
      const cut = setTimeout(() => asking.giveUp(), leftMs) // whatever hangs does not delay the end
      await drained
      clearTimeout(cut)
      if (experiments === undefined) asking.resume() // experiments are still made, however much of the traffic was given up
      counts(live)
      await verifier.settle()
      await (experiments === undefined ? prober.idle() : Promise.race([prober.idle(), until(experiments)]))
      await close()
    },
    close,
  }
}

function until(time: number): Promise<void> {
  return wait(Math.max(0, time - Date.now()))
}

function dispatcherOf(
  { config, room, before }: MirrorStart,
  { lanesOf }: Asking,
  ask: AskLeg,
  pairs: PairSink,
  requestCounts: MirrorRequestCounts,
  ofLive: Pick<DispatcherPorts, 'sessions' | 'legacyStatements' | 'passedBy'>,
): Dispatcher {
  const { mirror, control } = config
  const monotonic = (): number => performance.now()
  const breaker = (): Breaker => circuitBreaker(mirror.breaker, monotonic)
  const share = { share: control?.share ?? 1, perSecond: control?.perSecond ?? controlPerSecond }
  const writes = control?.copy === true ? onACopy : controlWrites((route, tables) => pairs.controlWrote(route, tables))
  return createDispatcher({
    ask,
    concurrency: Math.min(mirror.concurrency ?? Infinity, lanesOf('candidate')),
    room: openQueueRoom(room),
    cap: mirrorCap(mirror.cap, Date.now, before?.counts.mirrored),
    breaker: breaker(),
    draw: Math.random,
    ...(control === undefined
      ? {}
      : { control: { share: controlShare(share, monotonic), breaker: breaker(), writes } }),
    inOrder: mirror.writes.length > 0,
    ...ofLive,
    pairs,
    requestCounts,
  })
}

function proberOf(config: Config, asking: Asking, events: ShadowEvents): Prober {
  const { budgetSeconds, load } = config.probe
  const onFault = (error: unknown): void => events.fault(`An experiment failed: ${String(error)}`)
  return createProber(experimentSources(config, asking.ask, onFault), { totalMs: budgetSeconds * 1000, load }, onFault)
}

/** Returns the lanes of live legacy for a replay: as many concurrent requests as the candidate takes. */
function legacyLanes({ legacy, candidate, mirror }: Config): Lane[] {
  return namedLanes('candidate', candidate, mirror.concurrency).map(() => ({ origin: new URL(legacy.url) }))
}

function laneOf({ name, config: { url, tap, log } }: NamedLane): Lane {
  return { origin: new URL(url), ...(tap === undefined ? {} : { tap: name }), ...(log === undefined ? {} : { log }) }
}

function logsOf(lanes: readonly NamedLane[]): string[] {
  return lanes.flatMap(({ config: { log } }) => (log === undefined ? [] : [log]))
}
