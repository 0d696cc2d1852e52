import { diffArrays } from 'diff'

/** One piece of two lists laid side by side; `both` pieces are equal, `one` and `other` stand on one side only. */
export interface Stretch<Item> {
  readonly both?: readonly (readonly [Item, Item])[]
  readonly one: readonly Item[]
  readonly other: readonly Item[]
}

/** Past so many edits the lists are laid side by side by position: coarser, but never slow. */
const usualEdits = 400

export interface Alignment {
  /** Begin with the other list: the same two lists are laid side by side alike, whichever is given first. */
  readonly turned: boolean
  readonly maxEdits?: number
}

/** Lays two lists side by side by what their items are (Myers' diff over the names that `nameOf` gives). */
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
