/** Which tables are checked. */
export interface TableChoice {
  /** Names, `*` for anything; all tables where none is given. */
  readonly tables: readonly string[]
  readonly ignore: readonly string[]
  /** The first table in alphabetical order: what an earlier check had read is left out. */
  readonly from?: string
}

/** The tables that were asked for, each once, in alphabetical order. */
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
