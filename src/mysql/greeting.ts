import { capability } from './commands.js'

const hiddenUpper = capability.zstd | capability.optionalMetadata

/**
 * Returns the server's greeting (protocol 10) without the capabilities that would hide statements from a reader: a client that is not
 * offered zstd or results without metadata does without them. TLS and zlib stay on offer, because PHP uses them whether they are offered or
 * not.
 */
export function readableGreeting(payload: Buffer): Buffer {
  const lower = payload.indexOf(0, 1) + 1 + 4 + 8 + 1 // version\0, thread id, first part of the salt, filler
  const upper = lower + 2 + 1 + 2 // lower half of the capabilities, charset, status
  if (payload[0] !== 10 || upper + 2 > payload.length) return payload
  const changed = Buffer.from(payload)
  changed.writeUInt16LE(changed.readUInt16LE(upper) & ~(hiddenUpper >>> 16) & 0xffff, upper)
  return changed
}
