/** Keeps the first bytes of a stream that flows past. */
export interface BodyStart {
  readonly take: (chunk: Buffer) => void
  readonly bytes: () => Buffer
}

/** @param bound maximum bytes kept, copied into memory of their own: a slice would keep the whole chunk. */
export function bodyStart(bound: number): BodyStart {
  const kept: Buffer[] = []
  let room = bound
  return {
    take(chunk) {
      if (room === 0) return
      const part = Buffer.from(chunk.subarray(0, room))
      kept.push(part)
      room -= part.length
    },
    bytes: () => Buffer.concat(kept),
  }
}
