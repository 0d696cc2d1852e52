/** A key by its columns, every value as text: numbers plain, binary as hexadecimal digits, the rest as UTF-8. */
export type KeyByColumn = Readonly<Record<string, string>>

/** A row that one side has otherwise than the other. */
export interface DriftedRow {
  readonly key: KeyByColumn
  /** Seen from the candidate: `missing` there, `extra` there, or `changed`. */
  readonly what: 'missing' | 'extra' | 'changed'
  /** Names of the columns that differ; only where it is `changed`, in the order of the table. */
  readonly columns?: readonly string[]
}

/**
 * `in-step`: the same rows. `drifted`: not. `only-legacy`, `only-candidate`: the other side has no such table. `unreadable`: a
 * statement failed, `why` says how. `unchecked`: the check ended before it.
 */
export const tableStates = ['in-step', 'drifted', 'only-legacy', 'only-candidate', 'unreadable', 'unchecked'] as const
export type TableState = (typeof tableStates)[number]

/** Columns that could not be compared, or not as they are. */
export interface ColumnDrift {
  readonly onlyLegacy: readonly string[]
  readonly onlyCandidate: readonly string[]
  /** Of another type, as `price: float, decimal(10,2)`; compared all the same. */
  readonly otherType: readonly string[]
}

/** What is known of one table. */
export interface TableDrift {
  readonly table: string
  readonly state: TableState
  /** `ranges`: by ranges of a key. `lookups`: row by row, for the key is sorted otherwise on each side. `whole`: no common key. */
  readonly walk?: 'ranges' | 'lookups' | 'whole'
  /** Rows that were read; 0 where the table was not. */
  readonly legacyRows: number
  readonly candidateRows: number
  readonly missing: number
  readonly extra: number
  readonly changed: number
  /** False where the three counts before are only a lower bound. */
  readonly exact: boolean
  /** The first of them. */
  readonly rows: readonly DriftedRow[]
  readonly columns: ColumnDrift
  /** Why it could not be read, or not to its end. */
  readonly why?: string
  readonly seconds: number
}

/** What a check of two databases found: `sosie drift --json`, schema 1. Fields may be added, never changed. */
export interface DriftReport {
  readonly schema: 1
  readonly startedAt: string
  readonly endedAt: string
  /** True when every table that was asked for was read to its end on both sides. */
  readonly complete: boolean
  /** Why it ended early: absent where it did not. */
  readonly ended?: string
  /** Where `--from` takes it up again; only where it ended early. */
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

/** Tables of which it is known that their rows differ. */
export function driftedTables({
  tables,
}: {
  readonly tables: readonly Pick<TableDrift, 'table' | 'state'>[]
}): string[] {
  return tables.filter(({ state }) => state === 'drifted').map(({ table }) => table)
}
