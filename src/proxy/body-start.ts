/** Keeps the beginning of what flows past. */
export interface BodyStart {
  readonly take: (chunk: Buffer) => void
  readonly bytes: () => Buffer
}

/** @param bound bytes that are kept, in memory of their own: a chunk would hold more. */
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
