import type { Difference } from '../../model/difference.js'
import { isNameOfToken, lastName } from './builtin/tokens.js'
import { areBothRandom } from './random-word.js'

/** Values in which each side differs where the rest of a form or script is the same. */
export interface RandomValues {
  readonly legacy: readonly string[]
  readonly candidate: readonly string[]
}

/** Number of characters before a value in which its name may stand: `createNonce("…")`, `{"nonce":{"send":"…"}}`. */
const nameBefore = 40

/** Returns the random words in which two values differ; undefined if they differ in anything else, or if no such word belongs there. */
export function randomValuesOf(
  place: Pick<Difference, 'part' | 'path'>,
  legacy: string,
  candidate: string,
): RandomValues | undefined {
  return (
    aligned(place, wordsOf(legacy), wordsOf(candidate)) ?? aligned(place, codedWordsOf(legacy), codedWordsOf(candidate))
  )
}

/** Splits a text into words, at the odd indexes, and what stands between them, at the even ones. */
function wordsOf(text: string): string[] {
  return text.split(/([A-Za-z\d]+)/)
}

/** Splits a text likewise, with the characters of base64 as part of a word. */
function codedWordsOf(text: string): string[] {
  return text.split(/([\w+/=-]+)/)
}

function aligned(
  place: Pick<Difference, 'part' | 'path'>,
  legacy: readonly string[],
  candidate: readonly string[],
): RandomValues | undefined {
  if (legacy.length !== candidate.length) return undefined
  const [ofLegacy, ofCandidate]: [string[], string[]] = [[], []]
  const isNamed = isNameOfToken(lastName(place.path))
  let before = ''
  for (const [at, one] of legacy.entries()) {
    const other = candidate[at] ?? ''
    if (one !== other) {
      const expected = isNamed || isNameOfToken(before)
      if (at % 2 === 0 || !(expected || mayHoldTokens(place)) || !areBothRandom(one, other, expected)) return undefined
      ofLegacy.push(one)
      ofCandidate.push(other)
    }
    before = `${before}${one}`.slice(-nameBefore)
  }
  return ofLegacy.length === 0 ? undefined : { legacy: ofLegacy, candidate: ofCandidate }
}

/** True for forms, scripts and redirects: what a page or an API says elsewhere is content. */
function mayHoldTokens({ part, path }: Pick<Difference, 'part' | 'path'>): boolean {
  if (part === 'redirect') return true
  return (
    part === 'body' &&
    /(?:^| > )(?:script(?:[#:][^ ]*)?|input[^ ]*\[value\]|form[^ ]*\[action\])$|\[on[a-z]+\]$/.test(path)
  )
}
