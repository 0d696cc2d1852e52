import type { Difference, DifferencePart } from '../model/difference.js'
import type { Severity } from '../model/finding.js'
import type { SqlDifferenceKind } from '../model/sql-difference.js'
import type { Level } from '../php/diagnostic.js'

/** Matches a message of PHP, by the class of the error thrown or by the level of the diagnostic. */
export interface PhpSign {
  readonly class?: string
  readonly level?: Level
  readonly says: RegExp
}

/** Matches an error of the candidate's server for a statement that legacy's server accepts. */
export interface SqlSign {
  readonly errno?: number
  /** Searched for in the statement and in the error message; when absent, anything matches. */
  readonly says?: RegExp
  /** How to fix what shows this sign; when absent, the change's own `fix` applies. */
  readonly fix?: string
}

/** Matches a statement that the two servers answered differently. */
export interface RowsSign {
  readonly kind: Exclude<SqlDifferenceKind, 'candidate-fails'>
  /** Searched for in the statement, in the candidate's error message and in its rows that differ; when absent, anything matches. */
  readonly says?: RegExp
  readonly fix?: string
}

/** Matches a difference between two answers; an absent field matches anything. */
export interface DifferenceSign {
  readonly part: DifferencePart
  readonly kind?: Difference['kind']
  readonly path?: RegExp
  readonly legacy?: RegExp
  readonly candidate?: RegExp
  /** True when the one value is what the change makes of the other. */
  readonly change?: (legacy: string, candidate: string) => boolean
}

export type Sign =
  | { readonly php: PhpSign }
  | { readonly sql: SqlSign }
  | { readonly rows: RowsSign }
  | { readonly difference: DifferenceSign }

/** A row of the catalogue: a change between two versions that is recognised by a message, an error number or a difference. */
export interface KnownChange {
  readonly id: string
  readonly area: 'php' | 'mysql' | 'web'
  /** The version that introduced it. */
  readonly since: string
  readonly severity: Severity
  readonly name: string
  readonly before: string
  readonly after: string
  readonly fix: string
  readonly source: string
  /** What a user experiences, in a sentence. */
  readonly usersSee: string
  /** How Sosie knows it, if it is not by its signs alone. */
  readonly known?: string
  /** The first sign that matches counts, in the order of the whole catalogue. Empty for a row that a cause names by itself. */
  readonly signs: readonly Sign[]
}
