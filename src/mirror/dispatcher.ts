import PQueue from 'p-queue'
import type { Exchange } from '../model/exchange.js'
import { isSafeMethod, headerOf, type Body, type Request } from '../model/http.js'
import type { IncomparableReason, NotMirroredReason, Pair } from '../model/pair.js'
import type { AskLeg, NotMirroredSink, PairSink } from '../model/ports.js'
import { clientOf } from '../model/client.js'
import { routeOf } from '../model/route.js'
import type { Sessions } from './sessions.js'

export interface MirrorBudget {
  /** Requests sent to the candidate at once. */
  readonly concurrency: number
  /** Requests that may wait. */
  readonly queued: number
  /** Bytes of bodies that may wait. */
  readonly queuedBytes: number
}

export interface DispatcherPorts {
  readonly ask: AskLeg
  /** True when legacy is asked a second time. */
  readonly control: boolean
  readonly sessions: Sessions
  readonly pairs: PairSink
  readonly books: NotMirroredSink & { mirrored(): void }
}

/** Mirrors what the live path hands over, within a budget, and makes pairs of it. */
export interface Dispatcher {
  /** Returns at once: queued, or not mirrored and counted. */
  offer(request: Request, legacy: Exchange): void
  /** Stops taking requests and waits for those under way up to the deadline (milliseconds); what waits longer is counted. */
  drain(deadlineMs: number): Promise<void>
}

export function createDispatcher(budget: MirrorBudget, ports: DispatcherPorts): Dispatcher {
  const queue = new PQueue({ concurrency: budget.concurrency })
  let waitingBytes = 0
  let stopped = false
  let abandoned = false

  const refusal = (request: Request, bytes: number): NotMirroredReason | undefined => {
    if (stopped) return 'shutdown'
    if (!isSafeMethod(request.method)) return 'unsafe-method'
    if (request.body.truncated) return 'body-too-large'
    if (queue.size >= budget.queued) return 'queue-full'
    return waitingBytes + bytes > budget.queuedBytes ? 'bytes-full' : undefined
  }

  const mirror = async (request: Request, legacy: Exchange, diverged: boolean): Promise<void> => {
    if (abandoned) {
      ports.books.notMirrored('shutdown')
      return
    }
    ports.books.mirrored()
    try {
      const [candidate, control] = await Promise.all([
        ports.ask('candidate', request),
        ports.control ? ports.ask('control', request) : undefined,
      ])
      ports.pairs.take(pairOf(request, legacy, candidate, control, diverged ? 'unpaired-session' : undefined))
    } catch {
      // What a leg does wrong is data; this is a fault of ours, and it must not end the process that serves users.
      ports.pairs.lost('recording-failed')
    }
  }

  return {
    offer(request, legacy) {
      const diverged = ports.sessions.diverged(request, legacy) // looks at every request, also at those not mirrored
      const bytes = request.body.bytes.byteLength + (legacy.response?.body.bytes.byteLength ?? 0)
      const reason = refusal(request, bytes)
      if (reason !== undefined) {
        ports.books.notMirrored(reason)
        return
      }
      waitingBytes += bytes
      void queue.add(async () => {
        waitingBytes -= bytes
        await mirror(request, legacy, diverged)
      })
    },
    async drain(deadlineMs) {
      stopped = true
      const deadline = setTimeout(() => (abandoned = true), deadlineMs)
      await queue.onIdle()
      clearTimeout(deadline)
    },
  }
}

function pairOf(
  request: Request,
  legacy: Exchange,
  candidate: Exchange,
  control: Exchange | undefined,
  incomparable: IncomparableReason | undefined,
): Pair {
  const identicalBodies = sameBytes(legacy, candidate)
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

/** Settled here by one comparison of buffers: identical bodies travel no further. */
function sameBytes(legacy: Exchange, candidate: Exchange): boolean {
  const [one, other] = [legacy.response, candidate.response]
  if (one === undefined || other === undefined || one.body.truncated || other.body.truncated) return false
  if (headerOf(one.headers, 'content-encoding') !== headerOf(other.headers, 'content-encoding')) return false
  return one.body.size === other.body.size && Buffer.compare(one.body.bytes, other.body.bytes) === 0
}

function withoutBytes(exchange: Exchange): Exchange {
  if (exchange.response === undefined) return exchange
  const body: Body = { ...exchange.response.body, bytes: new Uint8Array(0) }
  return { ...exchange, response: { ...exchange.response, body } }
}
