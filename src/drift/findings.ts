import type { DriftedRow, TableDrift } from './model.js'
import { changedColumns } from './changed-columns.js'
import type { Step } from './narrow.js'
import type { TablePlan } from './plan.js'
import type { KeyedReader } from './reader.js'
import { nameOfKey, type RowDifference } from './rows.js'

export type Found = Pick<
  TableDrift,
  'legacyRows' | 'candidateRows' | 'missing' | 'extra' | 'changed' | 'exact' | 'rows'
>

/** Adds up the steps of a table's walk: counts, and the first differing rows with their columns. */
export interface Findings {
  add(step: Step): Promise<void>
  readonly found: () => Found
  /** Differing rows so far. */
  readonly count: () => number
}

/** Starts with no step added. @param listed Max differing rows that are listed. */
export function findings(
  readers: { readonly legacy: KeyedReader; readonly candidate: KeyedReader },
  plan: TablePlan,
  listed: number,
): Findings {
  const counts = { missing: 0, extra: 0, changed: 0 }
  const rows: DriftedRow[] = []
  let [legacyRows, candidateRows, exact] = [0, 0, true]

  const columnsOf = async (differences: readonly RowDifference[]): Promise<ReadonlyMap<string, readonly string[]>> => {
    const changed = differences.filter(({ what }) => what === 'changed')
    // With JSON, every row is asked about: its hash also differs when the servers merely write the same document differently.
    const asked = plan.json.size > 0 ? changed : changed.slice(0, Math.max(0, listed - rows.length))
    return changedColumns(
      readers,
      plan,
      asked.map(({ key }) => key),
    )
  }
  return {
    async add(step) {
      legacyRows += step.legacyRows
      candidateRows += step.candidateRows
      if (step.unexamined === true) exact = false
      const columns = await columnsOf(step.differences)
      for (const { key, what } of step.differences) {
        const ofRow = columns.get(nameOfKey(key))
        if (ofRow?.length === 0) continue // no difference on closer examination
        counts[what] += 1
        if (rows.length >= listed) continue
        const named = Object.fromEntries(plan.key.map((name, at) => [name, key[at] ?? '']))
        rows.push({ key: named, what, ...(ofRow === undefined ? {} : { columns: ofRow }) })
      }
    },
    found: () => ({ legacyRows, candidateRows, ...counts, exact, rows }),
    count: () => counts.missing + counts.extra + counts.changed,
  }
}
