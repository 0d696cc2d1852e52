import type { Body, Headers, Request } from '../../model/http.js'

/** An exchange as a file or a recording has it, redacted: secrets are marks (`redact/marks.ts`). */
export interface Seen {
  readonly request: Request
  /** Absent if only the request is known. */
  readonly response?: SeenResponse
  /** Milliseconds that legacy took. */
  readonly ms?: number
  /** What is known of the client beyond the header fields: an address. */
  readonly client?: string
}

/** An answer; header fields and body are absent if they were not kept. */
export interface SeenResponse {
  readonly status: number
  readonly headers?: Headers
  readonly body?: Body
}
