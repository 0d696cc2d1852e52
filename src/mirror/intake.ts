import type { Exchange } from '../model/exchange.js'
import type { AnswerHead, Request } from '../model/http.js'
import type { NotMirroredReason } from '../model/pair.js'
import type { LiveRequestCounts } from './request-counts.js'
import type { QueueRoom } from './queue-room.js'
import { bytesOf, type LiveOffer, type PassedBy } from './offer.js'
import { passedByOf } from './passed-by.js'
import type { Policy, PolicyRequest } from './policy.js'

/** How much may wait to be mirrored. */
export interface IntakeBudget {
  readonly queued: number
  /** Bytes of request and answer bodies. */
  readonly queuedBytes: number
}

export interface IntakePorts {
  readonly policy: Policy
  readonly requestCounts: LiveRequestCounts
  readonly room: () => QueueRoom
  /** Sends an offer to the mirror's thread. */
  readonly send: (offer: LiveOffer) => void
  /** Sends to the same thread what a request that is not mirrored says of sessions and data. */
  readonly sendPassedBy: (passed: PassedBy) => void
}

/** The mirror's side of the live path: decides what is offered to the mirror, and never waits for it. */
export interface Intake {
  /** Returns why the request will not be mirrored, before anything was answered; undefined if it may be. */
  admit(request: PolicyRequest, client: string): NotMirroredReason | undefined
  /** Sends an answered request to the mirror, or counts why it is not mirrored. */
  offer(request: Request, legacy: Exchange): void
  /**
   * Reports an answered request that is not mirrored: its session, and legacy's data, may have changed where no other
   * leg can follow.
   *
   * @param answer undefined if nobody heard it.
   * @param sent the first bytes of the request's body.
   */
  passedBy(request: Omit<Request, 'body'>, answer: AnswerHead | undefined, sent: Uint8Array): void
  /** Stops taking requests for this reason until `open`; a shutdown is final. */
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
