import type { Connection, RowDataPacket } from 'mysql2/promise'
import { escape } from 'mysql2'

const rowsAtOnce = 500

/**
 * Returns a database as statements, as mysqldump writes them: settings that let old data in (zero dates among them), then each table's
 * definition and rows. Character sets and collations stay those of the old tables, as in a first migration.
 */
export async function dumpOf(connection: Connection): Promise<string[]> {
  const statements = ['SET NAMES utf8mb4', "SET SESSION sql_mode='NO_AUTO_VALUE_ON_ZERO'", 'SET FOREIGN_KEY_CHECKS=0']
  for (const table of await tablesOf(connection)) {
    const [[definition]] = await connection.query<RowDataPacket[]>(`SHOW CREATE TABLE \`${table}\``)
    statements.push(String(definition?.['Create Table']))
    statements.push(...(await insertsOf(connection, table)))
  }
  return statements
}

async function tablesOf(connection: Connection): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>('SHOW TABLES')
  return rows.map((row) => String(Object.values(row)[0]))
}

async function insertsOf(connection: Connection, table: string): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>({
    sql: `SELECT * FROM \`${table}\``,
    rowsAsArray: true,
    dateStrings: true, // a Date cannot hold a zero date
  })
  const inserts: string[] = []
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    const values = rows.slice(at, at + rowsAtOnce).map(
      (row) =>
        `(${cellsOf(row)
          .map((value) => escape(value))
          .join(',')})`,
    )
    inserts.push(`INSERT INTO \`${table}\` VALUES ${values.join(',')}`)
  }
  return inserts
}

type Cell = string | number | Buffer | null

/** Casts a row: with `rowsAsArray` it is a list, which mysql2's types do not say. */
function cellsOf(row: RowDataPacket): Cell[] {
  return row as unknown as Cell[]
}
