/** Modes that MySQL 8.0 removed (Reference Manual 8.0, "What Is New in MySQL 8.0"): setting one fails with 1231. */
export const goneModes: ReadonlySet<string> = new Set([
  'NO_AUTO_CREATE_USER',
  'DB2',
  'MAXDB',
  'MSSQL',
  'MYSQL323',
  'MYSQL40',
  'ORACLE',
  'POSTGRESQL',
  'NO_FIELD_OPTIONS',
  'NO_KEY_OPTIONS',
  'NO_TABLE_OPTIONS',
])

/** The first version without them. */
export const firstWithoutGoneModes = 80_000

/** Returns the removed modes in a comma-separated list. */
export function goneModesIn(sqlMode: string): string[] {
  return sqlMode
    .toUpperCase()
    .split(',')
    .filter((mode) => goneModes.has(mode))
}
