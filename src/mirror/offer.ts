import type { Exchange } from '../model/exchange.js'
import type { Headers, Request } from '../model/http.js'
import type { UnmirroredWrite } from '../model/unmirrored-write.js'

/** A live request and legacy's answer, as they are offered to the mirror. */
export interface LiveOffer {
  readonly request: Request
  readonly legacy: Exchange
}

/** What a request that is not mirrored says of sessions and data. */
export interface PassedBy {
  readonly request: Pick<Request, 'method' | 'target' | 'headers'>
  /** Header fields of legacy's answer. */
  readonly answer: Headers
  /** Absent if it wrote nothing. */
  readonly wrote?: { readonly id: Request['id'] } & Pick<UnmirroredWrite, 'body' | 'receivedAt'>
}

/** Which leg is asked first if the mirror asks legacy as well: the second one finds caches that the first has filled. */
export type AskOrder = 'legacy-first' | 'candidate-first'

/** What the mirror takes. A live request comes with legacy's answer; a replay has it recorded, or has legacy asked. */
export interface Offer extends Omit<LiveOffer, 'legacy'> {
  readonly legacy: Exchange | AskOrder
  /** True when its session wrote what the other legs cannot have. Set by a replay; for live sessions, `Sessions` knows. */
  readonly diverged?: boolean
  /**
   * True when control is not asked: it lacks what the session wrote, or the request is part of a burst, and control
   * would take capacity from the candidate that the burst is to measure.
   */
  readonly withoutControl?: boolean
  /** Called when the pair is on its way, or the offer was counted as not mirrored. */
  readonly ended?: () => void
}

/** Returns the bytes of both bodies. */
export function bytesOf({ request, legacy }: Pick<Offer, 'request' | 'legacy'>): number {
  const answered = typeof legacy === 'string' ? undefined : legacy.response
  return request.body.bytes.byteLength + (answered?.body.bytes.byteLength ?? 0)
}
