import type { DatabaseSession, TextRow } from '../probe/session.js'
import type { Column } from './columns.js'
import type { Table, UniqueKey } from './plan.js'

/**
 * Limit on reading the catalogue, in milliseconds. The limit on statements is meant for reading rows: when it is too short for a table,
 * that table must report it, rather than the check ending before its first table.
 * https://dev.mysql.com/doc/refman/5.7/en/optimizer-hints.html#optimizer-hints-execution-time
 */
const catalogueLimit = '/*+ MAX_EXECUTION_TIME(30000) */'

/** Returns the names of the tables that the user may read, without views, in alphabetical order. */
export async function tableNames(session: DatabaseSession): Promise<string[]> {
  const rows = await session.rows(
    `SELECT ${catalogueLimit} TABLE_NAME AS name FROM information_schema.TABLES
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'`,
  )
  return rows.map(({ name }) => name ?? '').sort((a, b) => (a < b ? -1 : 1))
}

export async function readTable(session: DatabaseSession, name: string): Promise<Table> {
  const columns = await session.rows(
    `SELECT ${catalogueLimit} COLUMN_NAME AS name, DATA_TYPE AS dataType, COLUMN_TYPE AS type, NUMERIC_SCALE AS scale,
       DATETIME_PRECISION AS fraction, CHARACTER_SET_NAME AS charset, COLLATION_NAME AS collation
     FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION`,
    [name],
  )
  const keys = await session.rows(
    `SELECT ${catalogueLimit} INDEX_NAME AS name, COLUMN_NAME AS part, SUB_PART AS prefix, NULLABLE AS nullable
     FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND NON_UNIQUE = 0 AND INDEX_TYPE = 'BTREE'
     ORDER BY INDEX_NAME, SEQ_IN_INDEX`,
    [name],
  )
  return { name, columns: columns.map(columnOf), keys: uniqueKeys(keys) }
}

function columnOf({ name, dataType, type, scale, fraction, charset, collation }: TextRow): Column {
  return {
    name: name ?? '',
    dataType: (dataType ?? '').toLowerCase(),
    type: type ?? '',
    scale: Number(scale ?? 0),
    fraction: Number(fraction ?? 0),
    ...(charset === null || charset === undefined ? {} : { charset }),
    ...(collation === null || collation === undefined ? {} : { collation }),
  }
}

/** Returns the keys that identify every row, PRIMARY first: no part may be nullable, a prefix or an expression. */
function uniqueKeys(rows: readonly TextRow[]): UniqueKey[] {
  const parts = new Map<string, TextRow[]>()
  for (const row of rows) parts.set(row['name'] ?? '', [...(parts.get(row['name'] ?? '') ?? []), row])
  return [...parts]
    .filter(([, of]) =>
      of.every(({ part, prefix, nullable }) => part !== null && prefix === null && nullable !== 'YES'),
    )
    .map(([index, of]) => ({ index, columns: of.map(({ part }) => part ?? '') }))
    .sort((one, other) => Number(other.index === 'PRIMARY') - Number(one.index === 'PRIMARY'))
}
