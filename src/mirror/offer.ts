import type { Exchange } from '../model/exchange.js'
import type { Headers, Request } from '../model/http.js'
import type { UnmirroredWrite } from '../model/unmirrored-write.js'

/** One live request as it is offered to the mirror: asked, and answered by legacy. */
export interface LiveOffer {
  readonly request: Request
  readonly legacy: Exchange
}

/** A request that is not mirrored, as far as it says something of sessions or of data. */
export interface PassedBy {
  readonly request: Pick<Request, 'method' | 'target' | 'headers'>
  /** Header fields of legacy's answer. */
  readonly answer: Headers
  /** Absent where it wrote nothing. */
  readonly wrote?: { readonly id: Request['id'] } & Pick<UnmirroredWrite, 'body' | 'receivedAt'>
}

/** Which leg is asked first where the mirror asks legacy as well: the second one finds caches that the first has filled. */
export type AskOrder = 'legacy-first' | 'candidate-first'

/** What the mirror takes: of a live request legacy's answer is there; a replay may have it recorded, or have legacy asked. */
export interface Offer extends Omit<LiveOffer, 'legacy'> {
  readonly legacy: Exchange | AskOrder
  /** Its session wrote what the other legs cannot have: known of a replay, and of live sessions by `Sessions`. */
  readonly diverged?: boolean
  /**
   * Control is not asked: it lacks what the session wrote; or this is one of several that are sent at once, and control would take from
   * the candidate what the burst is to measure.
   */
  readonly withoutControl?: boolean
  /** Told when its pair is on its way, or it was counted as not mirrored. */
  readonly ended?: () => void
}

/** Bytes of both bodies. */
export function bytesOf({ request, legacy }: Pick<Offer, 'request' | 'legacy'>): number {
  const answered = typeof legacy === 'string' ? undefined : legacy.response
  return request.body.bytes.byteLength + (answered?.body.bytes.byteLength ?? 0)
}
