import { sameJson } from './json-text.js'
import { leafRows } from './narrow.js'
import type { TablePlan } from './plan.js'
import type { Key } from './range.js'
import type { KeyedReader } from './reader.js'

interface Readers {
  readonly legacy: KeyedReader
  readonly candidate: KeyedReader
}

/**
 * Returns the names of the columns that differ, by row: none for a row that is the same by now or gone from the candidate. A row that
 * is gone from legacy has no entry.
 */
export async function changedColumns(
  readers: Readers,
  plan: TablePlan,
  keys: readonly Key[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const changed = new Map<string, readonly string[]>()
  for (let at = 0; at < keys.length; at += leafRows)
    for (const [name, columns] of await changedInFew(readers, plan, keys.slice(at, at + leafRows)))
      changed.set(name, columns)
  return changed
}

async function changedInFew(
  readers: Readers,
  { columns, json }: TablePlan,
  keys: readonly Key[],
): Promise<[name: string, columns: readonly string[]][]> {
  const [legacy, candidate] = await Promise.all([readers.legacy.details(keys), readers.candidate.details(keys)])
  return [...legacy].map(([name, values]) => {
    const others = candidate.get(name) ?? values
    const same = (column: string, at: number): boolean => {
      const [one, other] = [values[at] ?? null, others[at] ?? null]
      return json.has(column) ? sameJson(one, other) : one === other
    }
    return [name, columns.filter((column, at) => !same(column, at))]
  })
}
