import type { SqlDifferenceKind } from '../model/sql-difference.js'

/** What the catalogue of causes knows of a difference, and how it is mended. */
export interface SqlHint {
  readonly cause: string
  readonly mend: string
}

interface Sign extends SqlHint {
  readonly kind: SqlDifferenceKind
  /** Of the candidate; any without it. */
  readonly errno?: number
  /** Found in the statement, the candidate's error text, or the rows that only the candidate gave; anything without it. */
  readonly says?: RegExp
}

const newWords =
  /near '[('`]?(?:rank|groups?|system|lead|lag|row_number|dense_rank|window|function|of|cube|except|empty|recursive|over|lateral|intersect|first_value|last_value|json_table|manual|parallel|qualify|tablesample|library|grouping|ntile|array|member|cume_dist|percent_rank|nth_value|external)\b/i
const byLimit = 'Add a unique column to ORDER BY, so that pages neither repeat nor lose rows.'
const oneCollation = 'Give both columns the same collation, or say `COLLATE` in the comparison.'
const icu = 'Write the expression for ICU: `\\\\b` for `[[:<:]]` and `[[:>:]]`; it counts characters, not bytes.'
const strict = 'Send a value that the column can hold: strict mode no longer stores the nearest one with a warning.'
const successor =
  'Do it in the application, or by its successor (`AES_ENCRYPT`, `SHA2`, `ST_…`, `JSON_MERGE_PRESERVE`).'
const definition =
  'Read no widths and no names of character sets out of definitions: the new server writes them otherwise.'

/** Errors of the candidate where legacy had none. */
// prettier-ignore
const failures: readonly Omit<Sign, 'kind'>[] = [
  { says: /\bSQL_CACHE\b/i, cause: 'mysql-sql-cache-hint', mend: 'Take `SQL_CACHE` out: there is no query cache since MySQL 8.0.' },
  { errno: 1064, says: /near '(?:ASC|DESC)\b/i, cause: 'mysql-group-by-desc', mend: 'Write `GROUP BY c ORDER BY c DESC`: GROUP BY takes no direction since MySQL 8.0.' },
  { errno: 1064, says: /\bSHOW\s+(?:MASTER|SLAVE)\b/i, cause: 'mysql-show-master-slave', mend: 'Ask `SHOW BINARY LOG STATUS` or `SHOW REPLICA STATUS`.' },
  { errno: 1064, says: /\b(?:OLD_)?PASSWORD\s*\(/i, cause: 'mysql-removed-functions', mend: 'Hash passwords in the application: `PASSWORD()` is gone.' },
  { errno: 1064, says: newWords, cause: 'mysql-reserved-words', mend: 'Put the name in backquotes: it became a reserved word.' },
  { errno: 1055, cause: 'mysql-only-full-group-by', mend: 'Name every selected column in GROUP BY, or wrap it in `ANY_VALUE()`.' },
  { errno: 3065, cause: 'mysql-only-full-group-by', mend: 'Select what ORDER BY names, or leave DISTINCT out.' },
  { errno: 1140, cause: 'mysql-only-full-group-by', mend: 'Add GROUP BY, or wrap the plain columns in `ANY_VALUE()`.' },
  { errno: 1525, cause: 'mysql-date-compare-garbage', mend: 'Compare with a valid date or with NULL: a text that is no date matched nothing before, and is an error now.' },
  { errno: 1292, cause: 'mysql-zero-date', mend: "Write NULL or a valid date: strict mode refuses `'0000-00-00'` and texts that are no date." },
  { errno: 1305, cause: 'mysql-removed-functions', mend: `The function is gone. ${successor}` },
  { errno: 1193, cause: 'mysql-sysvars-removed', mend: 'The system variable is gone: use its successor (`transaction_isolation` for `tx_isolation`), or ask for none.' },
  { errno: 1231, says: /sql_mode/i, cause: 'mysql-no-auto-create-user', mend: 'Take modes that are gone (`NO_AUTO_CREATE_USER`) out of `sql_mode`.' },
  { errno: 1267, cause: 'mysql-illegal-mix', mend: oneCollation },
  { errno: 1271, cause: 'mysql-illegal-mix', mend: oneCollation },
  { errno: 1109, says: /information_schema/i, cause: 'mysql-info-schema-tables', mend: 'The table of information_schema is gone or has another name (`INNODB_TABLES` for `INNODB_SYS_TABLES`).' },
  { errno: 1146, says: /mysql\W+(?:proc|event)\b/i, cause: 'mysql-info-schema-tables', mend: 'Ask `information_schema.ROUTINES` or `EVENTS`.' },
  { says: /\b(?:REGEXP|RLIKE)\b/i, cause: 'mysql-regexp-icu', mend: icu },
  { errno: 1264, cause: 'mysql-strict-writes', mend: strict },
  { errno: 1265, cause: 'mysql-strict-writes', mend: strict },
  { errno: 1366, cause: 'mysql-strict-writes', mend: strict },
  { errno: 1406, cause: 'mysql-strict-writes', mend: strict },
  { errno: 1364, cause: 'mysql-strict-writes', mend: 'Give the column a value or a default: strict mode invents none.' },
  { errno: 1365, cause: 'mysql-division-by-zero', mend: 'Guard the divisor: strict mode refuses to store a division by zero.' },
]

// prettier-ignore
const others: readonly Sign[] = [
  { kind: 'columns', says: /information_schema/i, cause: 'mysql-info-schema-uppercase', mend: 'Name the columns: `SELECT table_name AS table_name`. The new server spells them in upper case.' },
  { kind: 'columns', says: /^\s*EXPLAIN/i, cause: 'mysql-explain-format', mend: 'Say `EXPLAIN FORMAT=TRADITIONAL`.' },
  { kind: 'order-of-groups', cause: 'mysql-group-by-implicit-sort', mend: 'Add ORDER BY with the columns of GROUP BY: MySQL 8.0 no longer sorts by them.' },
  { kind: 'rows-at-limit', cause: 'mysql-order-no-tiebreak', mend: byLimit },
  { kind: 'order-undecided', says: /\bLIMIT\b/i, cause: 'mysql-order-no-tiebreak', mend: byLimit },
  { kind: 'nondeterministic', says: /\bLIMIT\b/i, cause: 'mysql-order-no-tiebreak', mend: byLimit },
  { kind: 'rows', says: /\b(?:REGEXP|RLIKE)\b/i, cause: 'mysql-regexp-icu', mend: icu },
  { kind: 'rows', says: /utf8mb3/i, cause: 'mysql-utf8mb3-name', mend: 'Accept both names, `utf8` and `utf8mb3`.' },
  { kind: 'rows', says: /^\s*(?:SHOW\s+(?:CREATE|COLUMNS|FULL|FIELDS)|DESC)/i, cause: 'mysql-int-display-width', mend: definition },
  { kind: 'warnings', says: /\/|\b(?:MOD|DIV)\b/i, cause: 'mysql-division-by-zero', mend: 'Guard the divisor: the new sql_mode warns of a division by zero, and refuses to store one.' },
]

/** The first that fits counts. */
const signs: readonly Sign[] = [...failures.map((sign) => ({ ...sign, kind: 'candidate-fails' as const })), ...others]

/** @param sql of an example. @param seen rows that show it on the candidate, as text. */
export function hintFor(
  kind: SqlDifferenceKind,
  sql: string,
  candidate: { readonly error?: { readonly errno: number; readonly message: string } },
  seen: string,
): SqlHint | undefined {
  const { errno, message = '' } = candidate.error ?? {}
  const text = `${sql}\n${message}\n${seen}`
  const sign = signs.find(
    (each) =>
      each.kind === kind && (each.errno === undefined || each.errno === errno) && each.says?.test(text) !== false,
  )
  return sign === undefined ? undefined : { cause: sign.cause, mend: sign.mend }
}
