import { check, over } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import { versionNumber } from '../../mysql-version.js'
import { meaningfulTokens } from '../../../sql/lexer.js'
import { places } from './tokens.js'

/** System tables that 8.0 removed or renamed, by their full names. */
const goneTables =
  /^(?:MYSQL\.(?:PROC|EVENT|HOST|NDB_BINLOG_INDEX)|INFORMATION_SCHEMA\.(?:INNODB_SYS_\w+|GLOBAL_STATUS|GLOBAL_VARIABLES|SESSION_STATUS|SESSION_VARIABLES|INNODB_LOCKS|INNODB_LOCK_WAITS))$/

export const removedTables = check({
  id: 'removed-system-tables',
  foretells: ['mysql-info-schema-tables'],
  asks: 'Which programs read system tables that are gone: `mysql.proc`, `mysql.event`, `information_schema.INNODB_SYS_…`, `GLOBAL_STATUS`?',
  why: 'Such a statement fails with 1109 or 1146.',
  fix: 'information_schema.ROUTINES and EVENTS, INNODB_TABLES and its like, performance_schema.global_status, data_locks.',
  source: 'MySQL 8.0 Reference Manual, "Data Dictionary Usage Differences"',
  legacy: ['programs'],
  candidate: ['version'],
  judge({ programs }, { version }) {
    if (versionNumber(version) < 80_000) return []
    return over(
      places(programs, (body) => qualifiedNames(body).filter((name) => goneTables.test(name))),
      (count) => ({
        severity: 'blocker',
        what: `${counted(count, 'program')} with a system table that is gone`,
        legacy: 'there',
        candidate: 'gone',
      }),
    )
  },
})

/** Returns every `a.b` in a statement, upper-case and without quotes. */
function qualifiedNames(sql: string): string[] {
  const words = [...meaningfulTokens(sql)].map(({ text }) => text.replace(/^`|`$/g, '').toUpperCase())
  const names = words.flatMap((word, at) => (word === '.' ? [`${words[at - 1] ?? ''}.${words[at + 1] ?? ''}`] : []))
  return [...new Set(names)]
}
