const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i

const isoDate = /^\d{4}-\d{2}-\d{2}(?:$|[T_])/

export function isUuid(text: string): boolean {
  return uuid.test(text)
}

/** Mean length of words in a name, which capitals tell apart, and in a code of letters and digits. What is drawn has shorter ones. */
const minMixedWord = 2.6
/** Of a long text chance has less say. */
const minMixedWordOfLong = 3.2
const long = 28
const minWord = 4

/** Three parts of base64url of which the first is a JSON object (RFC 7515 §7.1); five of an encrypted one. */
export const jwtPattern = String.raw`eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*){1,3}`

/**
 * True for what a machine drew: digits and letters without words, as a key or a token. A number is none, nor are words in a row
 * (`summer-sale-2026`). One text of some twenty letters that a machine drew looks like a word all the same.
 */
export function looksRandom(text: string, shortest = 16): boolean {
  if (text.length < shortest || !/^[\w+/=.~-]+$/.test(text) || isoDate.test(text)) return false
  if (/^[\da-f]+$/i.test(text)) return /\d/.test(text) && /[a-f]/i.test(text)
  return isNoWord(text)
}

/** Letters and digits that change places too often, or letters that nobody can say. */
function isNoWord(text: string): boolean {
  const letters = text.replace(/[^A-Za-z]/g, '')
  if (letters === '') return false
  const words = text.match(/[A-Z]?[a-z]+|[A-Z]+|\d+/g)?.length ?? 0
  const mixed = /[a-z]/.test(text) && /[A-Z]/.test(text)
  const shortest = mixed ? (text.length < long ? minMixedWord : minMixedWordOfLong) : minWord
  if (words > text.length / shortest) return true
  const longest = Math.max(...(text.match(/[A-Za-z\d]+/g) ?? []).map((run) => run.length))
  if (longest < 12) return false
  const vowels = letters.replace(/[^aeiouy]/gi, '').length
  return vowels / letters.length < 0.25 || /[^aeiouy\d\W_]{7}/i.test(text)
}
