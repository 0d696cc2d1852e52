import { createHash } from 'node:crypto'
import { createConnection } from 'mysql2/promise'
import type { AskDatabase } from '../model/ports.js'

/**
 * One session on a MySQL server, as PHP would open it: without IGNORE_SPACE, which mysql2 adds to sql_mode and the query cache
 * is keyed on. Rows stay text, so that two servers are compared by what they sent.
 *
 * @param dsn `mysql://user:password@host:port/database`
 */
export async function openDatabase(dsn: string): Promise<AskDatabase> {
  const connection = await createConnection({
    uri: dsn,
    flags: ['-IGNORE_SPACE'],
    rowsAsArray: true,
    dateStrings: true,
  })
  return {
    async time(sql) {
      const started = performance.now()
      const [rows] = await connection.query(sql)
      const ms = performance.now() - started
      return { ms, rowsHash: createHash('sha256').update(JSON.stringify(rows)).digest('hex') }
    },
    close: () => connection.end(),
  }
}
