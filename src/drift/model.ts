/** Values of a key by column, each as text: numbers plain, binary as hexadecimal digits, the rest as UTF-8. */
export type KeyByColumn = Readonly<Record<string, string>>

/** A row that differs between the two sides. */
export interface DriftedRow {
  readonly key: KeyByColumn
  /** As seen from the candidate: `missing` there, `extra` there, or `changed`. */
  readonly what: 'missing' | 'extra' | 'changed'
  /** Names of the columns that differ, in the order of the table; only when the row is `changed`. */
  readonly columns?: readonly string[]
}

/**
 * `in-step`: the same rows. `drifted`: other rows. `only-legacy`, `only-candidate`: the other side has no such table. `unreadable`: a
 * statement failed, `why` says how. `unchecked`: the check ended before the table was read to its end.
 */
export const tableStates = ['in-step', 'drifted', 'only-legacy', 'only-candidate', 'unreadable', 'unchecked'] as const
export type TableState = (typeof tableStates)[number]

/** Columns that could not be compared, or that have different types. */
export interface ColumnDrift {
  readonly onlyLegacy: readonly string[]
  readonly onlyCandidate: readonly string[]
  /** Columns whose type differs, as `price: float, decimal(10,2)`; compared by value all the same. */
  readonly otherType: readonly string[]
}

/** What is known about one table. */
export interface TableDrift {
  readonly table: string
  readonly state: TableState
  /** `ranges`: by ranges of a key. `lookups`: by looking up each key, since the servers sort the key differently. `whole`: no common key. */
  readonly walk?: 'ranges' | 'lookups' | 'whole'
  /** Number of rows read; 0 when the table was not read. */
  readonly legacyRows: number
  readonly candidateRows: number
  readonly missing: number
  readonly extra: number
  readonly changed: number
  /** False when the three counts above are only a lower bound. */
  readonly exact: boolean
  /** The first differing rows. */
  readonly rows: readonly DriftedRow[]
  readonly columns: ColumnDrift
  /** Why the table could not be read, or not to its end. */
  readonly why?: string
  readonly seconds: number
}

/** What a check of two databases found: `sosie drift --json`, schema 1. Fields may be added, never changed. */
export interface DriftReport {
  readonly schema: 1
  readonly startedAt: string
  readonly endedAt: string
  /** True when every table that was asked for and is on both sides was read to its end. */
  readonly complete: boolean
  /** Why the check ended early; absent when it did not. */
  readonly ended?: string
  /** Table at which `--from` resumes the check; absent unless it ended early. */
  readonly next?: string
  /** `host:port/database`, and the version of the server. */
  readonly legacy: DriftSide
  readonly candidate: DriftSide
  readonly tables: readonly TableDrift[]
}

export interface DriftSide {
  readonly database: string
  readonly version: string
}

/** Returns the tables whose rows are known to differ. */
export function driftedTables({
  tables,
}: {
  readonly tables: readonly Pick<TableDrift, 'table' | 'state'>[]
}): string[] {
  return tables.filter(({ state }) => state === 'drifted').map(({ table }) => table)
}
