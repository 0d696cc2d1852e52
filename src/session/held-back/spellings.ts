/**
 * A text as it stands, and without its percent-encoding, twice at the most: an address in a parameter of an address is encoded twice. Each
 * spelling once.
 */
export function spellingsOf(text: string): string[] {
  if (!text.includes('%')) return [text]
  const once = decoded(text)
  return once.includes('%') ? [...new Set([text, once, decoded(once)])] : [text, once]
}

/** All spellings in one text that can be searched at once. */
export function spelledOut(text: string): string {
  return spellingsOf(text).join('\n')
}

/** A body of a form, of JSON or of several parts, with what each of them escapes undone beside it. */
export function spelledOutBody(text: string): string {
  const unescaped = text.includes('\\')
    ? text
        .replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
        .replaceAll('\\/', '/')
    : text
  return unescaped === text ? spelledOut(text) : `${spelledOut(text)}\n${spelledOut(unescaped)}`
}

/** What is no valid encoding stays as it is: a stray % must hide nothing behind it. */
function decoded(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return Buffer.from(encoded.replaceAll('%', ''), 'hex').toString('latin1')
    }
  })
}
