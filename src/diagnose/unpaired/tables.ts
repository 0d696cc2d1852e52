import type { Exchange } from '../../model/exchange.js'
import type { Pair } from '../../model/pair.js'
import type { Statement } from '../../model/statement.js'
import { tablesOf } from '../../sql/tables.js'

/** Returns names as `readsApart` compares them, in lower case: whether case matters depends on the server. */
export function namesOfTables(tables: readonly string[]): ReadonlySet<string> {
  return new Set(tables.map((table) => table.toLowerCase()))
}

/**
 * Returns the first of these tables that a leg read, unless the other side read the same rows of it: such a pair may differ because of
 * its data. Control's statements stand for those of live legacy. Undefined when no tap saw a statement, since nothing can be said then.
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

/** True for the same statement with the same rows, in any order: the data behind it is in step. */
export function sameRows(one: Statement, other: Statement): boolean {
  if (one.sql !== other.sql || String(one.parameters) !== String(other.parameters)) return false
  if (one.error !== undefined || other.error !== undefined) return false
  if (one.rows === 0 && other.rows === 0) return true
  return one.rowsHash !== undefined && one.rowsHash.unordered === other.rowsHash?.unordered
}
