import type { Severity } from '../model/finding.js'
import type { Percentiles } from '../base/statistics/median.js'
import type { GateDecision } from '../model/report.js'
import type { SqlDifferenceKind } from '../model/sql-difference.js'

/** Result of a comparison of statements: schema 1, documented in docs/sql.md. Fields may be added, never changed. */
export interface SqlReport {
  readonly schema: 1
  readonly run: SqlRun
  readonly ended: SqlEnding
  readonly totals: SqlTotals
  readonly gate: Pick<GateDecision, 'passed' | 'reasons'>
  /** Classes of statements with any difference, the most harmful first. */
  readonly classes: readonly SqlClass[]
  /** Classes by the time that they cost the candidate, the most costly first. */
  readonly times: readonly SqlClassTime[]
  /** Sentences about this run that a reader should know. */
  readonly notes: readonly string[]
}

export interface SqlRun {
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly endedAt: string
  readonly source: { readonly kind: 'slow log' | 'general log' | 'run'; readonly name: string }
  readonly legacy: SqlServer
  readonly candidate: SqlServer
  readonly sosie: string
  readonly concurrency: number
  readonly writes: boolean
}

export interface SqlServer {
  /** `host:port/database`, without credentials. */
  readonly address: string
  readonly version: string
  /** The server's own sql_mode, in which every session begins. */
  readonly sqlMode: string
}

export interface SqlEnding {
  /** `limit`: as many statements were read as requested. */
  readonly how: 'complete' | 'limit' | 'interrupted' | 'server-gone'
  /** Absent when there is nothing to say. */
  readonly sentence?: string
}

/** These sums are exact: statements = compared + Σ notCompared, compared = same + noise + different. */
export interface SqlTotals {
  /** Number of statements read from the source. */
  readonly statements: number
  readonly compared: number
  readonly same: number
  /** Statements with nothing but differences that are reported although they do no harm by themselves. */
  readonly noise: number
  readonly different: number
  /** Number of statements that were not compared, by reason; a reason that never occurred is absent. */
  readonly notCompared: Readonly<Record<string, number>>
  /** Compared statements that failed on both sides, with the same error or not: they prove nothing. */
  readonly bothFailed: number
  /** The same by legacy's error number: how many, and legacy's message for the first. */
  readonly bothFailedWith: Readonly<Record<string, { readonly count: number; readonly message: string }>>
  /** Compared statements that only set up their session (SET, USE) and did not differ: they prove nothing by themselves. */
  readonly setUp: number
  readonly seconds: number
}

export interface SqlClass {
  readonly digest: string
  /** The statement with `?` for every value. */
  readonly shape: string
  readonly severity: Severity
  /** Number of its statements that were compared. */
  readonly statements: number
  /** The most harmful first. */
  readonly differences: readonly SqlClassDifference[]
}

export interface SqlClassDifference {
  readonly kind: SqlDifferenceKind
  readonly severity: Severity
  /** Number of statements that show it. */
  readonly count: number
  /** What is different in the first of them. */
  readonly detail: string
  /** Id in the catalogue of causes; absent unless the signs match one. */
  readonly cause?: string
  readonly fix?: string
  /** At most three. */
  readonly examples: readonly SqlExample[]
}

export interface SqlExample {
  readonly sql: string
  /** Where the statement comes from: `line 12` of the log, or the request of a run. */
  readonly place: string
  readonly legacy: SqlExampleSide
  readonly candidate: SqlExampleSide
}

/** One side's answer, cut to a bounded size. */
export interface SqlExampleSide {
  readonly error?: { readonly errno: number; readonly sqlState: string; readonly message: string }
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Number of rows of the whole answer. */
  readonly rowCount: number
  /** Rows that show the difference, or the first ones when no rows do. */
  readonly rows: readonly (readonly (string | null)[])[]
  readonly warnings: readonly { readonly level: string; readonly code: number; readonly message: string }[]
  readonly affectedRows: number
  readonly ms: number
}

export interface SqlClassTime {
  readonly digest: string
  readonly shape: string
  readonly statements: number
  readonly legacyMs: Percentiles
  readonly candidateMs: Percentiles
  /** Candidate over legacy, statement by statement: median and 95 % interval; null when the sample is too small. */
  readonly ratio: { readonly median: number; readonly low: number; readonly high: number } | null
  /** This class's share of all the time that the candidate spent, 0 to 100. */
  readonly sharePercent: number
}
