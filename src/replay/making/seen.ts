import type { Body, Headers, Request } from '../../model/http.js'

/** One exchange as a file or a recording tells it, redacted: secrets are marks (`redact/marks.ts`). */
export interface Seen {
  readonly request: Request
  /** Absent where only the request is known. */
  readonly response?: SeenResponse
  /** Milliseconds that legacy took. */
  readonly ms?: number
  /** What is known of who asked beyond the header fields: an address. */
  readonly client?: string
}

/** Header fields and body are absent where they were not kept. */
export interface SeenResponse {
  readonly status: number
  readonly headers?: Headers
  readonly body?: Body
}
