import type { DoctorSeverity } from '../../model.js'
import { check, over, type Check } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import type { Column } from '../../facts.js'
import { versionNumber } from '../../mysql-version.js'

/** A way of defining columns that a newer server deprecates or refuses. */
interface ColumnKind {
  readonly id: string
  readonly foretells?: readonly string[]
  readonly asks: string
  readonly fits: (column: Column) => boolean
  readonly noun: string
  /** Severity for a candidate of this version (see `versionNumber`); undefined when that version accepts the definition. */
  readonly severity: (candidate: number) => DoctorSeverity | undefined
  readonly onCandidate: string
  readonly why: string
  readonly fix: string
  readonly source: string
}

const isApproximate = /^(?:float|double|real)\b/

const kinds: readonly ColumnKind[] = [
  {
    id: 'float-digits',
    asks: 'Which columns are FLOAT(M,D) or DOUBLE(M,D)?',
    fits: ({ type }) => /^(?:float|double|real)\(\d+,\d+\)/.test(type),
    noun: 'FLOAT(M,D) column',
    severity: (candidate) => (candidate >= 80_017 ? 'warning' : undefined),
    onCandidate: 'deprecated',
    why: 'The form is deprecated since 8.0.17 and will go. It rounds what is stored, and a FLOAT is no place for money.',
    fix: 'DECIMAL(M,D) for amounts, plain FLOAT or DOUBLE for measurements.',
    source: 'MySQL Reference Manual, "Floating-Point Types (Approximate Value)"',
  },
  {
    id: 'float-auto-increment',
    asks: 'Which FLOAT or DOUBLE columns are AUTO_INCREMENT?',
    fits: ({ type, extra }) => isApproximate.test(type) && extra.includes('auto_increment'),
    noun: 'FLOAT AUTO_INCREMENT column',
    severity: (candidate) => (candidate >= 80_400 ? 'blocker' : candidate >= 80_017 ? 'warning' : undefined),
    onCandidate: 'refused since 8.4, deprecated before',
    why: 'CREATE TABLE fails with 1063 since 8.4.',
    fix: 'ALTER TABLE … MODIFY … BIGINT UNSIGNED AUTO_INCREMENT.',
    source: 'MySQL 8.4 Reference Manual, "What Is New in MySQL 8.4"',
  },
  {
    id: 'float-unsigned',
    asks: 'Which FLOAT, DOUBLE or DECIMAL columns are UNSIGNED?',
    fits: ({ type }) => /^(?:float|double|real|decimal)\b.*\bunsigned/.test(type),
    noun: 'UNSIGNED approximate or DECIMAL column',
    severity: (candidate) => (candidate >= 80_017 ? 'info' : undefined),
    onCandidate: 'deprecated',
    why: 'Deprecated since 8.0.17.',
    fix: 'A plain type, with CHECK (x >= 0) where it matters.',
    source: 'MySQL Reference Manual, "Numeric Data Type Syntax"',
  },
  {
    id: 'zerofill',
    asks: 'Which columns are ZEROFILL?',
    fits: ({ type }) => type.includes('zerofill'),
    noun: 'ZEROFILL column',
    severity: (candidate) => (candidate >= 80_017 ? 'info' : undefined),
    onCandidate: 'deprecated',
    why: 'Deprecated since 8.0.17: some day the zeros are gone from what PHP reads.',
    fix: 'LPAD() in SQL or str_pad() in PHP.',
    source: 'MySQL Reference Manual, "Numeric Type Attributes"',
  },
  {
    id: 'year-2',
    asks: 'Which columns are YEAR(2)?',
    fits: ({ type }) => type === 'year(2)',
    noun: 'YEAR(2) column',
    severity: (candidate) => (candidate >= 50_700 ? 'blocker' : undefined),
    onCandidate: 'refused',
    why: 'Gone since 5.7: CREATE TABLE fails (1818), and an upgrade in place makes it YEAR, with other values shown.',
    fix: 'ALTER TABLE … MODIFY … YEAR.',
    source: 'MySQL 5.7 Reference Manual, "2-Digit YEAR(2) Limitations and Migrating to 4-Digit YEAR"',
  },
  {
    id: 'utf8mb3',
    foretells: ['mysql-utf8mb3-name'],
    asks: 'Which columns are in utf8 (utf8mb3)?',
    fits: ({ charset }) => charset === 'utf8' || charset === 'utf8mb3',
    noun: 'utf8mb3 column',
    severity: (candidate) => (candidate >= 80_000 ? 'info' : undefined),
    onCandidate: 'deprecated; new tables are utf8mb4',
    why: 'utf8mb3 cannot hold emoji (1366 in strict mode, a cut text without), and joined to a utf8mb4 column it may not use its index.',
    fix: 'CONVERT TO CHARACTER SET utf8mb4 COLLATE …, all tables that are joined together, at one time.',
    source: 'MySQL Reference Manual, "Converting Between 3-Byte and 4-Byte Unicode Character Sets"',
  },
]

function columnKindCheck(kind: ColumnKind): Check {
  const { id, foretells = [], asks, why, fix, source } = kind
  return check({
    id,
    foretells,
    asks,
    why,
    fix,
    source,
    legacy: ['columns', 'version'],
    candidate: ['version'],
    judge(legacy, candidate) {
      const severity = kind.severity(versionNumber(candidate.version))
      // When legacy's version objects just as much, the migration changes nothing.
      if (severity === undefined || kind.severity(versionNumber(legacy.version)) === severity) return []
      const places = legacy.columns.filter(kind.fits).map(({ table, name }) => `${table}.${name}`)
      return over(places, (count) => ({
        severity,
        what: counted(count, kind.noun),
        legacy: 'allowed',
        candidate: kind.onCandidate,
      }))
    },
  })
}

/** Checks that test each column for one trait. */
export const columnKindChecks: readonly Check[] = kinds.map(columnKindCheck)
