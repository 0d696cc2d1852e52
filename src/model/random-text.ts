const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i

const isoDate = /^\d{4}-\d{2}-\d{2}(?:$|[T_])/

export function isUuid(text: string): boolean {
  return uuid.test(text)
}

/** Minimum mean word length of a readable text: mixed case means a name in camelCase or a code. Random text has shorter "words". */
const minMixedWord = 2.6
/** The same from `long` characters on, where chance matters less. */
const minMixedWordOfLong = 3.2
const long = 28
const minWord = 4

/** A JWT: three base64url parts, the first of which is a JSON object (RFC 7515 §7.1), or five when encrypted. */
export const jwtPattern = String.raw`eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*){1,3}`

/**
 * True for text that a machine generated: digits and letters without words, as in a key or a token. False for a number and for words in a
 * row (`summer-sale-2026`). It misses some: about 2 % of random texts of twenty letters and digits, more when they are letters only.
 */
export function looksRandom(text: string, shortest = 16): boolean {
  if (text.length < shortest || !/^[\w+/=.~-]+$/.test(text) || isoDate.test(text)) return false
  if (/^[\da-f]+$/i.test(text)) return /\d/.test(text) && /[a-f]/i.test(text)
  return isNoWord(text)
}

/** True when letters and digits alternate too often, or when the letters are unpronounceable. */
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
