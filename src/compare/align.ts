import { diffArrays } from 'diff'

/** One piece of two aligned lists: `both` holds equal pairs, `one` and `other` hold what only one side has. */
export interface Stretch<Item> {
  readonly both?: readonly (readonly [Item, Item])[]
  readonly one: readonly Item[]
  readonly other: readonly Item[]
}

/** Number of edits past which the lists come back as one unaligned stretch: coarser, but never slow. */
const usualEdits = 400

export interface Alignment {
  /** True to start from the other list, so that two lists align the same way whichever is given first. */
  readonly turned: boolean
  readonly maxEdits?: number
}

/** Aligns two lists by the names that `nameOf` gives their items (Myers' diff). */
export function align<Item>(
  one: readonly Item[],
  other: readonly Item[],
  nameOf: (item: Item) => string,
  { turned, maxEdits = usualEdits }: Alignment,
): Stretch<Item>[] {
  const [first, second] = turned ? [other, one] : [one, other]
  const changes = diffArrays(first.map(nameOf), second.map(nameOf), { maxEditLength: maxEdits })
  if (changes === undefined) return [{ one, other }]
  const stretches: Stretch<Item>[] = []
  let [atOne, atOther] = [0, 0]
  let open: { one: Item[]; other: Item[] } | undefined
  for (const { value, added, removed } of changes) {
    if (added || removed) {
      open ??= { one: [], other: [] }
      if (removed !== turned) open.one.push(...one.slice(atOne, (atOne += value.length)))
      else open.other.push(...other.slice(atOther, (atOther += value.length)))
      continue
    }
    if (open !== undefined) stretches.push(open)
    open = undefined
    const from = [atOne, atOther] as const
    const pairs = value.map((_, index) => [one[from[0] + index], other[from[1] + index]] as [Item, Item])
    stretches.push({ both: pairs, one: [], other: [] })
    atOne += value.length
    atOther += value.length
  }
  if (open !== undefined) stretches.push(open)
  return stretches
}

/** True when both lists hold the same items in another order. */
export function sameInOtherOrder(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length || one.every((name, index) => name === other[index])) return false
  const counts = new Map<string, number>()
  for (const name of one) counts.set(name, (counts.get(name) ?? 0) + 1)
  for (const name of other) {
    const left = counts.get(name) ?? 0
    if (left === 0) return false
    counts.set(name, left - 1)
  }
  return true
}
