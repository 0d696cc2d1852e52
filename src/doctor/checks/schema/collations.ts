import { check, over, type Found } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import { charsetName, sameCharset } from '../../charsets.js'
import type { Column } from '../../facts.js'
import { groupedBy } from '../../../base/grouped.js'

export const tableCollations = check({
  id: 'table-collation',
  asks: 'Which tables have another default collation?',
  why: 'Columns that are added later get it, beside columns that have another.',
  fix: 'ALTER TABLE … DEFAULT COLLATE … on the candidate.',
  source: 'MySQL Reference Manual, "Table Character Set and Collation"',
  legacy: ['tables'],
  candidate: ['tables'],
  judge(legacy, candidate) {
    const after = new Map(candidate.tables.map(({ name, collation }) => [name, collation]))
    const changed = legacy.tables.map(({ name, collation }) => ({ place: name, from: collation, to: after.get(name) }))
    return byChange(changed, 'table', 'info')
  },
})

export const columnCollations = check({
  id: 'column-collation',
  foretells: ['mysql-illegal-mix', 'mysql-rows-order'],
  asks: 'Which columns have another charset or collation?',
  why: 'What is equal, unique and in which order follows the collation: ß and ss, spaces at the end, emoji, accents. Rows, duplicates (1062) and joins (1267) change.',
  fix: 'ALTER TABLE … CONVERT TO CHARACTER SET … COLLATE as on legacy, or convert all tables together and look at their unique keys.',
  source: 'MySQL Reference Manual, "Column Character Set and Collation"',
  legacy: ['columns'],
  candidate: ['columns'],
  judge(legacy, candidate) {
    const after = new Map(candidate.columns.map((column) => [placeOf(column), column.collation]))
    const changed = legacy.columns
      .filter(({ collation }) => collation !== '')
      .map((column) => ({ place: placeOf(column), from: column.collation, to: after.get(placeOf(column)) }))
    return byChange(changed, 'column', 'warning')
  },
})

interface Change {
  readonly place: string
  readonly from: string
  /** Undefined or empty when there is nothing to compare with. */
  readonly to: string | undefined
}

/** Returns one row for each pair of collations. */
function byChange(changes: readonly Change[], noun: string, severity: Found['severity']): Found[] {
  const other = changes.filter((change): change is Change & { readonly to: string } =>
    Boolean(change.to && !sameCharset(change.from, change.to)),
  )
  const groups = groupedBy(other, ({ from, to }) => `${charsetName(from)} ${charsetName(to)}`)
  return [...groups.values()].map((group) => ({
    severity,
    what: `${counted(group.length, noun)} with another collation`,
    legacy: group[0]?.from ?? '',
    candidate: group[0]?.to ?? '',
    places: group.map(({ place }) => place),
  }))
}

export const mixedCollations = check({
  id: 'mixed-collations',
  foretells: ['mysql-illegal-mix'],
  asks: 'Which columns of one name have one collation on legacy and several on the candidate?',
  why: 'Columns that are joined mostly have the same name. With two collations of one charset a join fails: "Illegal mix of collations" (1267).',
  fix: 'Convert these tables together, to one collation.',
  source: 'MySQL Reference Manual, "Collation Coercibility in Expressions"',
  legacy: ['columns'],
  candidate: ['columns'],
  judge(legacy, candidate) {
    const [before, after] = [collationsByName(legacy.columns), collationsByName(candidate.columns)]
    const mixed = [...after].filter(
      ([name, collations]) => (before.get(name)?.size ?? 0) === 1 && mixesOneCharset(collations),
    )
    const names = new Set(mixed.map(([name]) => name))
    const places = candidate.columns.filter((column) => names.has(nameOf(column)) && column.collation !== '')
    const all = [...new Set(mixed.flatMap(([, collations]) => [...collations]))].sort()
    return over(
      places.map((column) => `${placeOf(column)} (${column.collation})`),
      () => ({
        severity: 'warning',
        what: `${counted(mixed.length, 'name')} of columns with a mix of collations`,
        legacy: 'one collation for each',
        candidate: all.join(', '),
      }),
    )
  },
})

function collationsByName(columns: readonly Column[]): Map<string, Set<string>> {
  const byName = new Map<string, Set<string>>()
  for (const column of columns) {
    if (column.collation === '') continue
    const collations = byName.get(nameOf(column)) ?? new Set()
    byName.set(nameOf(column), collations.add(charsetName(column.collation)))
  }
  return byName
}

/** True when two of the collations share a charset; between two charsets MySQL converts, which is slow but no error. */
function mixesOneCharset(collations: ReadonlySet<string>): boolean {
  const charsets = [...collations].map((collation) => collation.split('_', 1)[0])
  return new Set(charsets).size < collations.size
}

const nameOf = ({ name }: Column): string => name.toLowerCase()
const placeOf = ({ table, name }: Column): string => `${table}.${name}`
