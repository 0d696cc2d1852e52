import type { Exchange } from '../model/exchange.js'
import type { AnswerHead, Request } from '../model/http.js'
import type { NotMirroredReason } from '../model/pair.js'
import type { LiveRequestCounts } from './request-counts.js'
import type { QueueRoom } from './queue-room.js'
import { bytesOf, type LiveOffer, type PassedBy } from './offer.js'
import { passedByOf } from './passed-by.js'
import type { Policy, PolicyRequest } from './policy.js'

/** What may wait to be mirrored. */
export interface IntakeBudget {
  readonly queued: number
  /** Bytes of bodies. */
  readonly queuedBytes: number
}

export interface IntakePorts {
  readonly policy: Policy
  readonly requestCounts: LiveRequestCounts
  readonly room: () => QueueRoom
  /** Takes an offer to the mirror's thread. */
  readonly send: (offer: LiveOffer) => void
  /** Takes there what a request says of sessions. */
  readonly sendPassedBy: (passed: PassedBy) => void
}

/** The mirror's side of the live path: decides what is offered to the mirror, and never waits for it. */
export interface Intake {
  /** Before anything was answered: why the request will not be mirrored. undefined: it may be. */
  admit(request: PolicyRequest, client: string): NotMirroredReason | undefined
  /** Sent on its way, or not mirrored and counted. */
  offer(request: Request, legacy: Exchange): void
  /**
   * A request that is not mirrored was answered: its session, and legacy's data, may have gone where no other leg can follow.
   *
   * @param answer undefined: nobody heard it.
   * @param sent the first bytes of its body.
   */
  passedBy(request: Omit<Request, 'body'>, answer: AnswerHead | undefined, sent: Uint8Array): void
  /** Nothing is taken for this reason, until it is opened. */
  close(reason: 'paused' | 'shutdown'): void
  /** Takes requests again, unless it was shut down. */
  open(): void
  readonly closedBecause: () => 'paused' | 'shutdown' | undefined
}

export function createIntake(
  budget: IntakeBudget,
  { policy, requestCounts, room, send, sendPassedBy }: IntakePorts,
): Intake {
  let closed: 'paused' | 'shutdown' | undefined

  const roomFor = (request: Request, bytes: number): NotMirroredReason | undefined => {
    if (closed !== undefined) return closed
    if (request.body.truncated) return 'body-too-large'
    if (room().queued() >= budget.queued) return 'queue-full'
    return room().queuedBytes() + bytes > budget.queuedBytes ? 'bytes-full' : undefined
  }

  const passedBy: Intake['passedBy'] = (request, answer, sent) => {
    const passed = closed === 'shutdown' ? undefined : passedByOf(request, answer, sent)
    if (passed !== undefined) sendPassedBy(passed)
  }

  return {
    admit: (request, client) => closed ?? policy(request, client) ?? room().closedBecause(),
    offer(request, legacy) {
      const offer = { request, legacy }
      const bytes = bytesOf(offer)
      const reason = roomFor(request, bytes)
      if (reason !== undefined) {
        requestCounts.notMirrored(reason)
        passedBy(request, legacy.response, request.body.bytes)
        return
      }
      room().enter(bytes)
      send(offer)
    },
    passedBy,
    close: (reason) => void (closed = closed === 'shutdown' ? closed : reason),
    open: () => void (closed = closed === 'shutdown' ? closed : undefined),
    closedBecause: () => closed,
  }
}
