import type { MedianInterval, Percentiles } from '../base/statistics/median.js'
import type { BaselineEntry } from './baseline.js'
import type { Difference } from './difference.js'
import type { Evidence, FindingState, Proof, Severity, WithdrawnFinding } from './finding.js'
import type { ControlLoad, LiveTapShare, Run, RunNote, Totals } from './run.js'
import type { Yardstick } from './timing.js'

/**
 * What a recording says about one run: the content of every report. Written as JSON this is schema 1, documented in docs/report-json.md:
 * fields may be added, never changed.
 */
export interface RunReport {
  readonly schema: 1
  readonly run: ReportedRun
  readonly totals: Totals & {
    /** Requests in progress when the recording ended: 0 except after a crash. */
    readonly unsettled: number
  }
  /** Load that asking legacy a second time caused; absent for a run without control. */
  readonly controlLoad?: ControlLoad
  /** How much of live legacy's SQL is certain; absent for a run that did not tap it. */
  readonly liveTap?: LiveTapShare
  /** Expectations of scenarios that were not met, why a replay ended early, and other sentences about the run. */
  readonly notes: readonly RunNote[]
  readonly gate: GateDecision
  /** What became of the findings accepted before; absent when no baseline was given. */
  readonly baseline?: ReportedBaseline
  /** The worst first, as `rankOf` orders them, then by count. */
  readonly findings: readonly ReportedFinding[]
  /** Findings that were reported during the run and are none any more, with the reason. */
  readonly withdrawn: readonly WithdrawnFinding[]
  /** Differences explained by noise, by source: the most frequent first. */
  readonly noise: readonly ReportedNoise[]
  /** Sentences about the user's rules that hide nothing, too much, or nothing any more. */
  readonly noiseWarnings: readonly string[]
  /** Sorted by `sharePercent`, the largest first. */
  readonly routes: readonly ReportedRoute[]
  /** Routes that were mirrored but of which no pair could be compared. */
  readonly routesNotCompared: readonly string[]
}

/** A run's report before the gate is applied. */
export type UngatedReport = Omit<RunReport, 'gate' | 'baseline'>

/** What one source of noise hid. */
export interface ReportedNoise {
  /** `control`, `learned`, `builtin:ID` or `rule:NAME`. */
  readonly source: string
  readonly differences: number
  readonly pairs: number
  readonly routes: number
  /** Places where it hid the most. */
  readonly places: readonly NoisePlace[]
}

export interface NoisePlace {
  readonly route: string
  readonly part: Difference['part']
  readonly kind: Difference['kind']
  readonly path: string
  readonly differences: number
  /** Example of legacy's value; null when that side had none. */
  readonly legacy: string | null
  readonly candidate: string | null
  /** How often each side disagreed with legacy there; absent when no pair of the route had a control. */
  readonly disagreed?: PlaceStatistics
}

/** Disagreements with legacy at one place, over the pairs that had a control. List items count as one place, and so do lines of a text. */
export interface PlaceStatistics {
  readonly pairs: number
  readonly candidate: Disagreed
  readonly control: Disagreed
}

export interface Disagreed {
  readonly pairs: number
  /** The 95 % interval of the share of pairs, in percent. */
  readonly lowPercent: number
  readonly highPercent: number
}

export interface ReportedRun extends Omit<Run, 'startedAt' | 'endedAt' | 'legs'> {
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** null while the run is in progress, and forever if Sosie was killed. */
  readonly endedAt: string | null
  readonly legacy: string
  readonly candidate: string
  readonly control: string | null
}

export interface GateDecision {
  readonly passed: boolean
  /** Sentences; empty when it passed. */
  readonly reasons: readonly string[]
  /** Every rule that was applied, including those that the run meets. */
  readonly checks: readonly GateCheck[]
  /** Sentences about what could not be judged or will not hold for long. They never fail the gate. */
  readonly remarks: readonly string[]
}

/** One rule of the gate and how the run fares against it. */
export interface GateCheck {
  readonly rule: GateRule
  /** Sentences; empty when the run meets the rule. */
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

/** A baseline compared with what a run saw: ids of findings, and baseline entries that were not seen. */
export interface ReportedBaseline {
  /** Open and not in the baseline. */
  readonly new: readonly string[]
  /** Seen again and still accepted. */
  readonly accepted: readonly string[]
  /** Seen again after the last day of their entry: they count. */
  readonly expired: readonly string[]
  /** Not seen although all their routes were compared. */
  readonly fixed: readonly BaselineEntry[]
  /** Not seen, but not all their routes were compared: nothing is known. */
  readonly notCovered: readonly BaselineEntry[]
}

/** Who decided that a finding does not count, and why. */
export interface Acceptance {
  readonly by: 'baseline' | 'configuration'
  readonly reason: string
  readonly author?: string
  /** Last day on which it holds, such as `2026-12-31`. */
  readonly expires?: string
}

export interface ReportedFinding {
  readonly id: string
  readonly cause: string
  /** The same for all sightings of the finding: PHP file:line, else statement digest, else where and how the answers differ. */
  readonly signature: string
  readonly severity: Severity
  readonly state: FindingState
  /** Why it is accepted; absent unless the gate's configuration or its baseline accepts it. */
  readonly acceptance?: Acceptance
  readonly proof: Proof
  readonly title: string
  readonly routes: readonly { readonly route: string; readonly count: number }[]
  readonly clients: readonly { readonly client: string; readonly count: number }[]
  /** Number of pairs that show it. */
  readonly count: number
  /** Pairs that were not compared because they follow from it, with what connects them to it; absent when there are none. */
  readonly followedBy?: readonly { readonly route: string; readonly way: string; readonly count: number }[]
  readonly firstSeen: string
  readonly lastSeen: string
  readonly evidence: Evidence
  /** How to fix it, in a sentence or two. */
  readonly fix: string
  /** Ids of pairs; `example` is the first of them in full. */
  readonly examples: readonly string[]
  readonly example?: ExamplePair
  /** Id of an earlier finding with the same example pair: JSON contains each pair once. */
  readonly exampleIn?: string
  /** The scenario whose replay showed it; absent for live traffic. `line` counts from 1. */
  readonly scenario?: { readonly file: string; readonly line?: number }
}

/** One pair as shown to a person: bodies as truncated, redacted text. */
export interface ExamplePair {
  readonly id: string
  readonly route: string
  /** Redacted. */
  readonly target: string
  readonly differences: readonly Difference[]
  readonly legacy: ExampleSide
  readonly candidate: ExampleSide
  /** What both sides ran; absent when no tap saw it or it was not kept for this pair. */
  readonly sql?: ExampleSql
}

/** The statements of a pair in the order sent, redacted; null for a side that no tap saw. */
export interface ExampleSql {
  /** `control`: legacy's own connection was not tapped, so control's statements stand for it. */
  readonly seenOn: 'legacy' | 'control'
  readonly legacy: readonly ReportedStatement[] | null
  readonly candidate: readonly ReportedStatement[] | null
  /** Number of statements beyond a report's limit. */
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
  /** MySQL's error number; null when it succeeded. */
  readonly errno: number | null
}

export interface ExampleSide {
  /** null when no answer came; `failure` says why. */
  readonly status: number | null
  readonly failure?: string
  readonly ms: number
  /** Bytes of the body as received. */
  readonly size: number
  /** The first part of a textual body; null for binary bodies and when the body was not kept. */
  readonly text: string | null
  /** Lines of the lane's PHP error log. */
  readonly log: readonly string[]
  readonly statements: number
}

export interface ReportedRoute {
  readonly route: string
  /** Number of compared pairs. */
  readonly pairs: number
  readonly mismatch: number
  /** Milliseconds of the whole answer. Null when nothing was timed. */
  readonly legacyMs: Percentiles | null
  readonly candidateMs: Percentiles | null
  /** Times of control, when the candidate's time is compared with it. */
  readonly controlMs: Percentiles | null
  /** Candidate's time divided by that of `comparedWith`, paired by request: median and 95 % interval; null below the minimum sample. */
  readonly ratio: MedianInterval | null
  /** The leg that was asked in the same way as the candidate, behind a tap or without one; null when there is none. */
  readonly comparedWith: Yardstick | null
  /** This route's part of the candidate's total time, 0 to 100. */
  readonly sharePercent: number
}
