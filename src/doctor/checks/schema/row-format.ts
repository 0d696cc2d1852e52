import { check, over } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import type { Column, Index, Table } from '../../facts.js'

export const rowFormat = check({
  id: 'row-format',
  asks: 'Which InnoDB tables have an old row format, COMPACT or REDUNDANT?',
  why: 'An index over more than 767 bytes, as VARCHAR(255) in utf8mb4, fails with 1071 there; FIXED and odd KEY_BLOCK_SIZEs fail under innodb_strict_mode (1031).',
  fix: 'ALTER TABLE … ROW_FORMAT=DYNAMIC, the default since 5.7.9.',
  source: 'MySQL Reference Manual, "InnoDB Row Formats"',
  legacy: ['tables'],
  candidate: ['variables'],
  judge({ tables }, { variables }) {
    const usual = (variables.get('innodb_default_row_format') ?? 'dynamic').toLowerCase()
    const old = tables.filter(
      ({ engine, rowFormat: format }) =>
        /^innodb$/i.test(engine) && /^(?:compact|redundant)$/i.test(format) && format.toLowerCase() !== usual,
    )
    return over(
      old.map(({ name }) => name),
      (count) => ({
        severity: 'info',
        what: `${counted(count, 'table')} in an old row format`,
        legacy: [...new Set(old.map(({ rowFormat: format }) => format))].sort().join(', '),
        candidate: `${usual} by default`,
      }),
    )
  },
})

/** Max bytes of one column in an index, by row format. */
const maxBytes = { old: 767, dynamic: 3072 }

/** Max bytes of a character in utf8mb4. */
const widest = 4

export const indexLength = check({
  id: 'index-length',
  asks: 'Which indexes would be too long once their columns are utf8mb4?',
  why: 'A column of an InnoDB index holds 3072 bytes, 767 in the formats COMPACT and REDUNDANT: CONVERT TO CHARACTER SET utf8mb4 fails with 1071.',
  fix: 'Index a prefix (col(191)), shorten the column, or ALTER TABLE … ROW_FORMAT=DYNAMIC first.',
  source: 'MySQL Reference Manual, "InnoDB Limits"',
  legacy: ['tables', 'columns', 'indexes'],
  candidate: ['variables'],
  judge({ tables, columns, indexes }, { variables }) {
    if (variables.get('character_set_server') !== 'utf8mb4') return []
    const tableOf = new Map(tables.map((table) => [table.name, table]))
    const columnOf = new Map(columns.map((column) => [`${column.table}.${column.name}`, column]))
    const long = indexes.filter((index) => tooLong(index, tableOf.get(index.table), columnOf))
    return over(
      long.map(({ table, name }) => `${table}.${name}`),
      (count) => ({
        severity: 'warning',
        what: `${counted(count, 'index', 'indexes')} too long for utf8mb4`,
        legacy: 'fits in its charset',
        candidate: 'refused when converted',
      }),
    )
  },
})

function tooLong(index: Index, table: Table | undefined, columnOf: ReadonlyMap<string, Column>): boolean {
  if (table === undefined || !/^innodb$/i.test(table.engine)) return false
  const max = /^(?:compact|redundant)$/i.test(table.rowFormat) ? maxBytes.old : maxBytes.dynamic
  return index.columns.some(({ name, characters }) => {
    const column = columnOf.get(`${index.table}.${name}`)
    if (column === undefined || column.charset === '' || column.charset === 'utf8mb4') return false
    const length = characters ?? Number(/^(?:var)?char\((\d+)\)/.exec(column.type)?.[1] ?? 0)
    return length * widest > max
  })
}
