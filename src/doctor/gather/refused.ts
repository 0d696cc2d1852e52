import type { Program, Refusal, Table } from '../facts.js'
import type { DatabaseSession } from '../../probe/session.js'
import { parserSays } from './questions.js'
import { quoted } from '../../sql/quoted.js'

/** An object of legacy's schema, as the statement that would create it. */
export interface Created {
  readonly kind: Refusal['kind']
  readonly name: string
  readonly sql: string
  readonly sqlMode: string
}

/** The sql_mode that mysqldump sets before it creates tables, so the one under which a dump is loaded. */
const modeOfDumps = 'NO_AUTO_VALUE_ON_ZERO'

/** Reads the tables and programs of a schema as the statements of a dump. What the account may not see is left out. */
export async function createdOf(
  session: DatabaseSession,
  tables: readonly Table[],
  programs: readonly Program[],
  tell: (progress: string) => void,
): Promise<readonly Created[]> {
  const created: Created[] = []
  for (const [at, { name }] of tables.entries()) {
    const [row] = await session.rows(`SHOW CREATE TABLE ${quoted(name)}`)
    created.push({ kind: 'table', name, sql: row?.['Create Table'] ?? '', sqlMode: modeOfDumps })
    tell(`definitions: ${at + 1} of ${tables.length} tables`)
  }
  for (const program of programs) {
    const sql = program.body === undefined ? undefined : await statementOf(session, program, program.body)
    if (sql !== undefined) created.push({ kind: program.kind, name: program.name, sql, sqlMode: program.sqlMode })
  }
  return created
}

async function statementOf(
  session: DatabaseSession,
  { kind, name }: Program,
  body: string,
): Promise<string | undefined> {
  switch (kind) {
    case 'view':
      return body
    case 'trigger':
      return `CREATE TRIGGER sosie BEFORE INSERT ON sosie FOR EACH ROW ${body}`
    case 'event':
      return `CREATE EVENT sosie ON SCHEDULE EVERY 1 DAY DO ${body}`
    case 'procedure':
    case 'function': {
      const [row] = await session.rows(`SHOW CREATE ${kind} ${quoted(name)}`)
      return row?.[kind === 'procedure' ? 'Create Procedure' : 'Create Function'] ?? undefined
    }
    case 'generated column':
      return undefined // its table's statement contains it
  }
}

/** Errors about what a statement refers to (tables, functions or definers that are missing), not how it is written. Other checks report those. */
const otherMatters = new Set([1146, 1049, 1050, 1305, 1356, 1449])

/** Errors that say that the account may not create anything: the parser's opinion stays unknown. */
const denied = new Set([1142, 1044, 1227, 1143, 1370])

/**
 * Asks the server's own parser about each statement, under the sql_mode that belongs to it, and returns those that it refuses.
 *
 * @param schemas Names of legacy's and of this server's schema: the text of a view names its schema.
 */
export async function refusedOf(
  session: DatabaseSession,
  created: readonly Created[],
  schemas: { readonly legacy: string; readonly candidate: string },
  tell: (progress: string) => void,
): Promise<readonly Refusal[]> {
  const refused: Refusal[] = []
  for (const [at, { kind, name, sql, sqlMode }] of created.entries()) {
    await setMode(session, sqlMode)
    const own = kind === 'view' ? sql.replaceAll(`${quoted(schemas.legacy)}.`, `${quoted(schemas.candidate)}.`) : sql
    const error = await parserSays(session, own)
    if (error !== undefined && denied.has(error.errno)) throw new Error(error.message)
    if (error !== undefined && !otherMatters.has(error.errno))
      refused.push({ object: `${kind} ${name}`, kind, name, ...error })
    tell(`the parser's word: ${at + 1} of ${created.length}`)
  }
  await setMode(session, '')
  return refused
}

/** Modes that change how SQL is parsed; any other mode, such as a removed one, makes no difference to the parser. */
const modesOfReading = new Set([
  'ANSI_QUOTES',
  'PIPES_AS_CONCAT',
  'IGNORE_SPACE',
  'NO_BACKSLASH_ESCAPES',
  'HIGH_NOT_PRECEDENCE',
])

async function setMode(session: DatabaseSession, sqlMode: string): Promise<void> {
  const modes = sqlMode.split(',').filter((mode) => modesOfReading.has(mode))
  await session.rows(`SET SESSION sql_mode = '${modes.join(',')}'`)
}
