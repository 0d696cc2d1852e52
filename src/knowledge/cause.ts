import type { Difference } from '../model/difference.js'
import type { Evidence, ProbeQuestion, Sighting } from '../model/finding.js'
import type { SlowPairs } from '../model/store.js'
import type { Statement } from '../model/statement.js'
import type { RouteTimes } from '../model/timing.js'
import type { Entry, EvidenceFields } from './entry.js'
import type { StatementMeasurement } from './measurement.js'
import type { ReadPair, ToldError } from '../compare/read/pair.js'

/** What a cause is shown of one pair: the legs, and whatever no cause before it explained. */
export interface Symptoms {
  readonly pair: ReadPair
  /** Differences that are not noise. */
  readonly differences: readonly Difference[]
  /** Uncaught errors of the candidate, whatever its answer looks like. */
  readonly errors: readonly ToldError[]
  /** Statements that the candidate's server refused. */
  readonly refused: readonly Statement[]
  /** True when the answers were not compared. The only difference there can be is then that of the status. */
  readonly incomparable: boolean
  readonly thresholds: Thresholds
}

/** The limits that decide when slowness is a finding; configurable under `thresholds:`. */
export interface Thresholds {
  /** Minimum loss of a request, in milliseconds. */
  readonly minimumGapMs: number
  /** Minimum loss as a share of the candidate's response time, 0 to 1. */
  readonly minimumGapShare: number
  /** Minimum factor by which a statement must be slower without the query cache. */
  readonly cacheFactor: number
  /** Maximum ratio of the candidate's time to that of legacy without its cache. Beyond it the cause is a worse plan, not the cache. */
  readonly planFactor: number
  /** Maximum gap, in percentage points, between two ways of measuring how much the cache explains. */
  readonly agreementPoints: number
  /** Minimum executions of one text in a request that make a loop. */
  readonly repeatedTimes: number
  /** Minimum executions of one shape that make a loop, whatever the values. */
  readonly repeatedOtherTimes: number
  /** Minimum milliseconds that all executions but the first must cost the candidate. */
  readonly repeatedMs: number
  /** Minimum milliseconds by which a route must be slower, at the low end of the interval. */
  readonly slowerMs: number
  /** Minimum ratio of a route's times, candidate to legacy, at the low end of the interval. */
  readonly slowerRatio: number
  /** Minimum number of timed pairs; with fewer, a route's time is not judged. */
  readonly slowerPairs: number
  /** Number of first requests of each route whose time does not count, because they fill caches. */
  readonly warmUpPairs: number
}

/** Values derived from SQL measurements on PHP 7.4 + MySQL 5.7 against PHP 8.1 + MySQL 9.7, see docs/rules.md. */
export const defaultThresholds: Thresholds = {
  minimumGapMs: 50,
  minimumGapShare: 0.2,
  cacheFactor: 5,
  planFactor: 2,
  agreementPoints: 15,
  repeatedTimes: 10,
  repeatedOtherTimes: 50,
  repeatedMs: 50,
  slowerMs: 20,
  slowerRatio: 1.2,
  slowerPairs: 20,
  warmUpPairs: 3,
}

/** A finding's evidence from the times of a route, with a description of the slow pairs that show it. */
export interface RouteSighting extends Sighting {
  readonly shownBy: SlowPairs
}

/** What a cause asserts about a pair, and the parts of the pair that it explains. Later causes are shown only the rest. */
export interface Claim {
  readonly sighting: Sighting
  /** The same objects that the symptoms hold, not copies: they are matched by identity. */
  readonly explains: readonly (Difference | ToldError | Statement)[]
}

/** The outcome of a suspicion. */
export interface Decision {
  /** Id of the cause that the measurement points to: the suspected one, or another. */
  readonly cause: string
  readonly outcome: 'proven' | 'refuted' | 'inconclusive'
  /** Why the outcome is inconclusive, in a sentence. */
  readonly because?: string
}

/** How an experiment proves or refutes a cause. */
export interface CauseExperiment {
  /** Decides whether it is this cause, or another one that the same experiment recognises. */
  decide(measured: StatementMeasurement, thresholds: Thresholds): Decision
  /** Returns the fields of this cause's finding as measured. */
  tell(measured: StatementMeasurement, thresholds: Thresholds): Pick<Sighting, 'severity' | 'title' | 'evidence'>
  /** Returns a sentence that says why the suspicion was wrong. */
  whyRefuted(measured: StatementMeasurement, thresholds: Thresholds): string
  /** Returns how it was proven, in words: `proven by repeating the request`. */
  provenBy(evidence: Evidence): string
}

/** Looks for causes in pairs and in the times of routes. */
export interface Detector {
  /** What it explains: what an answer says (by its claims), or how long it takes. */
  readonly explains: 'answer' | 'time'
  claims?(symptoms: Symptoms): readonly Claim[]
  /** Returns what it sees in a pair without explaining any difference. */
  sightings?(symptoms: Symptoms): readonly Sighting[]
  /** Returns what only all the times of a route together can show. Called when traffic is over. */
  sightingsOfRoute?(times: RouteTimes, thresholds: Thresholds): readonly RouteSighting[]
  /** Returns what an experiment could prove about these sightings. */
  questions?(symptoms: Symptoms, sightings: readonly Sighting[]): readonly ProbeQuestion[]
}

/** A cause that takes more than a sign to recognise: its description, and the code that detects it. */
export interface Cause extends Entry, Detector {
  /** Fields of its evidence, except those that a cause before it in the registry already declares. */
  readonly evidence: EvidenceFields
  /** Returns what a user experiences, in a sentence or two; undefined if the difference itself says it best. */
  usersSee?(evidence: Evidence): string | undefined
  readonly experiment?: CauseExperiment
}
