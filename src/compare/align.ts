import { diffArrays } from 'diff'

/** One piece of two lists laid side by side; `both` pieces are equal, `one` and `other` stand on one side only. */
export interface Stretch<Item> {
  readonly both?: readonly (readonly [Item, Item])[]
  readonly one: readonly Item[]
  readonly other: readonly Item[]
}

/** Past so many edits the lists are laid side by side by position: coarser, but never slow. */
const mostEdits = 400

/** Lays two lists side by side by what their items are (Myers' diff over the names that `nameOf` gives). */
export function align<Item>(
  one: readonly Item[],
  other: readonly Item[],
  nameOf: (item: Item) => string,
): Stretch<Item>[] {
  const changes = diffArrays(one.map(nameOf), other.map(nameOf), { maxEditLength: mostEdits })
  if (changes === undefined) return [{ one, other }]
  const stretches: Stretch<Item>[] = []
  let [atOne, atOther] = [0, 0]
  let open: { one: Item[]; other: Item[] } | undefined
  for (const { value, added, removed } of changes) {
    if (added || removed) {
      open ??= { one: [], other: [] }
      if (removed) open.one.push(...one.slice(atOne, (atOne += value.length)))
      else open.other.push(...other.slice(atOther, (atOther += value.length)))
      continue
    }
    if (open !== undefined) stretches.push(open)
    open = undefined
    const pairs = value.map((_, index) => [one[atOne + index], other[atOther + index]] as [Item, Item])
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
  const sorted = [...other].sort()
  return [...one].sort().every((name, index) => name === sorted[index])
}
