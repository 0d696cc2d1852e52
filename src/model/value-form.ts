/** Length from which a value can be an id that nobody guesses. */
const longEnough = 16
/** Words and numbers shorter than these mean something to a person. */
const plain = { letters: 16, digits: 12 }

/**
 * True for a value that looks randomly generated, as ids of sessions and tokens do: a stretch of letters and digits that alternate more
 * than in any word, letters with hardly a vowel, a UUID, or a number longer than any timestamp or catalogue number.
 *
 * @param atLeast minimum length of that stretch.
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
  // Counts changes from one kind of character to the next; the capital of a camelCase word is one change, not two.
  const changes = stretch.match(/[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0
  if (changes < 2) return false
  // Hexadecimal digits alone, at this length, are no word, whatever their order.
  return changes >= length / 5 || (length >= longEnough && /^[\da-f]+$/i.test(stretch))
}

/** Returns the share of vowels, which is about a third in what people write. */
function vowelShare(letters: string): number {
  return (letters.match(/[aeiouy]/gi)?.length ?? 0) / letters.length
}

/** True for words, even several joined by dashes, and for short numbers: they do not identify anybody's session. */
export function isPlain(value: string): boolean {
  return value.split(/[-_.,:;/ +]+/).every(isPlainWord)
}

function isPlainWord(word: string): boolean {
  if (/^\d*$/.test(word)) return word.length < plain.digits
  return /^[A-Za-z\u00c0-\uffff]+$/.test(word) && word.length < plain.letters
}
