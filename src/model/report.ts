import type { MedianInterval, Percentiles } from '../base/statistics/median.js'
import type { BaselineEntry } from './baseline.js'
import type { Difference } from './difference.js'
import type { Evidence, FindingState, Proof, Severity, WithdrawnFinding } from './finding.js'
import type { ControlLoad, LiveTapShare, Run, RunNote, Totals } from './run.js'
import type { Yardstick } from './timing.js'

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
  /** What scenarios expected and was not met, and why a replay ended before its end. */
  readonly notes: readonly RunNote[]
  readonly gate: GateDecision
  /** What became of the findings that were accepted before; absent where no baseline was given. */
  readonly baseline?: ReportedBaseline
  /** The worst first, as `rankOf` orders them, then by count. */
  readonly findings: readonly ReportedFinding[]
  /** What was told while it ran and is no finding any more, with why. */
  readonly withdrawn: readonly WithdrawnFinding[]
  /** Differences that are no news, by what they are known: the most frequent first. */
  readonly noise: readonly ReportedNoise[]
  /** Rules of the user's that hide nothing, too much, or nothing any more; sentences. */
  readonly noiseWarnings: readonly string[]
  /** The slowest share of candidate's time first. */
  readonly routes: readonly ReportedRoute[]
  /** Routes that were mirrored, but of which no pair could be compared. */
  readonly routesNotCompared: readonly string[]
}

/** A run before its gate was asked. */
export type UngatedReport = Omit<RunReport, 'gate' | 'baseline'>

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
  /** How often each side disagreed with legacy there; absent where no pair of the route had a control. */
  readonly disagreed?: PlaceStatistics
}

/** Disagreements with legacy at one place, list items and lines of a text taken together, over the pairs that had a control. */
export interface PlaceStatistics {
  readonly pairs: number
  readonly candidate: Disagreed
  readonly control: Disagreed
}

export interface Disagreed {
  readonly pairs: number
  /** The 95 % interval of its share of the pairs, in percent. */
  readonly lowPercent: number
  readonly highPercent: number
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
  /** Every rule that the run was asked, those that it kept too. */
  readonly checks: readonly GateCheck[]
  /** What could not be judged, or will not hold for long; sentences. They never fail the gate. */
  readonly remarks: readonly string[]
}

/** One rule of the gate, and what the run has to do with it. */
export interface GateCheck {
  readonly rule: GateRule
  /** Sentences; empty where the run keeps the rule. */
  readonly reasons: readonly string[]
  /** Ids of the open findings that the rule counts. */
  readonly findings: readonly string[]
}

export type GateRule =
  | 'compared'
  | 'whole'
  | 'answering'
  | 'expectations'
  | Severity
  | 'unexplained'
  | 'ratios'
  | 'routes'
  | 'expected-routes'
  | 'pairs'

/** A baseline against what a run saw: ids of findings, and entries of the baseline that were not seen. */
export interface ReportedBaseline {
  /** Open, and not in the baseline. */
  readonly new: readonly string[]
  /** Seen again, and still accepted. */
  readonly accepted: readonly string[]
  /** Seen again after the last day of their entry: they count. */
  readonly expired: readonly string[]
  /** Not seen, though every route of theirs was compared. */
  readonly fixed: readonly BaselineEntry[]
  /** Not seen, but not every route of theirs was compared: nothing is known. */
  readonly notCovered: readonly BaselineEntry[]
}

/** Who decided that a finding does not count, and why. */
export interface Acceptance {
  readonly by: 'baseline' | 'configuration'
  readonly reason: string
  readonly author?: string
  /** The last day on which it holds, `2026-12-31`. */
  readonly expires?: string
}

export interface ReportedFinding {
  readonly id: string
  readonly cause: string
  /** What makes two sightings of a cause one finding: PHP file:line, else statement digest, else where and how answers differ. */
  readonly signature: string
  readonly severity: Severity
  readonly state: FindingState
  /** Why it is accepted, where the gate's configuration or its baseline says so. */
  readonly acceptance?: Acceptance
  readonly proof: Proof
  readonly title: string
  readonly routes: readonly { readonly route: string; readonly count: number }[]
  readonly clients: readonly { readonly client: string; readonly count: number }[]
  /** Pairs that show it. */
  readonly count: number
  /** Pairs that were not compared because they follow from it, with what leads to them; absent where there are none. */
  readonly followedBy?: readonly { readonly route: string; readonly way: string; readonly count: number }[]
  readonly firstSeen: string
  readonly lastSeen: string
  readonly evidence: Evidence
  /** How to fix it, in a sentence or two. */
  readonly fix: string
  /** Ids of pairs; `example` is the first of them, whole. */
  readonly examples: readonly string[]
  readonly example?: ExamplePair
  /** Id of the finding above it whose example is the same pair: as JSON each pair is written once. */
  readonly exampleIn?: string
  /** The scenario whose replay showed it; absent for live traffic. `line` counts from 1. */
  readonly scenario?: { readonly file: string; readonly line?: number }
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
  /** What both sides ran; absent where no tap saw it, or it was not kept for this pair. */
  readonly sql?: ExampleSql
}

/** The statements of a pair in the order sent, redacted; null for a side that no tap saw. */
export interface ExampleSql {
  /** `control`: legacy's own connection was not tapped, its second answer speaks for it. */
  readonly seenOn: 'legacy' | 'control'
  readonly legacy: readonly ReportedStatement[] | null
  readonly candidate: readonly ReportedStatement[] | null
  /** Statements past the bound of a report. */
  readonly leftOut: { readonly legacy: number; readonly candidate: number }
}

export interface ReportedStatement {
  /** At most 2,000 characters. */
  readonly sql: string
  readonly digest: string
  /** Milliseconds since the first statement of its side; null in recordings of an older schema. */
  readonly startMs: number | null
  readonly ms: number
  readonly rows: number
  readonly affected: number
  readonly warnings: number
  /** MySQL's error number; null where it succeeded. */
  readonly errno: number | null
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

export interface ReportedRoute {
  readonly route: string
  /** Compared pairs. */
  readonly pairs: number
  readonly mismatch: number
  /** Milliseconds, total time of the answer. Null where nothing was timed. */
  readonly legacyMs: Percentiles | null
  readonly candidateMs: Percentiles | null
  /** Of legacy asked a second time, where the candidate's time is compared with it. */
  readonly controlMs: Percentiles | null
  /** Candidate over what it is compared with, paired by request: median and a 95 % interval; null below the minimum sample. */
  readonly ratio: MedianInterval | null
  /** Legacy as it was asked in the candidate's way, behind a tap or without one; null where it was not. */
  readonly comparedWith: Yardstick | null
  /** This route's part of all time that the candidate spent, 0 to 100. */
  readonly sharePercent: number
}
