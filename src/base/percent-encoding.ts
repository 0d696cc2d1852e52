/**
 * Normalizes part of a URL (RFC 3986 §6.2.2): raw bytes or letters are encoded, hexadecimal digits are upper case, and what needs no
 * encoding is decoded.
 */
export function oneSpelling(part: string): string {
  return part.replace(/[\u0080-\uffff]+/g, encoded).replace(/%([\da-f]{2})/gi, (triplet, hex: string) => {
    const letter = String.fromCharCode(Number.parseInt(hex, 16))
    return /[A-Za-z\d._~-]/.test(letter) ? letter : triplet.toUpperCase()
  })
}

/** Encodes raw characters. Header fields are read byte by byte, so characters up to U+00FF are bytes, whatever charset was meant. */
function encoded(raw: string): string {
  const isBytes = /^[\x80-\xff]+$/.test(raw)
  return [...Buffer.from(raw, isBytes ? 'latin1' : 'utf8')].map((byte) => `%${byte.toString(16)}`).join('')
}
