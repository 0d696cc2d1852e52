import { isSafeMethod, type Headers } from './http.js'

/** An unsafe request that legacy took and that was not mirrored: from then on legacy holds what the candidate does not. */
export interface UnmirroredWrite {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Headers
  /** The first `unmirroredWriteBytes` of its body. */
  readonly body: Uint8Array
  /** Header fields of legacy's answer. */
  readonly answer: Headers
  /** Milliseconds since 1970. */
  readonly receivedAt: number
  /** That it wrote on legacy; none where live legacy is not tapped. */
  readonly tables: readonly string[]
}

/** Bytes that are kept of the body of a write that is not mirrored: forms are small, and of a larger upload pages show little. */
export const unmirroredWriteBytes = 8192

/** Whether legacy may hold what a request wrote: it did not refuse it. @param status undefined: nobody heard its answer. */
export function mayHaveWritten(method: string, status: number | undefined): boolean {
  return !isSafeMethod(method) && (status === undefined || status < 400)
}
