import { sameBytes, settledByEquality } from '../compare/settle.js'
import { clientOf } from '../model/client.js'
import type { Exchange } from '../model/exchange.js'
import { headerOf, isSafeMethod, type Body, type Request } from '../model/http.js'
import {
  legTimeOf,
  type IncomparableReason,
  type NotMirroredReason,
  type Pair,
  type SettledPair,
} from '../model/pair.js'
import type { AskLeg, LegacyStatements, PairSink } from '../model/ports.js'
import { routeOf } from '../model/route.js'
import { yardstickOf } from '../model/timing.js'
import type { MirrorRequestCounts } from './request-counts.js'
import type { Breaker, BreakerState } from './breaker.js'
import type { Cap } from './cap.js'
import type { ControlShare } from './control-share.js'
import type { ControlWrites } from './control-writes.js'
import type { ClosedReason, QueueRoom } from './queue-room.js'
import { bytesOf, type Offer, type PassedBy } from './offer.js'
import { passedByOf } from './passed-by.js'
import { isConditional } from '../model/conditions.js'
import { sessionOrder } from './session-order.js'
import { sessionOf } from '../session/held-back/session-key.js'
import type { SessionState } from '../session/held-back/session-states.js'
import type { Sessions } from './sessions.js'

/** Legacy, asked a second time. */
export interface Control {
  readonly share: ControlShare
  readonly breaker: Breaker
  readonly writes: ControlWrites
}

export interface DispatcherPorts {
  readonly ask: AskLeg
  /** Maximum number of requests under way at the candidate. */
  readonly concurrency: number
  /** Shared with the live path: what no longer waits, and whether offers make sense. */
  readonly room: QueueRoom
  readonly cap: Cap
  /** The candidate's breaker. */
  readonly breaker: Breaker
  readonly control?: Control
  /** Draws 0 to 1 for each request; below 0.5 the candidate is asked before control. */
  readonly draw: () => number
  /** Absent unless live legacy is tapped. */
  readonly legacyStatements?: LegacyStatements | undefined
  /** True when writes are mirrored; the requests of a session then stay in order. */
  readonly inOrder: boolean
  /** Absent in a replay, where each leg has its own sessions. */
  readonly sessions?: Pick<Sessions, 'carries' | 'stateOf'> | undefined
  readonly pairs: PairSink
  /** Receives what a request says of sessions and data if it was offered but not mirrored. */
  readonly passedBy?: (passed: PassedBy) => void
  readonly requestCounts: MirrorRequestCounts
}

export interface DispatcherState {
  readonly underWay: number
  readonly breaker: BreakerState
  /** State of control's breaker; `closed` without control. */
  readonly controlBreaker: BreakerState
}

/** Mirrors what the live path offers and turns it into pairs. */
export interface Dispatcher {
  /** Queues an offer, which is mirrored when its turn comes, or counted. */
  offer(offer: Offer): void
  /** Stops mirroring; offers that still wait are counted as not mirrored. */
  pause(): void
  resume(): void
  /** Tells the live path whether offers make sense now. */
  publish(): void
  readonly state: () => DispatcherState
  /**
   * Waits until all offers have ended; those still waiting after `deadlineMs` milliseconds are counted as not mirrored.
   * No offer may follow.
   */
  drain(deadlineMs: number): Promise<void>
}

/** An offer that waits for its turn. */
interface Job extends Offer {
  readonly session: string
}

export function createDispatcher(ports: DispatcherPorts): Dispatcher {
  const { requestCounts, breaker, cap, control, room, pairs } = ports
  const waiting: Job[] = []
  const order = ports.inOrder ? sessionOrder<Job>() : undefined
  /** Number of offers that were not started yet, including those that wait for others of their session. */
  let queued = 0
  let underWay = 0
  let paused = false
  let abandoned = false
  let whenIdle: (() => void) | undefined

  const limited = (): ClosedReason | undefined => {
    if (cap.reached()) return 'cap-reached'
    return breaker.refuses() ? 'breaker-open' : undefined
  }

  /** Returns why the request can no longer be mirrored; undefined if nothing has changed since it came in. */
  const closedBecause = (): NotMirroredReason | undefined => {
    if (abandoned) return 'shutdown'
    return paused ? 'paused' : limited()
  }

  /** Returns why the request must not reach any other leg, whatever the breakers say; undefined if it may. */
  const unfit = ({ request, legacy }: Job): NotMirroredReason | undefined => {
    if (typeof legacy === 'string' || ports.sessions === undefined) return undefined
    if (ports.sessions.carries(request, legacy.response?.headers ?? [])) return 'carries-session'
    return refusedByCondition(request, legacy) ? 'conditional' : undefined
  }

  const start = (job: Job): void => {
    const reason = closedBecause() ?? unfit(job) ?? (breaker.lets() ? undefined : 'breaker-open')
    queued -= 1
    room.leave(bytesOf(job))
    if (reason !== undefined) {
      requestCounts.notMirrored(reason)
      leaveAlone(job)
      job.ended?.()
      return sessionMovesOn(job)
    }
    underWay += 1
    cap.count()
    requestCounts.mirrored()
    mirror(job).then(
      () => ended(job),
      () => {
        // What a leg does wrong is data; this is a bug of ours, and it must not end the process that serves users.
        pairs.lost('recording-failed', 1)
        ended(job)
      },
    )
  }

  /** Reports a request that only legacy got: what it wrote exists only there. */
  const leaveAlone = ({ request, legacy }: Job): void => {
    if (typeof legacy === 'string') return
    const passed = passedByOf(request, legacy.response, request.body.bytes)
    if (passed !== undefined) ports.passedBy?.(passed)
  }

  const pump = (): void => {
    while (underWay < ports.concurrency) {
      const job = waiting.shift()
      if (job === undefined) break
      start(job)
    }
    if (underWay === 0 && queued === 0) whenIdle?.()
  }

  const ended = (job: Job): void => {
    underWay -= 1
    job.ended?.()
    sessionMovesOn(job)
    pump()
  }

  const sessionMovesOn = ({ session }: Job): void => {
    const next = order?.leaves(session)
    if (next !== undefined) waiting.push(next)
  }

  const mirror = async ({ request, legacy: offered, diverged, withoutControl }: Job): Promise<void> => {
    const before = offered === 'legacy-first' ? await ports.ask('legacy', request) : offered
    const asksControl = withoutControl !== true && controlAskedFor(request)
    const seen = ports.legacyStatements?.of(request.id)
    const { candidate, control: repeated } = await askMirrored(request, asksControl)
    const answered = before === 'candidate-first' ? await ports.ask('legacy', request) : before
    const legacy = seen === undefined ? answered : { ...answered, ...(await seen) }
    const state = diverged === true ? 'diverged' : ports.sessions?.stateOf(request, legacy.response?.headers ?? [])
    const incomparable = state === 'diverged' ? 'unpaired-session' : undefined
    if (incomparable === undefined && settledByEquality(legacy, candidate) && hasNoNews(legacy, repeated))
      pairs.settled(settled(request, legacy, candidate, repeated))
    else pairs.take({ ...pairOf(request, legacy, candidate, repeated, incomparable), ...heldBack(state) })
  }

  /**
   * Asks candidate and control one after the other: in parallel, each would slow the other down. The order is random,
   * because the second finds what the first has warmed up.
   */
  const askMirrored = async (
    request: Request,
    asksControl: boolean,
  ): Promise<{ candidate: Exchange; control?: Exchange }> => {
    if (!asksControl) return { candidate: await askCandidate(request) }
    if (ports.draw() < 0.5) {
      const candidate = await askCandidate(request)
      return { candidate, control: await askControl(request) }
    }
    const asked = await askControl(request)
    return { candidate: await askCandidate(request), control: asked }
  }

  const askCandidate = async (request: Request): Promise<Exchange> => {
    const candidate = await ports.ask('candidate', request)
    if (candidate.failure === undefined || candidate.failure.kind === 'malformed') breaker.succeeded()
    else if (candidate.failure.kind !== 'shutdown') breaker.failed()
    return candidate
  }

  const askControl = async (request: Request): Promise<Exchange> => hear(request, await ports.ask('control', request))

  /**
   * True when control is to be asked: only for safe requests whose route was not seen to write, because a write must
   * reach legacy once.
   */
  const controlAskedFor = (request: Request): boolean => {
    if (control === undefined || !isSafeMethod(request.method) || control.breaker.refuses()) return false
    if (!control.writes.mayAsk(request)) return false
    const taken = control.share()
    if (taken === 'left-out') requestCounts.controlLeftOut()
    return taken === 'asked' && control.breaker.lets()
  }

  const hear = (request: Request, exchange: Exchange): Exchange => {
    requestCounts.controlAsked(exchange.timing.total)
    control?.writes.saw(request, exchange)
    if (exchange.failure === undefined) control?.breaker.succeeded()
    else control?.breaker.failed()
    return exchange
  }

  return {
    offer(offer) {
      queued += 1
      const job: Job = { ...offer, session: order === undefined ? '' : sessionOf(offer.request.headers, '') }
      if (order === undefined || order.enters(job.session, job)) waiting.push(job)
      pump()
    },
    pause() {
      paused = true
      for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) start(job)
    },
    resume: () => void (paused = false),
    publish: () => room.close(limited()),
    state: () => ({ underWay, breaker: breaker.state(), controlBreaker: control?.breaker.state() ?? 'closed' }),
    drain(deadlineMs) {
      return new Promise((resolve) => {
        const deadline = setTimeout(() => {
          abandoned = true
          for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) start(job)
        }, deadlineMs)
        whenIdle = () => {
          clearTimeout(deadline)
          resolve()
        }
        pump()
      })
    },
  }
}

function heldBack(state: SessionState | undefined): Pick<Pair, 'heldBack'> {
  return state === undefined || state === 'diverged' ? {} : { heldBack: state }
}

/** True when legacy refused a write because of the client's copy; without the condition another leg would accept it. */
function refusedByCondition({ method, headers }: Request, { response }: Exchange): boolean {
  return !isSafeMethod(method) && response?.status === 412 && isConditional(headers)
}

/** False when legacy disagrees with itself: then there is something to learn even if the candidate happened to agree. */
function hasNoNews(legacy: Exchange, control: Exchange | undefined): boolean {
  return control === undefined || settledByEquality(legacy, control)
}

function settled(request: Request, legacy: Exchange, candidate: Exchange, control: Exchange | undefined): SettledPair {
  const yardstick = yardstickOf({ legacy, candidate, control })
  return {
    request,
    status: candidate.response?.status ?? 0,
    size: candidate.response?.body.size ?? 0,
    legacy: legTimeOf(legacy),
    candidate: legTimeOf(candidate),
    ...(control === undefined ? {} : { control: legTimeOf(control) }),
    ...(yardstick === undefined ? {} : { yardstick }),
  }
}

function pairOf(
  request: Request,
  legacy: Exchange,
  candidate: Exchange,
  control: Exchange | undefined,
  incomparable: IncomparableReason | undefined,
): Pair {
  const agree = bodiesAgree(legacy, candidate) && (control === undefined || bodiesAgree(legacy, control))
  // An incomparable pair keeps legacy's answer, so the bodies have to travel.
  const identicalBodies = agree && incomparable === undefined
  const travel = (exchange: Exchange): Exchange => (identicalBodies ? withoutBytes(exchange) : exchange)
  return {
    id: request.id,
    request,
    route: routeOf(request.method, request.target),
    client: clientOf(headerOf(request.headers, 'user-agent')),
    legacy: travel(legacy),
    candidate: travel(candidate),
    ...(control === undefined ? {} : { control: travel(control) }),
    ...(incomparable === undefined ? {} : { incomparable }),
    identicalBodies,
  }
}

/** True when both bodies are the same bytes in the same content coding; such bodies do not travel with the pair. */
function bodiesAgree({ response: one }: Exchange, { response: other }: Exchange): boolean {
  if (one === undefined || other === undefined || !sameBytes(one, other)) return false
  return headerOf(one.headers, 'content-encoding') === headerOf(other.headers, 'content-encoding')
}

function withoutBytes(exchange: Exchange): Exchange {
  if (exchange.response === undefined) return exchange
  const body: Body = { ...exchange.response.body, bytes: new Uint8Array(0) }
  return { ...exchange, response: { ...exchange.response, body } }
}
