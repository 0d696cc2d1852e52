/**
 * A packet of MySQL's packet layer (MySQL Internals, "MySQL Packets"): three bytes of length, one of sequence, then the payload. A payload
 * of 0xffffff bytes continues in the next packet.
 */
export interface Packet {
  /** Sequence number of its first part. */
  readonly sequence: number
  /** The first bytes of the payload, as many as were asked for. */
  readonly head: Buffer
  /** Length of the whole payload in bytes. */
  readonly length: number
}

export const headerBytes = 4
const fullPacket = 0xffffff

/**
 * Splits a stream into packets however it was cut into chunks. At most `keep` bytes of each are kept: a row of 20 MB costs no more memory
 * than its head.
 *
 * @param hear receives every byte of each payload as it comes, before the packet is taken.
 */
export function packetReader(
  keep: number,
  take: (packet: Packet) => void,
  hear?: (bytes: Buffer, from: number, to: number) => void,
): (chunk: Buffer) => void {
  const header = Buffer.alloc(headerBytes)
  let headerFill = 0
  let left = 0
  let full = false
  let sequence = -1
  let parts: Buffer[] = []
  let kept = 0
  let length = 0

  const startPayload = (): number => {
    const size = header.readUIntLE(0, 3)
    full = size === fullPacket
    headerFill = 0
    length += size
    if (sequence < 0) sequence = header[3] ?? 0
    return size
  }
  const finish = (): void => {
    if (full) return // the payload goes on
    const [first] = parts
    const packet = { sequence, head: parts.length === 1 && first !== undefined ? first : Buffer.concat(parts), length }
    parts = []
    kept = 0
    length = 0
    sequence = -1
    take(packet)
  }

  return (chunk) => {
    let at = 0
    while (at < chunk.length) {
      if (left === 0) {
        const wanted = Math.min(headerBytes - headerFill, chunk.length - at)
        chunk.copy(header, headerFill, at, at + wanted)
        headerFill += wanted
        at += wanted
        if (headerFill < headerBytes) return
        left = startPayload()
        if (left === 0) finish()
        continue
      }
      const size = Math.min(left, chunk.length - at)
      const room = Math.min(size, keep - kept)
      if (room > 0) parts.push(chunk.subarray(at, at + room))
      kept += Math.max(0, room)
      hear?.(chunk, at, at + size)
      left -= size
      at += size
      if (left === 0) finish()
    }
  }
}

/** Returns a payload with its header, as it goes over the wire. */
export function framed(payload: Buffer, sequence: number): Buffer {
  const header = Buffer.alloc(headerBytes)
  header.writeUIntLE(payload.length, 0, 3)
  header[3] = sequence
  return Buffer.concat([header, payload])
}
