import type { Difference } from '../../model/difference.js'
import { isNameOfToken, lastName } from './builtin/tokens.js'
import { areBothRandom } from './random-word.js'

/** What each side has of its own where the rest of a form or script is the same. */
export interface RandomValues {
  readonly legacy: readonly string[]
  readonly candidate: readonly string[]
}

/** Characters before a value in which its name may stand: `createNonce("…")`, `{"nonce":{"send":"…"}}`. */
const nameBefore = 40

/** Undefined where the two values differ in anything but random words of the same shape, or stand where no such value belongs. */
export function randomValuesOf(
  place: Pick<Difference, 'part' | 'path'>,
  legacy: string,
  candidate: string,
): RandomValues | undefined {
  return (
    aligned(place, wordsOf(legacy), wordsOf(candidate)) ?? aligned(place, codedWordsOf(legacy), codedWordsOf(candidate))
  )
}

/** Words at the odd places, what stands between them at the even ones. */
function wordsOf(text: string): string[] {
  return text.split(/([A-Za-z\d]+)/)
}

/** The same, with what base64 is written with as part of a word. */
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

/** Forms, scripts and where a redirect leads; what a page or an interface says elsewhere is content. */
function mayHoldTokens({ part, path }: Pick<Difference, 'part' | 'path'>): boolean {
  if (part === 'redirect') return true
  return (
    part === 'body' &&
    /(?:^| > )(?:script(?:[#:][^ ]*)?|input[^ ]*\[value\]|form[^ ]*\[action\])$|\[on[a-z]+\]$/.test(path)
  )
}
