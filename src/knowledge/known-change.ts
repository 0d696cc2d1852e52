import type { Difference, DifferencePart } from '../model/difference.js'
import type { Severity } from '../model/finding.js'
import type { SqlDifferenceKind } from '../model/sql-difference.js'
import type { Level } from '../php/diagnostic.js'

/** A text of PHP, by the class of what was thrown or by its level. */
export interface PhpSign {
  readonly class?: string
  readonly level?: Level
  readonly says: RegExp
}

/** An error of the candidate's server where legacy's took the statement. */
export interface SqlSign {
  readonly errno?: number
  /** Found in the statement or in the error's text; anything without it. */
  readonly says?: RegExp
  /** How to fix what shows this sign, where that is not the change's own `fix`. */
  readonly fix?: string
}

/** Two servers gave the same statement other answers. */
export interface RowsSign {
  readonly kind: Exclude<SqlDifferenceKind, 'candidate-fails'>
  /** Found in the statement, or in the rows that only the candidate gave; anything without it. */
  readonly says?: RegExp
  readonly fix?: string
}

/** A disagreement of two answers; what is not given fits anything. */
export interface DifferenceSign {
  readonly part: DifferencePart
  readonly kind?: Difference['kind']
  readonly path?: RegExp
  readonly legacy?: RegExp
  readonly candidate?: RegExp
}

export type Sign =
  | { readonly php: PhpSign }
  | { readonly sql: SqlSign }
  | { readonly rows: RowsSign }
  | { readonly difference: DifferenceSign }

/** A row of the catalogue: a change between two versions that a text, an error number or a difference gives away. */
export interface KnownChange {
  readonly id: string
  readonly area: 'php' | 'mysql' | 'web'
  /** The version that brought it. */
  readonly since: string
  readonly severity: Severity
  readonly name: string
  readonly before: string
  readonly after: string
  readonly fix: string
  readonly source: string
  /** What a user meets, in a sentence. */
  readonly usersSee: string
  /** The first that fits counts, among all of the catalogue. */
  readonly signs: readonly Sign[]
}
