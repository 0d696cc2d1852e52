import { isSafeMethod, type Headers } from './http.js'

/** An unsafe request that legacy took and that was not mirrored: from then on legacy holds data that the candidate lacks. */
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
  /** Tables that it wrote to on legacy; empty when live legacy is not tapped. */
  readonly tables: readonly string[]
}

/** Bytes kept of the body of a write that is not mirrored: forms are small, and pages show little of a larger upload. */
export const unmirroredWriteBytes = 8192

/** True when legacy may hold what a request wrote, because it did not refuse it. @param status undefined when nobody saw the answer. */
export function mayHaveWritten(method: string, status: number | undefined): boolean {
  return !isSafeMethod(method) && (status === undefined || status < 400)
}
