/** Characters from which a value is long enough to be an id that nobody guesses. */
const longEnough = 16
/** Words and numbers shorter than these say something to a person. */
const plain = { letters: 16, digits: 12 }

/**
 * True for a value that looks as if a random number generator made it, as ids of sessions and tokens do: one stretch of letters and
 * digits in which both alternate as they do in no word, a UUID, or a number longer than any moment or catalogue number.
 *
 * @param atLeast characters of that stretch.
 */
export function looksRandom(value: string, atLeast = longEnough): boolean {
  if (value.length < atLeast) return false
  if (uuid.test(value)) return true
  for (const [stretch] of value.matchAll(/[A-Za-z0-9]+/g))
    if (stretch.length >= atLeast && isRandomStretch(stretch)) return true
  return false
}

const uuid = /(?<![\da-f])[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}(?![\da-f])/i

function isRandomStretch(stretch: string): boolean {
  const { length } = stretch
  if (/^\d+$/.test(stretch)) return length >= 20
  if (/^(?:[a-z]+|[A-Z]+|[A-Z][a-z]+)$/.test(stretch)) return length >= longEnough && vowelShare(stretch) < 0.24
  // From one kind of character to the next; a capital that begins a word of camelCase is one change, not two.
  const changes = stretch.match(/[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0
  if (changes < 2) return false
  // What is written in hexadecimal digits alone, this long, is no word, however they fell.
  return changes >= length / 5 || (length >= longEnough && /^[\da-f]+$/i.test(stretch))
}

/** A third of what people write. */
function vowelShare(letters: string): number {
  return (letters.match(/[aeiouy]/gi)?.length ?? 0) / letters.length
}

/** True for words, also several with dashes between them, and for short numbers: they name nobody's session by themselves. */
export function isPlain(value: string): boolean {
  return value.split(/[-_.,:;/ +]+/).every(isPlainWord)
}

function isPlainWord(word: string): boolean {
  if (/^\d*$/.test(word)) return word.length < plain.digits
  return /^[A-Za-z\u00c0-\uffff]+$/.test(word) && word.length < plain.letters
}
