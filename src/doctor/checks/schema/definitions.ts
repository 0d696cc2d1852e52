import { check, over } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import type { Column, Index } from '../../facts.js'

export const columnDefinitions = check({
  id: 'column-definition',
  asks: 'Which columns have another type, default, NULL or ON UPDATE?',
  why: 'Values are cut, rounded, refused or filled in another way: a TIMESTAMP without its default stays NULL, a shorter VARCHAR fails with 1406.',
  fix: 'ALTER TABLE … MODIFY on the candidate, as on legacy.',
  source:
    'MySQL Reference Manual, "Data Type Default Values", "Automatic Initialization and Updating for TIMESTAMP and DATETIME"',
  legacy: ['columns'],
  candidate: ['columns'],
  judge(legacy, candidate) {
    const after = new Map(candidate.columns.map((column) => [placeOf(column), column]))
    const changed = legacy.columns.flatMap((column) => {
      const other = after.get(placeOf(column))
      if (other === undefined) return []
      const [from, to] = [definitionOf(column), definitionOf(other)]
      return from === to ? [] : [{ place: placeOf(column), from, to }]
    })
    const [first] = changed
    if (changed.length === 1 && first !== undefined)
      return [
        {
          severity: 'warning',
          what: `${first.place} is defined in another way`,
          legacy: first.from,
          candidate: first.to,
          places: [first.place],
        },
      ]
    return over(
      changed.map(({ place, from, to }) => `${place}: ${from} → ${to}`),
      (count) => ({
        severity: 'warning',
        what: `${counted(count, 'column')} defined in another way`,
        legacy: 'see places',
        candidate: 'see places',
      }),
    )
  },
})

/** Returns a column's definition as both servers would write it: without display widths of integers, which 8.0.19 stopped showing. */
function definitionOf({ type, nullable, default: value, extra }: Column): string {
  const plainType = type.replace(
    /\b((?:tiny|small|medium|big)?int)\((\d+)\)(?! zerofill)/,
    (whole, name: string, width) => (name === 'tinyint' && width === '1' ? whole : name),
  )
  const shownDefault = value === undefined ? '' : ` default ${plainDefault(value)}`
  const update = /on update current_timestamp(?:\(\d*\))?/.exec(extra)?.[0].replace('()', '') ?? ''
  const rest = extra.includes('auto_increment') ? ' auto_increment' : ''
  const yearless = plainType.replace(/^year\(4\)$/, 'year')
  return `${yearless}${nullable ? '' : ' not null'}${shownDefault}${update === '' ? '' : ` ${update}`}${rest}`
}

/** Returns a default value under one name: CURRENT_TIMESTAMP has several, some with parentheses. */
function plainDefault(value: string): string {
  const plain = value.toLowerCase().replace('()', '')
  return plain === 'current_timestamp' || plain === 'now' ? 'current_timestamp' : value
}

export const missingIndexes = check({
  id: 'missing-indexes',
  asks: 'Which indexes of tables that both have does the candidate lack?',
  why: 'Without an index a lookup reads the whole table; without a unique one duplicates come in.',
  fix: 'ALTER TABLE … ADD INDEX on the candidate, as on legacy.',
  source: 'MySQL Reference Manual, "Optimization and Indexes"',
  legacy: ['indexes'],
  candidate: ['indexes', 'tables'],
  judge(legacy, { indexes, tables }) {
    const there = new Set(tables.map(({ name }) => name))
    const known = new Set(indexes.map(shapeOf))
    const missing = legacy.indexes.filter((index) => there.has(index.table) && !known.has(shapeOf(index)))
    const places = (unique: boolean): string[] =>
      missing
        .filter((index) => index.unique === unique)
        .map(({ table, name, columns }) => `${table}.${name} (${columns.map((column) => column.name).join(', ')})`)
    return [
      ...over(places(true), (count) => ({
        severity: 'blocker',
        what: `${counted(count, 'unique key')} missing on the candidate`,
        legacy: 'there',
        candidate: 'missing',
      })),
      ...over(places(false), (count) => ({
        severity: 'warning',
        what: `${counted(count, 'index', 'indexes')} missing on the candidate`,
        legacy: 'there',
        candidate: 'missing',
      })),
    ]
  },
})

/** Returns a key for what an index does, regardless of its name. */
function shapeOf({ table, unique, columns }: Index): string {
  return JSON.stringify([table, unique, columns.map(({ name, characters }) => [name.toLowerCase(), characters ?? 0])])
}

function placeOf({ table, name }: Column): string {
  return `${table}.${name}`.toLowerCase()
}
