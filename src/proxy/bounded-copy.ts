import type { Body } from '../model/http.js'

/** Keeps what flows past as long as it fits its bound; past it, drops the copy and only counts. */
export interface BoundedCopy {
  /** Takes a reference to a chunk, not a copy. */
  readonly take: (chunk: Buffer) => void
  /** Returns the bytes so far as one buffer and frees their room. Called once, when they are needed. */
  readonly release: () => Body
  /** True when the body was within its own bound, but there was no room for it beside the others. */
  readonly crowdedOut: () => boolean
}

/** The bytes that all copies of a process hold together, limited because many large answers at once must not fill the memory. */
export interface CopyRoom {
  held: number
  readonly limit: number
}

const nothing = new Uint8Array(0)

/** @param bound bytes; a longer body is not kept at all, because half a body compares with nothing. */
export function boundedCopy(bound: number, room: CopyRoom): BoundedCopy {
  let chunks: Buffer[] = []
  let kept = 0
  let size = 0
  let crowded = false

  const drop = (): void => {
    room.held -= kept
    kept = 0
    chunks = []
  }

  return {
    take(chunk) {
      size += chunk.length
      if (size > bound || crowded) {
        drop()
        return
      }
      crowded = room.held + chunk.length > room.limit
      if (crowded) {
        drop()
        return
      }
      room.held += chunk.length
      kept += chunk.length
      chunks.push(chunk)
    },
    release() {
      const [only = nothing] = chunks
      const bytes = chunks.length <= 1 ? only : Buffer.concat(chunks)
      const truncated = size > kept
      drop()
      return { bytes, size, truncated }
    },
    crowdedOut: () => crowded,
  }
}
