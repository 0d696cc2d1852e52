import { createHash } from 'node:crypto'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import type { AskDatabase } from '../model/ports.js'

export interface SessionOptions {
  /** What is said before anything else, as PHP does. What a server refuses of it is left out. */
  readonly opening: readonly string[]
  /** Milliseconds that a statement may take: a server that knows the variable ends it then. */
  readonly statementMs: number
}

/** Milliseconds until a server that does not answer is given up. */
const connectMs = 5_000

/**
 * One session on a MySQL server, as PHP would open it: without IGNORE_SPACE, which mysql2 adds to sql_mode and the query cache
 * is keyed on. Rows are compared by what the servers sent.
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
  // A server that dies between two questions is told by the next question, not by the end of the process.
  connection.on('error', () => undefined)
  for (const sql of [`SET SESSION max_execution_time=${statementMs}`, ...opening]) {
    await connection.query(sql).catch(() => undefined) // older than the variable, or without a query cache
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
