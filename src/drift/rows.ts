import type { DriftedRow } from './model.js'
import type { Key } from './range.js'

/** Rows of one side: the hash of each by its key. */
export type RowHashes = ReadonlyMap<string, string>

/** A row that differs, with its key in the order of the key's columns. */
export interface RowDifference {
  readonly key: Key
  readonly what: DriftedRow['what']
}

/** A key as the name of its row: values may hold anything, so they are told apart as JSON tells them. */
export function nameOfKey(key: Key): string {
  return JSON.stringify(key)
}

export function keyOfName(name: string): Key {
  return JSON.parse(name) as Key
}

/** What differs between the same rows of both sides. */
export function differencesOf(legacy: RowHashes, candidate: RowHashes): RowDifference[] {
  return [...missingOrChanged(legacy, candidate), ...extra(legacy, candidate)]
}

/** Rows of legacy that the candidate lacks or has otherwise. */
export function missingOrChanged(legacy: RowHashes, candidate: RowHashes): RowDifference[] {
  const found: RowDifference[] = []
  for (const [name, hash] of legacy) {
    const other = candidate.get(name)
    if (other !== hash) found.push({ key: keyOfName(name), what: other === undefined ? 'missing' : 'changed' })
  }
  return found
}

/** Rows that only the candidate has. */
export function extra(legacy: RowHashes, candidate: RowHashes): RowDifference[] {
  return [...candidate.keys()]
    .filter((name) => !legacy.has(name))
    .map((name) => ({ key: keyOfName(name), what: 'extra' }))
}
