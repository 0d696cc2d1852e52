import type { Difference } from './difference.js'
import type { Evidence, FindingState, Proof, Severity } from './finding.js'
import type { ControlLoad, LiveTapShare, Run, Totals } from './run.js'

/**
 * What a recording says of one run: the content of every report. Written as JSON this is schema 1, documented in
 * docs/report-json.md: fields may be added, never changed.
 */
export interface RunReport {
  readonly schema: 1
  readonly run: ReportedRun
  readonly totals: Totals & {
    /** Requests under way when the recording ended: 0 but after a crash. */
    readonly unsettled: number
  }
  /** What asking legacy a second time put on it; absent for a run without control. */
  readonly controlLoad?: ControlLoad
  /** What was certain of live legacy's SQL; absent for a run that did not tap it. */
  readonly liveTap?: LiveTapShare
  readonly gate: GateDecision
  /** The worst first: by severity, then proven before possible, then by count. */
  readonly findings: readonly ReportedFinding[]
  /** Differences that are no news, by what they are known: the most frequent first. */
  readonly noise: readonly ReportedNoise[]
  /** Rules of the user's that hide nothing, too much, or nothing any more; sentences. */
  readonly noiseWarnings: readonly string[]
  /** The slowest share of candidate's time first. */
  readonly routes: readonly ReportedRoute[]
}

/** What one source of noise took out. */
export interface ReportedNoise {
  /** `control`, `learned`, `builtin:ID` or `rule:NAME`. */
  readonly source: string
  readonly differences: number
  readonly pairs: number
  readonly routes: number
  /** Places that it took out most often. */
  readonly places: readonly NoisePlace[]
}

export interface NoisePlace {
  readonly route: string
  readonly part: Difference['part']
  readonly kind: Difference['kind']
  readonly path: string
  readonly differences: number
  /** Of one of them; null where that side said nothing. */
  readonly legacy: string | null
  readonly candidate: string | null
}

export interface ReportedRun extends Omit<Run, 'startedAt' | 'endedAt' | 'legs'> {
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** null while it runs, and for ever when Sosie was killed. */
  readonly endedAt: string | null
  readonly legacy: string
  readonly candidate: string
  readonly control: string | null
}

export interface GateDecision {
  readonly passed: boolean
  /** Sentences; empty when it passed. */
  readonly reasons: readonly string[]
}

export interface ReportedFinding {
  readonly id: string
  readonly cause: string
  readonly severity: Severity
  readonly state: FindingState
  readonly proof: Proof
  readonly title: string
  readonly routes: readonly { readonly route: string; readonly count: number }[]
  readonly clients: readonly { readonly client: string; readonly count: number }[]
  /** Pairs that show it. */
  readonly count: number
  readonly firstSeen: string
  readonly lastSeen: string
  readonly evidence: Evidence
  /** How to mend it, in a sentence or two. */
  readonly fix: string
  /** Ids of pairs; `example` is the first of them, whole. */
  readonly examples: readonly string[]
  readonly example?: ExamplePair
}

/** One pair as a person reads it: bodies as bounded, redacted text. */
export interface ExamplePair {
  readonly id: string
  readonly route: string
  /** Redacted. */
  readonly target: string
  readonly differences: readonly Difference[]
  readonly legacy: ExampleSide
  readonly candidate: ExampleSide
}

export interface ExampleSide {
  /** null when no answer came; `failure` says why. */
  readonly status: number | null
  readonly failure?: string
  readonly ms: number
  /** Bytes of the body as it came. */
  readonly size: number
  /** The first part of a textual body; null for binary ones and where the body was not kept. */
  readonly text: string | null
  /** Lines of the lane's PHP error log. */
  readonly log: readonly string[]
  readonly statements: number
}

export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export interface ReportedRoute {
  readonly route: string
  /** Compared pairs. */
  readonly pairs: number
  readonly mismatch: number
  /** Milliseconds, total time of the answer. Null where nothing was timed. */
  readonly legacyMs: Percentiles | null
  readonly candidateMs: Percentiles | null
  /** Candidate over legacy, paired by request: median and a 95 % interval; null below the minimum sample. */
  readonly ratio: { readonly median: number; readonly low: number; readonly high: number } | null
  /** This route's part of all time that the candidate spent, 0 to 100. */
  readonly sharePercent: number
}
