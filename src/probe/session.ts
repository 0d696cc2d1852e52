import { setTimeout as wait } from 'node:timers/promises'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { SosieError } from '../base/errors.js'

/** A row by its column names as the server spells them; every value as the server's text, null for SQL's NULL. */
export type TextRow = Readonly<Record<string, string | null>>

/** One session on a MySQL server for questions of ours: it reads, statements one after the other. */
export interface DatabaseSession {
  /** @param values bound to the `?` of the statement. */
  rows(sql: string, values?: readonly (string | number)[]): Promise<readonly TextRow[]>
  close(): Promise<void>
}

/** Milliseconds until a server that does not answer is called unreachable. */
const connectMs = 10_000
/** Milliseconds that a server has for our goodbye. */
const goodbyeMs = 1000

export interface SessionOptions {
  /** Milliseconds that an answer may take; without it as long as it takes. */
  readonly timeoutMs?: number
}

/**
 * @param side as a person calls it in a message: `legacy` or `candidate`.
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
  // A server that dies between two questions is told by the next question, not by the end of the process.
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

/** Which database a DSN means, without who asks: `host:port/name`. */
export function addressOf(dsn: string): string {
  const { hostname, port, pathname } = new URL(dsn)
  return `${hostname}:${port === '' ? '3306' : port}${decodeURIComponent(pathname)}`
}
