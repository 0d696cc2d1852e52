import { createHash } from 'node:crypto'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import type { AskDatabase } from '../model/ports.js'

export interface SessionOptions {
  /** Statements run before anything else, as PHP does; those that the server refuses are skipped. */
  readonly opening: readonly string[]
  /** Maximum milliseconds of a statement; a server that knows the variable ends it then. */
  readonly statementMs: number
}

/** Milliseconds after which a server that does not answer is given up. */
const connectMs = 5_000

/**
 * Opens a session on a MySQL server as PHP would: without IGNORE_SPACE, which mysql2 adds to sql_mode and on which the
 * query cache is keyed. Rows are compared as the servers sent them.
 *
 * @param dsn `mysql://user:password@host:port/database`
 */
export async function openDatabase(dsn: string, { opening, statementMs }: SessionOptions): Promise<AskDatabase> {
  const connection = await createConnection({
    uri: dsn,
    connectTimeout: connectMs,
    flags: ['-IGNORE_SPACE'],
    dateStrings: true,
  })
  // If the server dies between two questions, the next question reports it; without a listener the process would end.
  connection.on('error', () => undefined)
  for (const sql of [`SET SESSION max_execution_time=${statementMs}`, ...opening]) {
    await connection.query(sql).catch(() => undefined) // a server older than the variable, or without a query cache
  }
  return {
    async time(sql) {
      const started = performance.now()
      const [rows] = await connection.query({ sql, rowsAsArray: true })
      const ms = performance.now() - started
      return { ms, rowsHash: createHash('sha256').update(JSON.stringify(rows)).digest('hex') }
    },
    async rows(sql) {
      const [rows] = await connection.query<RowDataPacket[]>({ sql, typeCast: (field) => field.string() })
      return rows
    },
    close: () => connection.end().catch(() => connection.destroy()),
  }
}
