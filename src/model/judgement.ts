import type { Difference } from './difference.js'
import type { ProbeQuestion, Sighting } from './finding.js'
import type { IncomparableReason, Verdict } from './pair.js'

/** A difference that is no news: control disagrees with legacy at that place too, or a rule says so. */
export interface NoiseDifference {
  readonly difference: Difference
  /** `control`, or the name of the rule. */
  readonly source: string
}

/** What a person should hear about one pair. */
export interface Judgement {
  readonly verdict: Verdict
  /** Only with the verdict `incomparable`. */
  readonly incomparable?: IncomparableReason
  readonly differences: readonly Difference[]
  readonly noise: readonly NoiseDifference[]
  readonly sightings: readonly Sighting[]
  /** What only an experiment can tell about this pair's sightings. */
  readonly questions: readonly ProbeQuestion[]
}
