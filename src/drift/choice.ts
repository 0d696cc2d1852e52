/** Which tables to check. */
export interface TableChoice {
  /** Names, in which `*` stands for anything; empty for all tables. */
  readonly tables: readonly string[]
  readonly ignore: readonly string[]
  /** First table to check, in alphabetical order; leaves out what an earlier check has read. */
  readonly from?: string
}

/** Returns the tables that were asked for, each once, in alphabetical order. */
export function chosenTables(names: readonly string[], { tables, ignore, from }: TableChoice): string[] {
  const [wanted, unwanted] = [tables.map(expressionOf), ignore.map(expressionOf)]
  return [...new Set(names)]
    .filter((name) => wanted.length === 0 || wanted.some((pattern) => pattern.test(name)))
    .filter((name) => !unwanted.some((pattern) => pattern.test(name)))
    .filter((name) => from === undefined || name >= from)
    .sort((a, b) => (a < b ? -1 : 1))
}

function expressionOf(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${escaped}$`)
}
