import type { Exchange } from '../model/exchange.js'
import type { Request } from '../model/http.js'

/** One live request as it is offered to the mirror: asked, and answered by legacy. */
export interface LiveOffer {
  readonly request: Request
  readonly legacy: Exchange
  /** Its session holds a state that the other legs cannot have. */
  readonly diverged: boolean
}

/** Who is asked first where the mirror asks legacy as well: whoever comes second finds caches filled by the first. */
export type AskOrder = 'legacy-first' | 'candidate-first'

/** What the mirror takes: of a live request legacy's answer is there; a replay may have it recorded, or have legacy asked. */
export interface Offer extends Omit<LiveOffer, 'legacy'> {
  readonly legacy: Exchange | AskOrder
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
