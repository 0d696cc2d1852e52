import type { DoctorRow } from './model.js'
import { none } from './check.js'
import type { FactName } from './facts.js'

/** Each fact's name for people, and what the account needs in order to read it. */
const words: Readonly<Record<FactName, readonly [what: string, fix: string]>> = {
  version: ['version', 'Give the account the right to connect.'],
  variables: ['system variables', 'Give the account the right to connect.'],
  status: ['status counters', 'Give the account the right to connect.'],
  clock: ['time zone', 'Give the account the right to connect.'],
  plugins: ['plugins', 'Give the account the right to connect.'],
  engines: ['storage engines', 'Give the account the right to connect.'],
  accounts: ['accounts and their plugins', 'GRANT SELECT ON mysql.user TO the account.'],
  privileges: ["account's privileges", 'Give the account the right to connect.'],
  schema: ['defaults of the schema', 'GRANT SELECT ON the schema, and name the schema in the DSN.'],
  tables: ['tables', 'GRANT SELECT ON the schema, and name the schema in the DSN.'],
  columns: ['columns', 'GRANT SELECT ON the schema, and name the schema in the DSN.'],
  indexes: ['indexes', 'GRANT SELECT ON the schema, and name the schema in the DSN.'],
  foreignKeys: ['foreign keys', 'GRANT SELECT ON the schema, and name the schema in the DSN.'],
  programs: ['views, routines, triggers and events', 'GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON the schema.'],
  zeroDates: ['zero dates in the data', 'GRANT SELECT ON the schema.'],
  reserved: ['reserved words', 'Give the account the right to connect.'],
  missingFunctions: ['functions', 'Give the account the right to connect.'],
  refused: [
    "parser's view of legacy's schema",
    'GRANT CREATE, SELECT ON the schema: nothing is created, only prepared.',
  ],
  php: ['phpinfo page', 'Give the URL of a page that calls phpinfo().'],
}

/**
 * Builds the row about a fact that could not be read.
 *
 * @param why The server's own message if it sent one.
 * @param checks Ids of the checks that lacked the fact.
 */
export function unreadRow(
  side: 'legacy' | 'candidate',
  fact: FactName,
  why: string,
  checks: readonly string[],
): DoctorRow {
  const [what, fix] = words[fact]
  return {
    check: 'not-read',
    causes: [],
    severity: 'warning',
    what: `The ${what} of ${side} could not be read`,
    legacy: side === 'legacy' ? why : none,
    candidate: side === 'candidate' ? why : none,
    why: `Not looked at for that reason: ${checks.join(', ')}.`,
    fix,
    source: 'MySQL Reference Manual, "Privileges Provided by MySQL"',
    places: [],
  }
}
