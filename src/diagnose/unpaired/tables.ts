import type { Exchange } from '../../model/exchange.js'
import type { Pair } from '../../model/pair.js'
import type { Statement } from '../../model/statement.js'
import { tablesOf } from '../../sql/tables.js'

/** Names as `readsApart` compares them: whether their case counts depends on the server. */
export function namesOfTables(tables: readonly string[]): ReadonlySet<string> {
  return new Set(tables.map((table) => table.toLowerCase()))
}

/**
 * The first of these tables that a leg read, unless the other side read the same rows of it: what such a pair shows may be the data's
 * doing. Live legacy's statements are control's. Where no tap saw any, nothing can be said, and it is undefined.
 */
export function readsApart({ legacy, candidate, control }: Pair, tables: ReadonlySet<string>): string | undefined {
  if (tables.size === 0) return undefined
  const legacys = [legacy, control].flatMap((leg) => leg?.statements ?? [])
  const of = ({ sql }: Statement): string | undefined => [...tablesOf(sql)].find((table) => tables.has(table))
  return firstApart(candidate.statements, legacys, of) ?? firstApart(legacys, candidate.statements, of)
}

function firstApart(
  these: Exchange['statements'],
  those: Exchange['statements'],
  tableOf: (statement: Statement) => string | undefined,
): string | undefined {
  for (const statement of these) {
    const table = tableOf(statement)
    if (table !== undefined && !those.some((other) => sameRows(statement, other))) return table
  }
  return undefined
}

/** The same question with the same rows, in whatever order: the data behind it is in step. */
export function sameRows(one: Statement, other: Statement): boolean {
  if (one.sql !== other.sql || String(one.parameters) !== String(other.parameters)) return false
  if (one.error !== undefined || other.error !== undefined) return false
  if (one.rows === 0 && other.rows === 0) return true
  return one.rowsHash !== undefined && one.rowsHash.unordered === other.rowsHash?.unordered
}
