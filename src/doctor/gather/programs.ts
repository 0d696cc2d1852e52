import type { Program, ProgramKind } from '../facts.js'
import type { DatabaseSession, TextRow } from '../../probe/session.js'
import { text } from './schema.js'

/** Reads all SQL that is stored in a schema. A body that the account may not see is undefined. */
export async function programsOf(session: DatabaseSession, schema: string): Promise<readonly Program[]> {
  const programs: Program[] = []
  for (const [sql, kind] of sources) {
    const rows = await session.rows(sql, [schema])
    programs.push(...rows.map((row) => programOf(row, kind)))
  }
  return [...programs, ...(await generatedColumns(session, schema))]
}

const sources: readonly (readonly [sql: string, kind?: ProgramKind])[] = [
  [
    'SELECT TABLE_NAME AS name, VIEW_DEFINITION AS body, DEFINER AS definer FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ?',
    'view',
  ],
  [
    `SELECT LOWER(ROUTINE_TYPE) AS kind, ROUTINE_NAME AS name, ROUTINE_DEFINITION AS body, SQL_MODE AS mode, DEFINER AS definer
     FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?`,
  ],
  [
    `SELECT TRIGGER_NAME AS name, ACTION_STATEMENT AS body, SQL_MODE AS mode, DEFINER AS definer
     FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ?`,
    'trigger',
  ],
  [
    'SELECT EVENT_NAME AS name, EVENT_DEFINITION AS body, SQL_MODE AS mode, DEFINER AS definer FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ?',
    'event',
  ],
]

function programOf(row: TextRow, kind?: ProgramKind): Program {
  const body = text(row, 'body')
  return {
    kind: kind ?? (text(row, 'kind') as ProgramKind),
    name: text(row, 'name'),
    body: body === '' ? undefined : body, // MySQL 5.7 hides a view's text as an empty string, a routine's as NULL
    sqlMode: text(row, 'mode'),
    definer: text(row, 'definer'),
  }
}

/** Reads the generated columns. MySQL 5.6 has none, and lacks the column that would hold their expressions. */
async function generatedColumns(session: DatabaseSession, schema: string): Promise<readonly Program[]> {
  const [known] = await session.rows(
    "SELECT COUNT(*) AS n FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'information_schema' AND TABLE_NAME = 'COLUMNS' AND COLUMN_NAME = 'GENERATION_EXPRESSION'",
  )
  if (known?.['n'] !== '1') return []
  const rows = await session.rows(
    `SELECT CONCAT(TABLE_NAME, '.', COLUMN_NAME) AS name, GENERATION_EXPRESSION AS body
     FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND GENERATION_EXPRESSION <> ''`,
    [schema],
  )
  return rows.map((row) => ({
    kind: 'generated column',
    name: text(row, 'name'),
    body: text(row, 'body'),
    sqlMode: '',
    definer: undefined,
  }))
}
