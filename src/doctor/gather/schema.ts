import type { Column, ForeignKey, Index, SchemaDefaults, Table } from '../facts.js'
import type { DatabaseSession, TextRow } from '../../probe/session.js'
import { groupedBy } from '../../base/grouped.js'

// Every column has an alias because MySQL 8 returns these column names in capitals, however the statement spells them.

export async function schemaOf(session: DatabaseSession, schema: string): Promise<SchemaDefaults> {
  const [row] = await session.rows(
    'SELECT DEFAULT_CHARACTER_SET_NAME AS charset, DEFAULT_COLLATION_NAME AS collation FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?',
    [schema],
  )
  return { name: schema, charset: row?.['charset'] ?? '', collation: row?.['collation'] ?? '' }
}

export async function tablesOf(session: DatabaseSession, schema: string): Promise<readonly Table[]> {
  const rows = await session.rows(
    `SELECT TABLE_NAME AS name, ENGINE AS engine, ROW_FORMAT AS format, TABLE_COLLATION AS collation, CREATE_OPTIONS AS options
     FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE' ORDER BY 1`,
    [schema],
  )
  return rows.map((row) => ({
    name: text(row, 'name'),
    engine: text(row, 'engine'),
    rowFormat: text(row, 'format'),
    collation: text(row, 'collation'),
    partitioned: text(row, 'options').toLowerCase().includes('partitioned'),
  }))
}

/** Reads the columns of base tables only: a view's columns follow from its text. */
export async function columnsOf(session: DatabaseSession, schema: string): Promise<readonly Column[]> {
  const rows = await session.rows(
    `SELECT c.TABLE_NAME AS tab, c.COLUMN_NAME AS name, c.COLUMN_TYPE AS type, c.IS_NULLABLE AS nullable, c.COLUMN_DEFAULT AS value,
            c.EXTRA AS extra, c.CHARACTER_SET_NAME AS charset, c.COLLATION_NAME AS collation
     FROM information_schema.COLUMNS c JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = ? AND t.TABLE_NAME = c.TABLE_NAME
     WHERE c.TABLE_SCHEMA = ? AND t.TABLE_TYPE = 'BASE TABLE' ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION`,
    [schema, schema],
  )
  return rows.map((row) => ({
    table: text(row, 'tab'),
    name: text(row, 'name'),
    type: text(row, 'type').toLowerCase(),
    nullable: row['nullable'] === 'YES',
    default: row['value'] ?? undefined,
    extra: text(row, 'extra').toLowerCase(),
    charset: text(row, 'charset'),
    collation: text(row, 'collation'),
  }))
}

export async function indexesOf(session: DatabaseSession, schema: string): Promise<readonly Index[]> {
  const rows = await session.rows(
    `SELECT TABLE_NAME AS tab, INDEX_NAME AS name, NON_UNIQUE AS repeats, COLUMN_NAME AS col, SUB_PART AS part
     FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`,
    [schema],
  )
  return grouped(rows, 'tab', 'name').map((parts) => ({
    table: text(parts[0], 'tab'),
    name: text(parts[0], 'name'),
    unique: parts[0]?.['repeats'] === '0',
    columns: parts.map((row) => ({
      name: text(row, 'col'),
      characters: row['part'] == null ? undefined : Number(row['part']),
    })),
  }))
}

export async function foreignKeysOf(session: DatabaseSession, schema: string): Promise<readonly ForeignKey[]> {
  const rows = await session.rows(
    `SELECT TABLE_NAME AS tab, CONSTRAINT_NAME AS name, COLUMN_NAME AS col, REFERENCED_TABLE_NAME AS target, REFERENCED_COLUMN_NAME AS targetcol
     FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = ? AND REFERENCED_TABLE_NAME IS NOT NULL
     ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION`,
    [schema],
  )
  return grouped(rows, 'tab', 'name').map((parts) => ({
    table: text(parts[0], 'tab'),
    name: text(parts[0], 'name'),
    columns: parts.map((row) => text(row, 'col')),
    referencedTable: text(parts[0], 'target'),
    referencedColumns: parts.map((row) => text(row, 'targetcol')),
  }))
}

/** Groups the rows that agree in the given columns. */
function grouped(rows: readonly TextRow[], ...by: readonly string[]): TextRow[][] {
  return [...groupedBy(rows, (row) => JSON.stringify(by.map((name) => row[name]))).values()]
}

export function text(row: TextRow | undefined, name: string): string {
  return row?.[name] ?? ''
}
