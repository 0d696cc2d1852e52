import type { Difference } from '../model/difference.js'
import type { Evidence, ProbeQuestion, Sighting } from '../model/finding.js'
import type { SlowPairs } from '../model/store.js'
import type { Statement } from '../model/statement.js'
import type { RouteTimes } from '../model/timing.js'
import type { Entry, EvidenceFields } from './entry.js'
import type { StatementMeasurement } from './measurement.js'
import type { ReadPair, ToldError } from '../compare/read/pair.js'

/** What a cause sees of one pair: the legs, and what no cause before it explained. */
export interface Symptoms {
  readonly pair: ReadPair
  /** Those that are not noise. */
  readonly differences: readonly Difference[]
  /** Uncaught errors of the candidate, whatever its answer looks like. */
  readonly errors: readonly ToldError[]
  /** Statements that the candidate's server refused. */
  readonly refused: readonly Statement[]
  /** The answers were not compared: of the differences only a status is known. */
  readonly incomparable: boolean
  readonly thresholds: Thresholds
}

/** The floors below which a slower answer is no finding; configurable under `thresholds:`. */
export interface Thresholds {
  /** Milliseconds a request must lose at least. */
  readonly minimumGapMs: number
  /** Part of the candidate's response time that the loss must be, 0 to 1. */
  readonly minimumGapShare: number
  /** How many times slower a statement must be without the cache. */
  readonly cacheFactor: number
  /** Up to how many times legacy-without-cache the candidate may take: beyond it is a worse plan, another cause. */
  readonly planFactor: number
  /** How far apart, in points of a percentage, two ways of measuring what the cache explains may be. */
  readonly agreementPoints: number
  /** Executions of one text in a request that make a loop. */
  readonly repeatedTimes: number
  /** Executions of one shape, with other values each time, that make one. */
  readonly repeatedOtherTimes: number
  /** Milliseconds that all of them but the first must cost the candidate. */
  readonly repeatedMs: number
  /** Milliseconds that a route must be slower, at the low end of the interval. */
  readonly slowerMs: number
  /** How many times as long it must take, at the low end of the interval. */
  readonly slowerRatio: number
  /** Timed pairs below which nothing is said of a route's time. */
  readonly slowerPairs: number
  /** First requests of each route that are not timed: they fill caches. */
  readonly warmUpPairs: number
}

/** From SQL-measurements on PHP 7.4 + MySQL 5.7 against PHP 8.1 + MySQL 9.7, see docs/rules.md. */
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

/** What the times of a route show: the pairs that are slower by more than this show it. */
export interface RouteSighting extends Sighting {
  readonly shownBy: SlowPairs
}

/** What a cause says of a pair, and what of the pair is explained by it: the causes after it are shown the rest. */
export interface Claim {
  readonly sighting: Sighting
  /** The very objects that the symptoms hold. */
  readonly explains: readonly (Difference | ToldError | Statement)[]
}

/** Whether what was suspected is so. `because`: why it is not decided, in a sentence. */
export interface Decision {
  /** Id of the cause that the measurement speaks for: what was suspected, or another one. */
  readonly cause: string
  readonly outcome: 'proven' | 'refuted' | 'inconclusive'
  readonly because?: string
}

/** What an experiment can say of a cause. */
export interface CauseExperiment {
  /** Decides whether it is this cause, or another one that the same experiment knows. */
  decide(measured: StatementMeasurement, thresholds: Thresholds): Decision
  /** Says of a finding of this cause what was measured. */
  tell(measured: StatementMeasurement, thresholds: Thresholds): Pick<Sighting, 'severity' | 'title' | 'evidence'>
  /** Says why what was suspected is not so. */
  whyRefuted(measured: StatementMeasurement, thresholds: Thresholds): string
  /** How it is proven, for people: `proven by repeating the request`. */
  provenBy(evidence: Evidence): string
}

/** Looks for causes in pairs and in the times of routes. */
export interface Detector {
  /** What it speaks of: what an answer says, by its claims, or how long it takes. */
  readonly explains: 'answer' | 'time'
  claims?(symptoms: Symptoms): readonly Claim[]
  /** What it sees in a pair without explaining its answer. */
  sightings?(symptoms: Symptoms): readonly Sighting[]
  /** What only all times of a route can show. Asked when traffic is over. */
  sightingsOfRoute?(times: RouteTimes, thresholds: Thresholds): readonly RouteSighting[]
  /** What an experiment could prove about these sightings. */
  questions?(symptoms: Symptoms, sightings: readonly Sighting[]): readonly ProbeQuestion[]
}

/** A cause that takes more than a sign to know: its words, and how it is seen. */
export interface Cause extends Entry, Detector {
  /** Fields of its evidence that no cause before it in the registry names. */
  readonly evidence: EvidenceFields
  /** What a user meets, in a sentence or two; undefined where the difference itself says it best. */
  usersSee?(evidence: Evidence): string | undefined
  readonly experiment?: CauseExperiment
}
