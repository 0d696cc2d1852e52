import type { Plans, PlanStep } from '../../measurement.js'

/** A plan as a person reads it: a line a table, in the order in which the server visits them. */
export function planInWords(plan: readonly PlanStep[]): string[] {
  return plan.map(({ table, access, key, rows, extra }) => {
    const how = accessWords[access] ?? 'finds its rows'
    const by = key === null ? 'no index' : `index ${key}`
    const about = rows === null ? '' : `, about ${rows} row${rows === 1 ? '' : 's'}`
    return `${table}: ${how} (${access}), ${by}${about}${extra === '' ? '' : `; ${extra}`}`
  })
}

/** The servers visit other tables first, or find their rows another way. Estimates and remarks are no plan. */
export function plansDiffer({ legacy, candidate }: Plans): boolean {
  const shape = (plan: readonly PlanStep[]): string =>
    plan.map(({ table, access, key }) => `${table} ${access} ${key ?? ''}`).join('\n')
  return shape(legacy) !== shape(candidate)
}

/** MySQL 8.0 Reference Manual, "EXPLAIN Output Format": the join types. */
const accessWords: Readonly<Record<string, string>> = {
  ALL: 'reads every row',
  index: 'reads a whole index',
  range: 'reads a part of an index',
  ref: 'looks its rows up',
  eq_ref: 'looks one row up',
  const: 'is one row',
  index_merge: 'merges indexes',
}
