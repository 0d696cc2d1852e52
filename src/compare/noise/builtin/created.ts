import type { Difference } from '../../../model/difference.js'
import type { MadeValue } from '../../../model/made-value.js'
import { maxKeptLength } from '../../comparator.js'

/** The two names that the legs gave one record, which the session created on both. */
export interface CreatedPair {
  readonly legacy: string
  readonly candidate: string
}

/** Pairs the records that both legs created at the same place of the same answer under different names. */
export function createdPairs(
  legacy: readonly MadeValue[] | undefined,
  candidate: readonly MadeValue[] | undefined,
): CreatedPair[] {
  if (legacy === undefined || candidate === undefined) return []
  const candidates = new Map(candidate.map(({ key, value }) => [key, value]))
  const pairs = new Map<string, CreatedPair>()
  for (const { key, value } of legacy) {
    const other = candidates.get(key)
    if (other !== undefined && other !== value && sameForm(value, other))
      pairs.set(`${value} ${other}`, { legacy: value, candidate: other })
  }
  return [...pairs.values()]
}

/** True when both are counters or both drawn at random: with digits masked they read the same. A number against a word is a difference. */
function sameForm(one: string, other: string): boolean {
  const form = (value: string): string => (drawn.test(value) ? `drawn ${value.length}` : value.replace(/\d+/g, '0'))
  return form(one) === form(other)
}

/** UUIDs and other long hexadecimal numbers. */
const drawn = /^(?=.*\d)[\da-f-]{12,}$/i

/**
 * True when two values differ only in ids of records that this session created on each leg, where each side shows its own id of the same pair
 * as a whole word. Any other number stays a difference.
 */
export function differsOnlyInCreated(
  { kind, legacy, candidate }: Difference,
  created: readonly CreatedPair[],
): boolean {
  if (kind !== 'value' || legacy === undefined || candidate === undefined || created.length === 0) return false
  // Values that were cut may differ in the parts left out.
  if (Math.max(legacy.length, candidate.length) >= maxKeptLength - 2) return false
  let [at, other] = [0, 0]
  while (at < legacy.length && other < candidate.length) {
    const pair = created.find((each) => isWord(legacy, at, each.legacy) && isWord(candidate, other, each.candidate))
    if (pair === undefined && legacy[at] !== candidate[other]) return false
    at += pair?.legacy.length ?? 1
    other += pair?.candidate.length ?? 1
  }
  return at === legacy.length && other === candidate.length
}

/** True when the whole word stands there: 7 is part of neither 17 nor 7.50. */
function isWord(text: string, at: number, word: string): boolean {
  if (!text.startsWith(word, at)) return false
  const before = text.slice(Math.max(0, at - 2), at)
  const after = text.slice(at + word.length, at + word.length + 2)
  return !/(?:[\p{L}\p{N}_]|\d[.,])$/u.test(before) && !/^(?:[\p{L}\p{N}_]|[.,]\d)/u.test(after)
}
