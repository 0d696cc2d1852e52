import { headerBytes, type Packet } from './packets.js'

/** Lets a stream through packet by packet, for the moments in which one may have to be changed or held back. */
export interface PacketGate {
  /** Takes bytes up to the end of one packet; what is behind it comes back. */
  push(chunk: Buffer): Buffer
  /** Bytes of a packet that never became whole. */
  flush(): Buffer
}

/** A greeting and the keys of an authentication have a few hundred bytes. */
const longest = 64 * 1024

/** @param take gets the packet as it came and read. @param tooLong gets the bytes of one that is longer than any of a handshake. */
export function packetGate(take: (raw: Buffer, packet: Packet) => void, tooLong: (raw: Buffer) => void): PacketGate {
  let waiting: Buffer = Buffer.alloc(0)
  return {
    push(chunk) {
      const all = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
      waiting = Buffer.alloc(0)
      const length = all.length < headerBytes ? 0 : all.readUIntLE(0, 3)
      const end = headerBytes + length
      if (length > longest) {
        tooLong(all)
        return Buffer.alloc(0)
      }
      if (all.length < end) {
        waiting = all
        return Buffer.alloc(0)
      }
      const raw = all.subarray(0, end)
      take(raw, { sequence: raw[3] ?? 0, head: raw.subarray(headerBytes), length })
      return all.subarray(end)
    },
    flush() {
      const bytes = waiting
      waiting = Buffer.alloc(0)
      return bytes
    },
  }
}
