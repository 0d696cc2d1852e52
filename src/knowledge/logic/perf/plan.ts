import type { Plans, PlanStep } from '../../measurement.js'

/** Returns a plan for people: one line per table, in the order in which the server visits them. */
export function planInWords(plan: readonly PlanStep[]): string[] {
  return plan.map(({ table, access, key, rows, extra }) => {
    const how = accessWords[access] ?? 'finds its rows'
    const by = key === null ? 'no index' : `index ${key}`
    const about = rows === null ? '' : `, about ${rows} row${rows === 1 ? '' : 's'}`
    return `${table}: ${how} (${access}), ${by}${about}${extra === '' ? '' : `; ${extra}`}`
  })
}

/** True when the servers visit the tables in another order or find their rows in another way. Estimates and remarks do not count. */
export function plansDiffer({ legacy, candidate }: Plans): boolean {
  const shape = (plan: readonly PlanStep[]): string =>
    plan.map(({ table, access, key }) => `${table} ${access} ${key ?? ''}`).join('\n')
  return shape(legacy) !== shape(candidate)
}

/** The join types of the MySQL 8.0 Reference Manual, "EXPLAIN Output Format", in words. */
const accessWords: Readonly<Record<string, string>> = {
  ALL: 'reads every row',
  index: 'reads a whole index',
  range: 'reads a part of an index',
  ref: 'looks its rows up',
  eq_ref: 'looks one row up',
  const: 'is one row',
  index_merge: 'merges indexes',
}
