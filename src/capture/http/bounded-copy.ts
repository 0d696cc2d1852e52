import type { Body } from '../../model/http.js'

/** Keeps what flows past as long as it fits its bound, then only counts: it never grows past the bound. */
export interface BoundedCopy {
  /** Takes a reference to a chunk, not a copy. */
  readonly take: (chunk: Buffer) => void
  /** The bytes so far; joined here, once, by whoever needs them. */
  readonly body: () => Body
}

/** @param bound bytes; a body longer than it is not kept at all, since half a body compares with nothing. */
export function boundedCopy(bound: number): BoundedCopy {
  let chunks: Buffer[] = []
  let size = 0
  return {
    take(chunk) {
      size += chunk.length
      if (size <= bound) chunks.push(chunk)
      else chunks = []
    },
    body() {
      const truncated = size > bound
      return { bytes: truncated ? new Uint8Array(0) : Buffer.concat(chunks), size, truncated }
    },
  }
}
