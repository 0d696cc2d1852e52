import { SosieError } from '../base/errors.js'
import type { DriftSide } from './model.js'
import { addressOf, openSession, type DatabaseSession } from '../probe/session.js'

export interface SideSettings {
  /** Max milliseconds of one statement on the server. */
  readonly statementMs: number
}

/** One database of the check, through a session that only reads, is in UTC, and gets in nobody's way. */
export interface Side extends DatabaseSession {
  readonly name: 'legacy' | 'candidate'
  readonly described: DriftSide
  /** Returns the number of statements running on the server, ours included. */
  threadsRunning(): Promise<number>
}

/** Max seconds to wait for a change of a table's definition; a statement that waits longer would hold up those behind it. */
const metadataLockSeconds = 5
/** Milliseconds after the server's own limit before it is considered not to answer at all. */
const graceMs = 15_000

/** Statements that set up every session; the optional ones may fail because a server is too old or too new to know the variable. */
const settings = ({ statementMs }: SideSettings): readonly (readonly [sql: string, optional: boolean])[] => [
  ['SET SESSION TRANSACTION READ ONLY', false],
  ["SET SESSION time_zone = '+00:00'", false],
  ["SET SESSION sql_mode = ''", false],
  [`SET SESSION lock_wait_timeout = ${metadataLockSeconds}`, false],
  [`SET SESSION max_execution_time = ${statementMs}`, true],
  // Without this, what we read once would push out of the cache what the site reads all the time.
  ['SET SESSION query_cache_type = OFF', true],
]

const unknownVariable = 1193

/** Opens the session with one side. @param dsn `mysql://user:password@host:port/database`. @throws USAGE when it names no database. */
export async function openSide(name: Side['name'], dsn: string, limits: SideSettings): Promise<Side> {
  const { hostname, pathname } = new URL(dsn)
  if (pathname.length < 2) {
    const text = `Which database of ${hostname}? Name it in the ${name} DSN, as mysql://user:password@host:port/database.`
    throw new SosieError('SOSIE_E_USAGE', text)
  }
  const session = await openSession(name, dsn, { timeoutMs: limits.statementMs + graceMs })
  const rows: Side['rows'] = (sql, values) =>
    session.rows(sql, values).catch((error: unknown) => {
      throw isLost(error) ? lost(name, error) : error
    })
  const [{ version = '', hash = '' } = {}] = await rows("SELECT VERSION() AS version, SHA2('', 256) AS hash")
  if (hash === null)
    throw new SosieError('SOSIE_E_UNREACHABLE', `The ${name} server has no SHA2(): it was built without TLS.`)
  for (const [sql, optional] of settings(limits)) {
    await rows(sql).catch((error: unknown) => {
      if (!optional || errnoOf(error) !== unknownVariable) throw error
    })
  }
  return {
    name,
    described: { database: addressOf(dsn), version: version ?? '' },
    rows,
    close: () => session.close(),
    async threadsRunning() {
      const [row] = await rows("SHOW GLOBAL STATUS LIKE 'Threads_running'")
      return Number(row?.['Value'] ?? 0)
    },
  }
}

/** Errors that end a session although the server still reports them: shutdown, KILL, its own time limits. */
const farewells: ReadonlySet<number> = new Set([1053, 1077, 1079, 1927, 3168, 3169, 4031])

/** True when the connection is gone or the server does not answer: only the error of a statement has an SQL state. */
function isLost(error: unknown): boolean {
  const { sqlState } = error as { readonly sqlState?: string }
  return sqlState === undefined || farewells.has(errnoOf(error))
}

export function errnoOf(error: unknown): number {
  return Number((error as { readonly errno?: unknown } | undefined)?.errno ?? 0)
}

function lost(name: Side['name'], cause: unknown): SosieError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new SosieError('SOSIE_E_UNREACHABLE', `The ${name} database was lost in the middle of the check (${why}).`, {
    cause,
  })
}
