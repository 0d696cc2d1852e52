import type { Difference } from './difference.js'
import type { FindingKey, ProbeQuestion, Sighting } from './finding.js'
import type { IncomparableReason, Verdict } from './pair.js'

/** A difference that is no news: control disagrees with legacy at that place too, or a rule says so. */
export interface NoiseDifference {
  readonly difference: Difference
  /** `control`, or the name of the rule. */
  readonly source: string
}

/** Why the two stacks hold other data behind a pair, with the table or the route that shows it. */
export interface ApartBecause {
  /**
   * `drift`: a drift check said so. `control-write`: control's own request changed it. `control-count`: numbers are ahead by as many
   * times as control was asked. `unmirrored-write`: legacy took it alone. `failed-write`: the candidate failed at it.
   */
  readonly kind: 'drift' | 'control-write' | 'control-count' | 'unmirrored-write' | 'failed-write'
  readonly name: string
  /** Only of a failed write that is a finding: which, and what leads from it to this pair, `the table orders` or `the session`. */
  readonly follows?: { readonly finding: FindingKey; readonly way: string }
}

/** What a person should hear about one pair. */
export interface Judgement {
  readonly verdict: Verdict
  /** Only with the verdict `incomparable`. */
  readonly incomparable?: IncomparableReason
  /** Only with the reason `unpaired-data`: what the two stacks hold apart. */
  readonly apart?: ApartBecause
  readonly differences: readonly Difference[]
  readonly noise: readonly NoiseDifference[]
  readonly sightings: readonly Sighting[]
  /** What only an experiment can tell about this pair's sightings. */
  readonly questions: readonly ProbeQuestion[]
}
