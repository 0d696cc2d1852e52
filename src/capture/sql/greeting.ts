import { capability } from './commands.js'

const hiddenUpper = capability.zstd | capability.optionalMetadata | capability.queryAttributes

/**
 * The server's greeting (protocol 10) without the abilities that would hide statements from a reader: a client that is not offered
 * compression, query attributes or results without metadata goes on without. TLS stays on offer: a client that wants it
 * would not go on.
 */
export function readableGreeting(payload: Buffer): Buffer {
  const lower = payload.indexOf(0, 1) + 1 + 4 + 8 + 1 // version\0, thread id, first part of the salt, filler
  const upper = lower + 2 + 1 + 2 // lower half, charset, status
  if (payload[0] !== 10 || upper + 2 > payload.length) return payload
  const changed = Buffer.from(payload)
  changed.writeUInt16LE(changed.readUInt16LE(lower) & ~capability.compress & 0xffff, lower)
  changed.writeUInt16LE(changed.readUInt16LE(upper) & ~(hiddenUpper >>> 16) & 0xffff, upper)
  return changed
}
