import type { Headers } from './http.js'

/** An unsafe request that legacy took and that was not mirrored: from then on legacy holds what the candidate does not. */
export interface UnmirroredWrite {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Headers
  /** The first bytes of its body, bounded. */
  readonly body: Uint8Array
  /** Header fields of legacy's answer. */
  readonly answer: Headers
  /** Milliseconds since 1970. */
  readonly receivedAt: number
}
