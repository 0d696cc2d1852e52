import { memoized } from '../base/bounded.js'
import type { Concealer } from './concealer.js'
import { spellingsOf } from './spellings.js'

/** Texts to hide wherever they stand, with their replacements. None is shorter than `minLiteralLength`. */
export type Literals = ReadonlyMap<string, string>

/** Shorter values are not replaced in running text: the cookie `a=1` would blank every 1 of a page. */
export const minLiteralLength = 6

/** Number of characters times literals above which one search for all literals costs less than one search for each. */
const worthATable = 4000

/** Returns the secrets in all their spellings, with their replacements. */
export function literalsOf(secrets: Iterable<string>, conceal: Concealer): Literals {
  const found: [string, string][] = []
  for (const secret of secrets) {
    if (secret === '') continue
    const hidden = conceal(secret)
    for (const spelling of rememberedSpellings(secret)) found.push([spelling, hidden])
  }
  // Longest first, so that a literal within another is not replaced before it.
  return new Map(found.sort(([one], [other]) => other.length - one.length))
}

/** Remembered, because the cookies of a session come with each of its requests. */
const rememberedSpellings = memoized((secret) => spellingsOf(secret, minLiteralLength), { max: 2000, maxLength: 4096 })

export function withoutLiterals(literals: Literals): (text: string) => string {
  if (literals.size === 0) return (text) => text
  let atOnce: ((text: string) => string) | undefined
  return (text) => {
    if (text.length < minLiteralLength) return text
    if (text.length * literals.size > worthATable || atOnce !== undefined) return (atOnce ??= allAtOnce(literals))(text)
    let clean = text
    for (const [literal, hidden] of literals)
      if (clean.includes(literal)) clean = clean.replaceAll(literal, () => hidden)
    return clean
  }
}

/** Number of characters that are looked up together. */
const block = 3
const tableSize = 1 << 14
const maxStep = minLiteralLength - block + 1

/**
 * Returns a replacement in one pass that looks at every fourth place of most texts (Wu and Manber, 1994): for three characters a table gives
 * the least distance to the end of a literal's first `minLiteralLength` characters.
 */
function allAtOnce(literals: Literals): (text: string) => string {
  const steps = new Uint8Array(tableSize).fill(maxStep)
  const alike = new Map<string, number[]>()
  for (const literal of literals.keys()) {
    for (let end = block - 1; end < minLiteralLength; end += 1) {
      const at = blockAt(literal, end)
      steps[at] = Math.min(steps[at] ?? 0, minLiteralLength - 1 - end)
    }
    const start = literal.slice(0, minLiteralLength)
    const lengths = alike.get(start) // longest first, as in the map
    if (lengths === undefined) alike.set(start, [literal.length])
    else if (lengths.at(-1) !== literal.length) lengths.push(literal.length)
  }
  const literalAt = (text: string, at: number): string | undefined => {
    const lengths = alike.get(text.slice(at, at + minLiteralLength))
    const length = lengths?.find((each) => literals.has(text.slice(at, at + each)))
    return length === undefined ? undefined : text.slice(at, at + length)
  }
  return (text) => {
    let clean = ''
    let copied = 0
    let end = minLiteralLength - 1
    while (end < text.length) {
      const step = steps[blockAt(text, end)] ?? 1
      if (step > 0) {
        end += step
        continue
      }
      const at = end - minLiteralLength + 1
      const found = at < copied ? undefined : literalAt(text, at)
      if (found === undefined) {
        end += 1
        continue
      }
      clean += text.slice(copied, at) + (literals.get(found) ?? '')
      copied = at + found.length
      end = copied + minLiteralLength - 1
    }
    return copied === 0 ? text : clean + text.slice(copied)
  }
}

/** Returns a hash of the three characters that end here. */
function blockAt(text: string, end: number): number {
  return (
    (text.charCodeAt(end - 2) * 1009 + text.charCodeAt(end - 1) * 31 + text.charCodeAt(end) * 4099) & (tableSize - 1)
  )
}
