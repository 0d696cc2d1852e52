import type { Pair } from '../model/pair.js'
import type { Statement } from '../model/statement.js'
import { tablesOf } from '../sql/tables.js'

/** Names as `touchesDrifted` compares them: whether their case counts depends on the server. */
export function namesOfTables(tables: readonly string[]): ReadonlySet<string> {
  return new Set(tables.map((table) => table.toLowerCase()))
}

/**
 * True where a leg's statements name a table whose rows are known to differ: what such a pair shows may be the data's doing. Live
 * legacy's statements are control's. Where no tap saw any, nothing can be said, and it is false.
 */
export function touchesDrifted({ legacy, candidate, control }: Pair, tables: ReadonlySet<string>): boolean {
  if (tables.size === 0) return false
  const touches = ({ sql }: Statement): boolean => {
    for (const table of tablesOf(sql)) if (tables.has(table)) return true
    return false
  }
  return [legacy, candidate, control].some((leg) => leg?.statements.some(touches) === true)
}
