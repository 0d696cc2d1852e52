/**
 * Returns a text as it stands and without its percent-encoding, each spelling once. At most two levels are undone: an address in a parameter
 * of an address is encoded twice.
 */
export function spellingsOf(text: string): string[] {
  if (!text.includes('%')) return [text]
  const once = decoded(text)
  return once.includes('%') ? [...new Set([text, once, decoded(once)])] : [text, once]
}

/** Returns all spellings in one text, so that they can be searched at once. */
export function spelledOut(text: string): string {
  return spellingsOf(text).join('\n')
}

/** Returns all spellings of a form, JSON or multipart body, with and without JSON's escapes, in one text. */
export function spelledOutBody(text: string): string {
  const unescaped = text.includes('\\')
    ? text
        .replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
        .replaceAll('\\/', '/')
    : text
  return unescaped === text ? spelledOut(text) : `${spelledOut(text)}\n${spelledOut(unescaped)}`
}

/** Undoes percent-encoding; as Latin-1 if it is not UTF-8. A stray % stays as it is, so that it hides nothing behind it. */
function decoded(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return Buffer.from(encoded.replaceAll('%', ''), 'hex').toString('latin1')
    }
  })
}
