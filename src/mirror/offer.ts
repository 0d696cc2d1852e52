import type { Exchange } from '../model/exchange.js'
import type { Request } from '../model/http.js'

/** One live request as it is offered to the mirror: asked, and answered by legacy. */
export interface Offer {
  readonly request: Request
  readonly legacy: Exchange
  /** Its session holds a state that the other legs cannot have. */
  readonly diverged: boolean
}

/** Bytes of both bodies. */
export function bytesOf({ request, legacy }: Pick<Offer, 'request' | 'legacy'>): number {
  return request.body.bytes.byteLength + (legacy.response?.body.bytes.byteLength ?? 0)
}
