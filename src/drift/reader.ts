import type { DatabaseSession, TextRow } from '../probe/session.js'
import { quoted } from '../sql/quoted.js'
import type { Summary, TableReader } from './narrow.js'
import { tableSql, type SidePlan } from './plan.js'
import { anyOf, conditionOf, type Key, type Range } from './range.js'
import { nameOfKey, type RowHashes } from './rows.js'

/** Error message for a row whose hash is NULL because a value is longer than max_allowed_packet. */
const tooLong = 'a row is longer than the server may handle: raise max_allowed_packet for the check'

export interface KeyedReader extends TableReader {
  /** Returns each compared column of these rows in canonical text, JSON in full; null for NULL. */
  details(keys: readonly Key[]): Promise<ReadonlyMap<string, readonly (string | null)[]>>
}

/** Reads one side's table through a session, along the index of its key: never with an OFFSET, never all at once. */
export function tableReader(session: DatabaseSession, plan: SidePlan): KeyedReader {
  const from = `FROM ${tableSql(plan)}`
  const keyTexts = plan.key.map(({ text }, at) => `${text} AS k${at}`).join(', ')
  const sortKeys = plan.key.map(({ name }, at) => `${quoted(name)} AS s${at}`).join(', ')
  const backwards = plan.key.map((_, at) => `s${at} DESC`).join(', ')
  const ordered = plan.key.map(({ name }) => quoted(name)).join(', ')

  const hashes = async (condition: string): Promise<RowHashes> => {
    const found = await session.rows(`SELECT ${keyTexts}, LEFT(${plan.row}, 16) AS hash ${from} ${condition}`)
    return new Map(found.map((row) => [nameOfKey(keyOf(row, plan)), hashOf(row)]))
  }
  return {
    async bound(range, max) {
      // The inner statement walks the index and stops after `max` rows; the outer one keeps the last of them.
      const first = `SELECT ${keyTexts}, ${sortKeys} ${from} ${conditionOf(range, plan.key)} ORDER BY ${ordered} LIMIT ${max}`
      const [last] = await session.rows(`SELECT * FROM (${first}) AS first ORDER BY ${backwards} LIMIT 1`)
      return last === undefined ? undefined : keyOf(last, plan)
    },
    summary: (range) => summaryOf(session, plan, conditionOf(range, plan.key)),
    rows: (range: Range) => hashes(conditionOf(range, plan.key)),
    rowsOf: (keys) => (keys.length === 0 ? Promise.resolve(new Map()) : hashes(anyOf(keys, plan.key))),
    async details(keys) {
      if (keys.length === 0) return new Map()
      const columns = plan.details.map((text, at) => `${text} AS c${at}`).join(', ')
      const found = await session.rows(`SELECT ${keyTexts}, ${columns} ${from} ${anyOf(keys, plan.key)}`)
      return new Map(
        found.map((row) => [nameOfKey(keyOf(row, plan)), plan.details.map((_, at) => row[`c${at}`] ?? null)]),
      )
    },
  }
}

/** Summarizes a whole table, or the rows that a condition selects. */
export async function summaryOf(session: DatabaseSession, plan: SidePlan, condition: string): Promise<Summary> {
  // The sum is exact: MySQL adds BIGINTs up as a DECIMAL.
  const hash = `CAST(CONV(LEFT(hash, 16), 16, 10) AS UNSIGNED)`
  const rows = `SELECT ${plan.row} AS hash FROM ${tableSql(plan)} ${condition}`
  const [row] = await session.rows(
    `SELECT COUNT(*) AS n, COUNT(hash) AS hashed, SUM(${hash}) AS sum FROM (${rows}) AS r`,
  )
  if (row?.['n'] !== row?.['hashed']) throw new Error(tooLong)
  return { rows: Number(row?.['n']), sum: row?.['sum'] ?? '0' }
}

function keyOf(row: TextRow, { key }: SidePlan): Key {
  return key.map((_, at) => row[`k${at}`] ?? '')
}

function hashOf({ hash }: TextRow): string {
  if (hash === null || hash === undefined) throw new Error(tooLong)
  return hash
}
