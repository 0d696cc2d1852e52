import { inflateSync } from 'node:zlib'

/**
 * Size of a frame's header. Frames are the layer below the packets of a compressed connection (MySQL Internals, "Compressed Packet"): three
 * bytes of length, one of sequence, and three of the inflated length, which is 0 if the content was not worth compressing.
 */
const frameHeaderBytes = 7

/** One frame: as it came, and its inflated content. */
export interface Frame {
  readonly raw: Buffer
  readonly content: Buffer
}

/** Takes the first frame off; undefined while it is incomplete. Throws if it cannot be inflated. */
export function firstFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < frameHeaderBytes) return undefined
  const end = frameHeaderBytes + bytes.readUIntLE(0, 3)
  if (bytes.length < end) return undefined
  const raw = bytes.subarray(0, end)
  const inflated = bytes.readUIntLE(4, 3)
  const payload = raw.subarray(frameHeaderBytes)
  return { raw, content: inflated === 0 ? payload : inflateSync(payload, { maxOutputLength: inflated }) }
}

/** Splits a compressed stream into frames however it was cut. At most one frame, up to 16 MB, is kept. */
export function frameReader(take: (content: Buffer) => void): (chunk: Buffer) => void {
  let parts: Buffer[] = []
  let kept = 0
  let wanted = frameHeaderBytes
  return (chunk) => {
    parts.push(chunk)
    kept += chunk.length
    if (kept < wanted) return
    let bytes = parts.length === 1 ? chunk : Buffer.concat(parts)
    for (let frame = firstFrame(bytes); frame !== undefined; frame = firstFrame(bytes)) {
      bytes = bytes.subarray(frame.raw.length)
      take(frame.content)
    }
    parts = [bytes]
    kept = bytes.length
    wanted = frameHeaderBytes + (kept < frameHeaderBytes ? 0 : bytes.readUIntLE(0, 3))
  }
}

/** Wraps packets in a frame of their own, not deflated. */
export function asFrame(packets: Buffer): Buffer {
  const header = Buffer.alloc(frameHeaderBytes)
  header.writeUIntLE(packets.length, 0, 3)
  return Buffer.concat([header, packets])
}
