import type { DriftedRow } from './model.js'
import type { Key } from './range.js'

/** Hash of each row of one side, by the name of its key (see `nameOfKey`). */
export type RowHashes = ReadonlyMap<string, string>

/** A row that differs, with its key in the order of the key's columns. */
export interface RowDifference {
  readonly key: Key
  readonly what: DriftedRow['what']
}

/** Returns a key as one string that names its row; JSON keeps keys distinct, whatever their values contain. */
export function nameOfKey(key: Key): string {
  return JSON.stringify(key)
}

export function keyOfName(name: string): Key {
  return JSON.parse(name) as Key
}

/** Returns what differs between the rows of one range on both sides. */
export function differencesOf(legacy: RowHashes, candidate: RowHashes): RowDifference[] {
  return [...missingOrChanged(legacy, candidate), ...extra(legacy, candidate)]
}

/** Returns the rows of legacy that the candidate lacks or has with other values. */
export function missingOrChanged(legacy: RowHashes, candidate: RowHashes): RowDifference[] {
  const found: RowDifference[] = []
  for (const [name, hash] of legacy) {
    const other = candidate.get(name)
    if (other !== hash) found.push({ key: keyOfName(name), what: other === undefined ? 'missing' : 'changed' })
  }
  return found
}

/** Returns the rows that only the candidate has. */
export function extra(legacy: RowHashes, candidate: RowHashes): RowDifference[] {
  return [...candidate.keys()]
    .filter((name) => !legacy.has(name))
    .map((name) => ({ key: keyOfName(name), what: 'extra' }))
}
