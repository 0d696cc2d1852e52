import type { Account, Clock } from '../facts.js'
import type { DatabaseSession } from '../../probe/session.js'

export async function versionOf(session: DatabaseSession): Promise<string> {
  const [row] = await session.rows('SELECT VERSION() AS version')
  return row?.['version'] ?? ''
}

/** Reads the global variables; adds transaction_isolation, which servers before 5.7.20 know as tx_isolation only. */
export async function variablesOf(session: DatabaseSession): Promise<ReadonlyMap<string, string>> {
  const variables = await namedValues(session, 'SHOW GLOBAL VARIABLES')
  const isolation = variables.get('tx_isolation')
  return isolation === undefined ? variables : new Map([['transaction_isolation', isolation], ...variables])
}

export function statusOf(session: DatabaseSession): Promise<ReadonlyMap<string, string>> {
  return namedValues(session, 'SHOW GLOBAL STATUS')
}

async function namedValues(session: DatabaseSession, sql: string): Promise<ReadonlyMap<string, string>> {
  const rows = await session.rows(sql)
  return new Map(rows.map((row) => [(row['Variable_name'] ?? '').toLowerCase(), row['Value'] ?? '']))
}

export async function clockOf(session: DatabaseSession): Promise<Clock> {
  const [row] = await session.rows(
    "SELECT CONVERT_TZ('2024-01-01 12:00:00', '+00:00', 'Europe/Paris') AS zone, TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(), NOW()) AS ahead",
  )
  return { namedZones: row?.['zone'] != null, utcOffsetMinutes: Number(row?.['ahead'] ?? 0) }
}

export async function pluginsOf(session: DatabaseSession): Promise<ReadonlySet<string>> {
  const rows = await session.rows('SHOW PLUGINS')
  return new Set(rows.filter((row) => row['Status'] === 'ACTIVE').map((row) => (row['Name'] ?? '').toLowerCase()))
}

export async function enginesOf(session: DatabaseSession): Promise<ReadonlySet<string>> {
  const rows = await session.rows('SHOW ENGINES')
  const usable = rows.filter((row) => row['Support'] === 'YES' || row['Support'] === 'DEFAULT')
  return new Set(usable.map((row) => (row['Engine'] ?? '').toLowerCase()))
}

export async function accountsOf(session: DatabaseSession): Promise<readonly Account[]> {
  const rows = await session.rows('SELECT User AS user, Host AS host, plugin FROM mysql.user ORDER BY 1, 2')
  return rows.map((row) => ({ name: `${row['user'] ?? ''}@${row['host'] ?? ''}`, plugin: row['plugin'] ?? '' }))
}

/** Returns the privileges granted globally or on the schema, to the account itself and its active roles. */
export async function privilegesOf(session: DatabaseSession, schema: string): Promise<ReadonlySet<string>> {
  const rows = await session.rows('SHOW GRANTS')
  const grants = rows.flatMap((row) => Object.values(row)).filter((grant) => grant !== null)
  return new Set(grants.flatMap((grant) => privilegesIn(grant, schema)))
}

/** Returns the privileges that one line of SHOW GRANTS grants on the whole schema. The line names the schema by a LIKE pattern. */
function privilegesIn(grant: string, schema: string): string[] {
  const [, granted = '', on = ''] = /^GRANT (.+?) ON (\*\.\*|`(?:[^`]|``)+`\.\*) TO /.exec(grant) ?? []
  if (on !== '*.*' && !like(schema, on.slice(1, -3).replaceAll('``', '`'))) return []
  return granted.split(', ').map((privilege) => privilege.toUpperCase())
}

function like(text: string, pattern: string): boolean {
  const source = pattern.replace(/\\?[\s\S]/g, (part) => {
    if (part === '%') return '.*'
    if (part === '_') return '.'
    return part.slice(-1).replace(/[^\w]/g, '\\$&')
  })
  return new RegExp(`^${source}$`, 'is').test(text)
}
