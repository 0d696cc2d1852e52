import { setTimeout as wait } from 'node:timers/promises'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { SosieError } from '../base/errors.js'

/** A row by its column names as the server spells them; values are the server's text, null for SQL NULL. */
export type TextRow = Readonly<Record<string, string | null>>

/** A session on a MySQL server for questions of ours: it reads, one statement after the other. */
export interface DatabaseSession {
  /** @param values bound to the `?` of the statement. */
  rows(sql: string, values?: readonly (string | number)[]): Promise<readonly TextRow[]>
  close(): Promise<void>
}

/** Milliseconds after which a server that does not answer counts as unreachable. */
const connectMs = 10_000
/** Milliseconds that a server has to answer our goodbye. */
const goodbyeMs = 1000

export interface SessionOptions {
  /** Maximum milliseconds for an answer; unlimited if absent. */
  readonly timeoutMs?: number
}

/**
 * Opens a session, or rejects with what the user can check.
 *
 * @param side name of the side in messages: `legacy` or `candidate`.
 * @param dsn `mysql://user:password@host:port/database`
 */
export async function openSession(
  side: string,
  dsn: string,
  { timeoutMs }: SessionOptions = {},
): Promise<DatabaseSession> {
  const connection = await createConnection({
    uri: dsn,
    connectTimeout: connectMs,
    typeCast: (field) => field.string(),
  }).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause)
    const text = `The ${side} database cannot be reached (${why}). Check its DSN and that it runs.`
    throw new SosieError('SOSIE_E_UNREACHABLE', text, { cause })
  })
  // If the server dies between two questions, the next question reports it; without a listener the process would end.
  connection.on('error', () => undefined)
  return {
    async rows(sql, values = []) {
      const limit = timeoutMs === undefined ? {} : { timeout: timeoutMs }
      const [rows] = await connection.query<(TextRow & RowDataPacket)[]>({ sql, values: [...values], ...limit })
      return rows
    },
    async close() {
      await Promise.race([connection.end().catch(() => undefined), wait(goodbyeMs, undefined, { ref: false })])
      connection.destroy() // a server that does not answer hears no goodbye either
    },
  }
}

/** Returns which database a DSN means, without its user: `host:port/name`. */
export function addressOf(dsn: string): string {
  const { hostname, port, pathname } = new URL(dsn)
  return `${hostname}:${port === '' ? '3306' : port}${decodeURIComponent(pathname)}`
}
