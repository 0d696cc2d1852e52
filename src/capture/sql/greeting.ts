import { capability } from './commands.js'

/**
 * The server's greeting (protocol 10) without the abilities that would hide statements from a reader: a client that is not
 * offered compression or TLS goes on without. A client that insists on TLS is let through and stays unread.
 */
export function readableGreeting(payload: Buffer): Buffer {
  const lower = payload.indexOf(0, 1) + 1 + 4 + 8 + 1 // version\0, thread id, first part of the salt, filler
  const upper = lower + 2 + 1 + 2 // lower half, charset, status
  if (payload[0] !== 10 || upper + 2 > payload.length) return payload
  const changed = Buffer.from(payload)
  changed.writeUInt16LE(changed.readUInt16LE(lower) & ~(capability.ssl | capability.compress) & 0xffff, lower)
  changed.writeUInt16LE(changed.readUInt16LE(upper) & ~(capability.zstd >>> 16) & 0xffff, upper)
  return changed
}
