const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/** Decodes a byte string for people: as UTF-8, or as latin1 when it is not UTF-8. */
export function readable(bytes: string): string {
  // eslint-disable-next-line no-control-regex -- plain ASCII needs no decoding
  if (/^[\x00-\x7f]*$/.test(bytes)) return bytes
  try {
    return strictUtf8.decode(Buffer.from(bytes, 'latin1'))
  } catch {
    return bytes
  }
}

/** True when the bytes are UTF-8; otherwise they are taken for latin1. */
export function isUtf8(bytes: string): boolean {
  // eslint-disable-next-line no-control-regex -- plain ASCII is UTF-8
  if (/^[\x00-\x7f]*$/.test(bytes)) return true
  try {
    strictUtf8.decode(Buffer.from(bytes, 'latin1'))
    return true
  } catch {
    return false
  }
}
