import { memoized } from '../base/bounded.js'
import type { Concealer } from './concealer.js'
import { spellingsOf } from './spellings.js'

/** Texts to hide wherever they stand, by what is put in their place. None is shorter than `minLiteralLength`. */
export type Literals = ReadonlyMap<string, string>

/** Shorter values are not replaced where they stand in running text: `a=1` as a cookie would blank every 1 of a page. */
export const minLiteralLength = 6

/** Searching for each costs more than searching once for all from so many characters times literals on. */
const worthATable = 4000

/** Secrets with their spellings. */
export function literalsOf(secrets: Iterable<string>, conceal: Concealer): Literals {
  const found: [string, string][] = []
  for (const secret of secrets) {
    if (secret === '') continue
    const hidden = conceal(secret)
    for (const spelling of rememberedSpellings(secret)) found.push([spelling, hidden])
  }
  // The longest first, so that none hides in another.
  return new Map(found.sort(([one], [other]) => other.length - one.length))
}

/** The cookies of a session come with each of its requests. */
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

/** Characters that are looked at together. */
const block = 3
const tableSize = 1 << 14
const maxStep = minLiteralLength - block + 1

/**
 * In one pass that looks at every fourth place of most texts (Wu and Manber, 1994): a table says for three characters how far away the
 * end of a literal's first characters is at least.
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
    const lengths = alike.get(start) // the longest first, as in the map
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

/** A number for the three characters that end here. */
function blockAt(text: string, end: number): number {
  return (
    (text.charCodeAt(end - 2) * 1009 + text.charCodeAt(end - 1) * 31 + text.charCodeAt(end) * 4099) & (tableSize - 1)
  )
}
