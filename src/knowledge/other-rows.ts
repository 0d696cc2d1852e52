import type { Difference } from '../model/difference.js'
import { groupedBy } from '../base/grouped.js'

/** Where a difference stands in a list: which list, which item of it, and where in that item. */
interface Place {
  readonly list: string
  readonly item: string
  readonly inside: string
}

interface Placed {
  readonly difference: Difference
  readonly place: Place
}

/** Minimum number of replaced rows, because a single one says little about the order. */
const minRows = 2

/**
 * Returns the differences that mean no more than rows in another order, or the same number of rows with some of them replaced, as happens
 * when LIMIT cuts among rows that sort alike. In nested lists the outermost one counts.
 */
export function otherRowsIn(differences: readonly Difference[]): Difference[] {
  const bodies = differences.filter(({ part }) => part === 'body')
  const wholeLists = bodies.filter(isOrderOfAll)
  return [...wholeLists, ...rowsAtDepth(bodies, 0, new Set(wholeLists.map(({ path }) => path)))]
}

/**
 * Returns a function that is true for a difference inside a list whose rows are others in `own`: legacy's own disagreement with control.
 * Such a list is drawn anew for each request, so that nothing in it can be compared. A list that only moves still shows what it lost.
 */
export function inListsOf(own: readonly Difference[]): (difference: Difference) => boolean {
  const lists = new Set(
    otherRowsIn(own)
      .filter(({ kind }) => kind !== 'order')
      .map(listOf),
  )
  return (difference) => lists.has(listOf(difference)) || placesOf(difference).some(({ list }) => lists.has(list))
}

/** Returns the outermost list of a difference; its own path if it is about the order of a whole list. */
function listOf(difference: Difference): string {
  return placesOf(difference)[0]?.list ?? difference.path
}

function rowsAtDepth(differences: readonly Difference[], depth: number, reordered: ReadonlySet<string>): Difference[] {
  const placed = differences.flatMap((difference) => {
    const place = placesOf(difference)[depth]
    return place === undefined ? [] : [{ difference, place }]
  })
  return [...groupedBy(placed, ({ place }) => place.list)].flatMap(([list, members]) => {
    const rows = otherRowsOf(members, reordered.has(list))
    const rest = members.map(({ difference }) => difference).filter((difference) => !rows.includes(difference))
    return [...rows, ...rowsAtDepth(rest, depth + 1, reordered)]
  })
}

function otherRowsOf(members: readonly Placed[], isReordered: boolean): Difference[] {
  const whole = members.filter(isWholeRow).map(({ difference }) => difference)
  const count = (kind: Difference['kind']): number => whole.filter((one) => one.kind === kind).length
  const inner = groupedBy(
    members.filter((member) => !isWholeRow(member)),
    ({ place }) => place.item,
  )
  const others = [...inner.values()].filter(isAnotherRow)
  // If the lists differ in length, rows were lost or added, and that has another reason.
  if (count('missing') !== count('added')) return []
  if (!isReordered && count('order') === 0 && others.length + count('missing') < minRows) return []
  return [...whole, ...others.flat().map(({ difference }) => difference)]
}

/** True when the difference is about the row as a whole. The kind is checked too, because the row's own text has the same place. */
function isWholeRow({ difference: { kind }, place }: Placed): boolean {
  return place.inside === '' && (kind === 'missing' || kind === 'added' || kind === 'order')
}

/** True when the row's address or id changed, and something else in the row with it. */
function isAnotherRow(row: readonly Placed[]): boolean {
  return row.some(namesAnother) && !row.every(({ place }) => isName(place.inside))
}

function namesAnother({ difference: { kind, legacy, candidate }, place }: Placed): boolean {
  if (kind !== 'value' || legacy === undefined || candidate === undefined) return false
  return isName(place.inside) && stemOf(legacy) === stemOf(candidate) && isFilled(legacy) && isFilled(candidate)
}

function isName(inside: string): boolean {
  return /\[(?:href|src|id|value|data-[\w-]+)\]$|\.(?:id|uuid|slug|sku|code|ref|reference)$/.test(inside)
}

/** Returns what comes before the part that tells rows apart: `/c?id=` of `/c?id=5`. */
function stemOf(value: string): string {
  return value.slice(0, value.length - lastPartOf(value).length)
}

function isFilled(value: string): boolean {
  return lastPartOf(value) !== ''
}

function lastPartOf(value: string): string {
  return /[^/=?&#]*$/.exec(value)?.[0] ?? ''
}

/** Returns the place in each list that holds the difference, outermost first. */
function placesOf(difference: Difference): Place[] {
  if (isOrderOfAll(difference)) return []
  const { path } = difference
  const items = path.startsWith('$') ? itemsOfJson : itemsOfPage
  return [...path.matchAll(items)].map((found) => ({
    list: path.slice(0, found.index),
    item: found[0],
    inside: path.slice(found.index + found[0].length),
  }))
}

const itemsOfJson = /\[\d+\]/g
/** Matches `#c5` too, because a row that has an id is named by it: `ul > li#c5`. */
const itemsOfPage = /:nth-of-type\(\d+\)|#[^>\s[:]+/g

/**
 * True when the order of a whole list changed. For a single element that moved, both values are the same. In a page the first elements must
 * have the same tag, else it is not a list.
 */
function isOrderOfAll({ kind, legacy, candidate }: Difference): boolean {
  return kind === 'order' && legacy !== candidate && firstTag(legacy) === firstTag(candidate)
}

function firstTag(text: string | undefined): string | undefined {
  return /^<[\w:-]+/.exec(text ?? '')?.[0]
}
