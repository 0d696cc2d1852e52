import type { StatementAnswer, SqlDifferenceKind } from '../../model/sql-comparison.js'

/** What the catalogue of causes knows of a difference, and how it is mended. */
export interface SqlHint {
  readonly cause: string
  readonly mend: string
}

interface Sign extends SqlHint {
  readonly kind: SqlDifferenceKind
  /** Of the candidate. */
  readonly errno?: number
  /** Matched against the statement and the candidate's error text. */
  readonly says?: RegExp
}

/** The first that fits counts. */
// prettier-ignore -- a table
const signs: readonly Sign[] = [
  {
    kind: 'candidate-fails',
    errno: 1064,
    says: /\bSQL_CACHE\b/i,
    cause: 'mysql-sql-cache-hint',
    mend: 'Take `SQL_CACHE` out: there is no query cache since MySQL 8.0.',
  },
  {
    kind: 'candidate-fails',
    errno: 1064,
    says: /near '(?:ASC|DESC)\b/i,
    cause: 'mysql-group-by-desc',
    mend: 'Write `GROUP BY c ORDER BY c DESC`: GROUP BY takes no direction since MySQL 8.0.',
  },
  {
    kind: 'candidate-fails',
    errno: 1064,
    says: /\bSHOW\s+(?:MASTER|SLAVE)\b/i,
    cause: 'mysql-show-master-slave',
    mend: 'Ask `SHOW BINARY LOG STATUS` or `SHOW REPLICA STATUS`.',
  },
  {
    kind: 'candidate-fails',
    errno: 1064,
    says: /near '[`']?(?:rank|groups|system|lead|lag|row_number|dense_rank|window|function|of|cube|except|empty|recursive|over|lateral|intersect|first_value|last_value|json_table|manual|parallel|qualify|tablesample|library|grouping|ntile|array|member|cume_dist|percent_rank|nth_value|external)\b/i,
    cause: 'mysql-reserved-words',
    mend: 'Put the name in backquotes: it became a reserved word.',
  },
  {
    kind: 'candidate-fails',
    errno: 1055,
    cause: 'mysql-only-full-group-by',
    mend: 'Name every selected column in GROUP BY, or wrap it in `ANY_VALUE()`.',
  },
  {
    kind: 'candidate-fails',
    errno: 3065,
    cause: 'mysql-only-full-group-by',
    mend: 'Select what ORDER BY names, or leave DISTINCT out.',
  },
  {
    kind: 'candidate-fails',
    errno: 1140,
    cause: 'mysql-only-full-group-by',
    mend: 'Add GROUP BY, or wrap the plain columns in `ANY_VALUE()`.',
  },
  {
    kind: 'candidate-fails',
    errno: 1525,
    cause: 'mysql-date-compare-garbage',
    mend: 'Compare with a valid date or with NULL: text that is no date was no match before, and is an error now.',
  },
  {
    kind: 'candidate-fails',
    errno: 1292,
    cause: 'mysql-zero-date',
    mend: "Write NULL or a valid date: strict mode refuses `'0000-00-00'` and texts that are no date.",
  },
  {
    kind: 'candidate-fails',
    errno: 1305,
    cause: 'mysql-removed-functions',
    mend: 'The function was removed: do it in the application, or by its successor (`AES_ENCRYPT`, `SHA2`, `ST_…`, `JSON_MERGE_PRESERVE`).',
  },
  {
    kind: 'candidate-fails',
    errno: 1193,
    cause: 'mysql-sysvars-removed',
    mend: 'The system variable is gone: use its successor (`transaction_isolation` for `tx_isolation`), or ask for none.',
  },
  {
    kind: 'candidate-fails',
    errno: 1231,
    says: /sql_mode/i,
    cause: 'mysql-no-auto-create-user',
    mend: 'Take modes that are gone (`NO_AUTO_CREATE_USER`) out of `sql_mode`.',
  },
  {
    kind: 'candidate-fails',
    errno: 1267,
    cause: 'mysql-illegal-mix',
    mend: 'Give both columns the same collation, or say `COLLATE` in the comparison.',
  },
  {
    kind: 'candidate-fails',
    errno: 1109,
    says: /information_schema/i,
    cause: 'mysql-info-schema-tables',
    mend: 'The table of information_schema is gone or has another name (`INNODB_TABLES` for `INNODB_SYS_TABLES`).',
  },
  {
    kind: 'candidate-fails',
    errno: 3685,
    cause: 'mysql-regexp-icu',
    mend: 'Write the expression for ICU: `\\\\b` for `[[:<:]]` and `[[:>:]]`.',
  },
  {
    kind: 'candidate-fails',
    says: /REGEXP|RLIKE/i,
    cause: 'mysql-regexp-icu',
    mend: 'Write the expression for ICU: `\\\\b` for `[[:<:]]` and `[[:>:]]`.',
  },
  {
    kind: 'candidate-fails',
    errno: 1366,
    cause: 'mysql-strict-writes',
    mend: 'Send a value of the right type: strict mode no longer stores the nearest one with a warning.',
  },
  {
    kind: 'candidate-fails',
    errno: 1406,
    cause: 'mysql-strict-writes',
    mend: 'Cut the value to the length of its column: strict mode no longer does.',
  },
  {
    kind: 'candidate-fails',
    errno: 1264,
    cause: 'mysql-strict-writes',
    mend: 'Keep the value in the range of its column: strict mode no longer does.',
  },
  {
    kind: 'candidate-fails',
    errno: 1265,
    cause: 'mysql-strict-writes',
    mend: 'Send a value that the column has: strict mode no longer stores an empty one.',
  },
  {
    kind: 'candidate-fails',
    errno: 1364,
    cause: 'mysql-strict-writes',
    mend: 'Give the column a value or a default: strict mode invents none.',
  },
  {
    kind: 'candidate-fails',
    errno: 1365,
    cause: 'mysql-division-by-zero',
    mend: 'Guard the divisor: strict mode refuses to store a division by zero.',
  },
  {
    kind: 'columns',
    says: /information_schema/i,
    cause: 'mysql-info-schema-uppercase',
    mend: 'Name the columns: `SELECT table_name AS table_name`. The new server spells them in upper case.',
  },
  {
    kind: 'order-of-groups',
    cause: 'mysql-group-by-implicit-sort',
    mend: 'Add ORDER BY with the columns of GROUP BY: MySQL 8.0 no longer sorts by them.',
  },
  {
    kind: 'order-undecided',
    says: /\bLIMIT\b/i,
    cause: 'mysql-order-no-tiebreak',
    mend: 'Add a unique column to ORDER BY, so that pages neither repeat nor lose rows.',
  },
  {
    kind: 'nondeterministic',
    says: /\bLIMIT\b/i,
    cause: 'mysql-order-no-tiebreak',
    mend: 'Add ORDER BY with a unique column, so that LIMIT takes the same rows every time.',
  },
  {
    kind: 'rows',
    says: /REGEXP|RLIKE/i,
    cause: 'mysql-regexp-icu',
    mend: 'Write the expression for ICU, which counts characters and not bytes.',
  },
  { kind: 'rows', says: /utf8mb3/i, cause: 'mysql-utf8mb3-name', mend: 'Accept both names, `utf8` and `utf8mb3`.' },
  {
    kind: 'rows',
    says: /^\s*SHOW\s+(?:CREATE|COLUMNS|FULL|FIELDS)|^\s*DESC/i,
    cause: 'mysql-int-display-width',
    mend: 'Do not read widths and character set names out of definitions: the new server writes them otherwise.',
  },
]

/** @param sql of an example. @param seen what the candidate answered, as text. */
export function hintFor(
  kind: SqlDifferenceKind,
  sql: string,
  candidate: StatementAnswer,
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
