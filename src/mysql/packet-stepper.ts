import { firstFrame } from './frames.js'
import { headerBytes, type Packet } from './packets.js'

/** Lets a stream through packet by packet while one may have to be changed or held back. */
export interface PacketStepper {
  /** Takes bytes up to the end of one packet, or of one frame of a compressed stream, and returns what follows. */
  push(chunk: Buffer, compressed: boolean): Buffer
  /** Returns the bytes of a packet that never became complete. */
  flush(): Buffer
}

/** Maximum size of a packet: a greeting and the keys of an authentication have a few hundred bytes. */
const longest = 64 * 1024
const nothing = Buffer.alloc(0)

/**
 * @param take receives what came, and the packets in it.
 * @param unreadable receives bytes that do not belong in a handshake.
 */
export function packetStepper(
  take: (raw: Buffer, packets: readonly Packet[]) => void,
  unreadable: (raw: Buffer) => void,
): PacketStepper {
  let waiting: Buffer = nothing
  return {
    push(chunk, compressed) {
      const all = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
      waiting = nothing
      if (all.length >= 3 && all.readUIntLE(0, 3) > longest) {
        unreadable(all)
        return nothing
      }
      const content = compressed ? inflated(all) : firstPacket(all)
      if (content === 'incomplete') {
        waiting = all
        return nothing
      }
      const packets = content === undefined ? undefined : packetsIn(content.content)
      if (content === undefined || packets === undefined) {
        unreadable(all)
        return nothing
      }
      take(content.raw, packets)
      return all.subarray(content.raw.length)
    },
    flush() {
      const bytes = waiting
      waiting = nothing
      return bytes
    },
  }
}

interface Unit {
  readonly raw: Buffer
  readonly content: Buffer
}

function firstPacket(bytes: Buffer): Unit | 'incomplete' {
  if (bytes.length < headerBytes) return 'incomplete'
  const end = headerBytes + bytes.readUIntLE(0, 3)
  if (bytes.length < end) return 'incomplete'
  const raw = bytes.subarray(0, end)
  return { raw, content: raw }
}

/** Inflates the first frame; undefined if there is none. */
function inflated(bytes: Buffer): Unit | 'incomplete' | undefined {
  try {
    return firstFrame(bytes) ?? 'incomplete'
  } catch {
    return undefined
  }
}

/** Returns the packets in the content; undefined if one is incomplete. */
function packetsIn(content: Buffer): Packet[] | undefined {
  const packets: Packet[] = []
  let rest = content
  while (rest.length > 0) {
    const unit = firstPacket(rest)
    if (unit === 'incomplete') return undefined
    const head = unit.raw.subarray(headerBytes)
    packets.push({ sequence: unit.raw[3] ?? 0, head, length: head.length })
    rest = rest.subarray(unit.raw.length)
  }
  return packets
}
