import { check, over } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import { versionNumber } from '../../mysql-version.js'
import { says, sortsByGroup, textsOf } from '../../sql-text.js'
import { places } from './tokens.js'

/** Removed grammar, each with the first version without it. */
const gone: readonly (readonly [name: string, since: number, seen: (sql: string) => boolean])[] = [
  ['GROUP BY … ASC/DESC', 80_013, sortsByGroup],
  ['SQL_CACHE', 80_000, (sql) => says(sql, 'SQL_CACHE')],
  ['PROCEDURE ANALYSE', 80_000, (sql) => says(sql, 'PROCEDURE', 'ANALYSE')],
  ['\\N for NULL', 80_000, (sql) => says(sql, '\\', 'N')],
  ['QUERY CACHE', 80_000, (sql) => says(sql, 'QUERY', 'CACHE')],
  ['GRANT … IDENTIFIED BY', 80_000, (sql) => says(sql, 'GRANT') && says(sql, 'IDENTIFIED', 'BY')],
  ['MASTER/SLAVE STATUS', 80_400, (sql) => says(sql, 'MASTER', 'STATUS') || says(sql, 'SLAVE', 'STATUS')],
]

export const removedSyntax = check({
  id: 'removed-syntax',
  asks: 'Which programs of the schema hold SQL that is gone: GROUP BY x DESC, SQL_CACHE, PROCEDURE ANALYSE, \\N, QUERY CACHE …?',
  why: 'The candidate refuses their text with a syntax error (1064).',
  fix: 'GROUP BY x ORDER BY x DESC; leave SQL_CACHE and PROCEDURE ANALYSE out; NULL for \\N; CREATE USER before GRANT; SHOW REPLICA STATUS, SHOW BINARY LOG STATUS.',
  source: 'MySQL 8.0 Reference Manual, "Features Removed in MySQL 8.0"; 8.4, "What Is New in MySQL 8.4"',
  legacy: ['programs'],
  candidate: ['version'],
  judge({ programs }, { version }) {
    return over(
      places(programs, (body) => goneSyntax(body, version)),
      (count) => ({
        severity: 'blocker',
        what: `${counted(count, 'program')} with SQL that is gone`,
        legacy: 'read',
        candidate: 'syntax error',
      }),
    )
  },
})

export function goneSyntax(body: string, version: string): string[] {
  const server = versionNumber(version)
  return gone.filter(([, since, seen]) => server >= since && seen(body)).map(([name]) => name)
}

/** Grammar that means something else since 8.0, or is deprecated. */
const changed: readonly (readonly [name: string, seen: (sql: string) => boolean])[] = [
  ['[[:<:]] in a regular expression', (sql) => textsOf(sql, 'string').some((text) => /\[\[:[<>]:\]\]/.test(text))],
  ['/*!8… comment', (sql) => textsOf(sql, 'comment').some((text) => /^\/\*!0?[89]\d{4}/.test(text))],
  ['SQL_CALC_FOUND_ROWS', (sql) => says(sql, 'SQL_CALC_FOUND_ROWS')],
  ['&& for AND', (sql) => says(sql, '&', '&')],
  ['|| for OR', (sql) => says(sql, '|', '|')],
]

export const changedSyntax = check({
  id: 'changed-syntax',
  asks: 'Which programs hold SQL that means something else, or is deprecated: [[:<:]], comments for newer versions, SQL_CALC_FOUND_ROWS, && and ||?',
  why: '[[:<:]] fails with 3685 in the new regular expressions, what stands in /*!80000 … */ is executed now, the others are deprecated since 8.0.17.',
  fix: '\\\\b for [[:<:]] and [[:>:]]; look into the comments; COUNT(*) for FOUND_ROWS(); AND and OR.',
  source: 'MySQL Reference Manual, "Regular Expressions", "Comments", "Information Functions", "Logical Operators"',
  legacy: ['programs', 'version'],
  candidate: ['version'],
  judge({ programs, version }, candidate) {
    if (versionNumber(candidate.version) < 80_000 || versionNumber(version) >= 80_000) return []
    return over(
      places(programs, (body) => changed.filter(([, seen]) => seen(body)).map(([name]) => name)),
      (count) => ({
        severity: 'warning',
        what: `${counted(count, 'program')} with SQL that changed`,
        legacy: 'as it was',
        candidate: 'another meaning, an error, or deprecated',
      }),
    )
  },
})
