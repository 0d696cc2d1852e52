/** Returns the database that a `USE` statement names; undefined for any other statement. */
export function databaseOfUse(sql: string): string | undefined {
  const name = /^\s*USE\s+(`(?:[^`]|``)+`|[^\s;`]+)\s*;?\s*$/i.exec(sql)?.[1]
  if (name === undefined) return undefined
  return name.startsWith('`') ? name.slice(1, -1).replaceAll('``', '`') : name
}
