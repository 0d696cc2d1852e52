import { sameJson } from './json-text.js'
import type { TablePlan } from './plan.js'
import type { Key } from './range.js'
import type { KeyedReader } from './reader.js'

/** Names of the columns that differ, by the row; none for a row that is the same on both sides, or no longer there. */
export async function changedColumns(
  readers: { readonly legacy: KeyedReader; readonly candidate: KeyedReader },
  { columns, json }: TablePlan,
  keys: readonly Key[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const [legacy, candidate] = await Promise.all([readers.legacy.details(keys), readers.candidate.details(keys)])
  return new Map(
    [...legacy].map(([name, values]) => {
      const others = candidate.get(name) ?? values
      const same = (column: string, at: number): boolean => {
        const [one, other] = [values[at] ?? null, others[at] ?? null]
        return json.has(column) ? sameJson(one, other) : one === other
      }
      return [name, columns.filter((column, at) => !same(column, at))]
    }),
  )
}
