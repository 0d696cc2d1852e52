import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise'
import type { Lab } from '../../lab/src/lab.js'

export interface OneDatabase {
  readonly dsn: string
  readonly connection: Connection
}

/** A database of its own on both servers of a lab, old settings on both: what is loaded may be as bad as in an old shop. */
export async function twoDatabases(
  lab: Pick<Lab, 'legacy' | 'candidate'>,
  name: string,
): Promise<{ legacy: OneDatabase; candidate: OneDatabase; close: () => Promise<void> }> {
  const open = async (dsn: string, charset: string): Promise<OneDatabase> => {
    const url = new URL(dsn)
    url.pathname = `/${name}`
    const connection = await createConnection({ uri: dsn, charset: 'utf8mb4_unicode_ci', multipleStatements: true })
    await connection.query(
      `DROP DATABASE IF EXISTS ${name}; CREATE DATABASE ${name} DEFAULT CHARACTER SET ${charset}; USE ${name}`,
    )
    await connection.query("SET SESSION sql_mode = '', time_zone = '+00:00'")
    return { dsn: url.href, connection }
  }
  const legacy = await open(lab.legacy.database, 'latin1')
  const candidate = await open(lab.candidate.database, 'utf8mb4')
  return {
    legacy,
    candidate,
    close: async () => {
      await Promise.all([legacy.connection.end(), candidate.connection.end()])
    },
  }
}

const numbers = /^(?:tinyint|smallint|mediumint|int|bigint|year|decimal|float|double)$/
const bytes = /^(?:bit|binary|varbinary|tinyblob|blob|mediumblob|longblob|geometry|point|linestring)$/

/** Copies rows as mysqldump --hex-blob does: numbers as the server writes them, bytes as hexadecimal digits, text as UTF-8. */
export async function dumpAndLoad(from: Connection, to: Connection, table: string): Promise<void> {
  const [columns] = await from.query<RowDataPacket[]>(
    `SELECT COLUMN_NAME AS name, DATA_TYPE AS type FROM information_schema.COLUMNS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND EXTRA NOT LIKE '%GENERATED' ORDER BY ORDINAL_POSITION`,
    [table],
  )
  const names = columns.map(({ name }) => `\`${String(name)}\``).join(', ')
  const [rows] = await from.query<RowDataPacket[]>({
    sql: `SELECT ${names} FROM \`${table}\``,
    typeCast: (field) => field.buffer(),
  })
  const cell = (value: Buffer | null, type: string): string => {
    if (value === null) return 'NULL'
    if (numbers.test(type)) return value.toString()
    const hex = `X'${value.toString('hex')}'`
    return bytes.test(type) ? hex : `CONVERT(${hex} USING utf8mb4)`
  }
  for (let at = 0; at < rows.length; at += 200) {
    const values = rows
      .slice(at, at + 200)
      .map(
        (row) =>
          `(${columns.map(({ name, type }) => cell(row[String(name)] as Buffer | null, String(type))).join(', ')})`,
      )
    await to.query(`INSERT INTO \`${table}\` (${names}) VALUES ${values.join(', ')}`)
  }
}
