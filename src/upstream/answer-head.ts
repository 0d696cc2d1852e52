const [tab, lineFeed, carriageReturn, space, comma, dash, zero, one, colon] = [9, 10, 13, 32, 44, 45, 48, 49, 58]

const version = Buffer.from('HTTP/1.')

/**
 * Scans the head of an answer once, byte by byte, because every answer of the live path passes through here.
 *
 * @param bytes of an answer from its first byte.
 * @returns the head's length including the empty line, negative if it may need `respell`; 0 while the head is incomplete.
 */
export function lookOver(bytes: Uint8Array): number {
  let isOdd = false
  let isName = true
  let lengths = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === colon && isName) {
      isName = false
      if (isBlank(bytes[at - 1])) isOdd = true
    }
    if (byte !== lineFeed) continue
    isName = true
    if (bytes[at - 1] !== carriageReturn) isOdd = true
    const next = bytes[at + 1]
    if (next === carriageReturn && bytes[at + 2] === lineFeed) return isOdd ? -(at + 3) : at + 3
    if (next === lineFeed) return -(at + 2)
    if (isBlank(next)) isOdd = true
    if (isContentLength(bytes, at + 1)) {
      lengths += 1
      if (lengths > 1 || hasComma(bytes, at + 1)) isOdd = true
    }
  }
  return 0
}

function isBlank(byte: number | undefined): boolean {
  return byte === space || byte === tab
}

/** Checks three letters and the dash only; `respell` reads the whole name. */
function isContentLength(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at + 7] === dash && isLetter(bytes[at], 'c') && isLetter(bytes[at + 8], 'l') && isLetter(bytes[at + 9], 'e')
  )
}

function isLetter(byte: number | undefined, letter: string): boolean {
  return byte !== undefined && (byte | space) === letter.charCodeAt(0)
}

function hasComma(bytes: Uint8Array, from: number): boolean {
  const at = bytes.indexOf(comma, from)
  return at !== -1 && at < bytes.indexOf(lineFeed, from)
}

/**
 * Rewrites the head of an answer as RFC 9112 requires, where browsers and curl tolerate deviations: bare line feeds end lines (§2.2),
 * spaces before a colon are removed (§5.1), a folded field becomes one line (§5.2), a repeated equal Content-Length is given once (§6.3).
 * Anything else stays wrong for a strict parser to refuse, above all what is ambiguous about where the body ends.
 *
 * @param head with its empty line, as Latin-1. Returned unchanged if it is already correct.
 */
export function respell(head: string): string {
  const [status = '', ...lines] = head.replace(/\r?\n\r?\n$/, '').split(/\r?\n/)
  return [status, ...lengthOnce(unfolded(lines)), '', ''].join('\r\n')
}

/** Returns the head with `Connection: close`, so that the connection is not reused after its answer. */
export function closing(head: string): string {
  const [status = '', ...fields] = head.slice(0, -4).split('\r\n')
  const kept = fields.map((field) => (/^connection:/i.test(field) ? field.replace(/\bkeep-alive\b/gi, '') : field))
  return [status, ...kept, 'Connection: close', '', ''].join('\r\n')
}

/** True for an interim answer, which another one follows. 101 is not one: it is the last answer in HTTP. */
export function isInterim(bytes: Uint8Array): boolean {
  const [hundreds, tens, ones] = [bytes[9], bytes[10], bytes[11]]
  return hundreds === one && !(tens === zero && ones === one)
}

/** False for bytes that no HTTP/1 answer begins with, however many follow. */
export function beginsAnswer(bytes: Uint8Array): boolean {
  return version.subarray(0, bytes.length).every((byte, at) => bytes[at] === byte)
}

function unfolded(lines: readonly string[]): string[] {
  const fields: string[] = []
  for (const line of lines) {
    const before = fields.at(-1)
    if (/^[ \t]/.test(line) && before !== undefined) fields[fields.length - 1] = `${before} ${line.trim()}`
    else fields.push(line.replace(/^([^\s:]+)[ \t]+:/, '$1:'))
  }
  return fields
}

function lengthOnce(fields: readonly string[]): readonly string[] {
  const isLength = (field: string): boolean => /^content-length:/i.test(field)
  const said = fields.filter(isLength).flatMap((field) => field.slice(field.indexOf(':') + 1).split(','))
  const lengths = new Set(said.map((length) => length.trim()))
  if (said.length < 2 || lengths.size > 1) return fields
  const first = fields.findIndex(isLength)
  return fields.flatMap((field, index) => {
    if (index === first) return `${field.slice(0, field.indexOf(':'))}: ${[...lengths].join()}`
    return isLength(field) ? [] : field
  })
}
