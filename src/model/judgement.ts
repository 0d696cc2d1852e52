import type { Difference } from './difference.js'
import type { FindingKey, ProbeQuestion, Sighting } from './finding.js'
import type { IncomparableReason, Verdict } from './pair.js'

/** A difference explained by noise: control disagrees with legacy at that place too, or a rule covers it. */
export interface NoiseDifference {
  readonly difference: Difference
  /** `control`, or the name of the rule. */
  readonly source: string
}

/** Why the two stacks hold different data behind a pair; `name` is the table or the route that shows it. */
export interface ApartBecause {
  /**
   * `drift`: a drift check found it. `control-write`: control's own request changed it. `control-count`: numbers are ahead by as many as
   * control was asked. `unmirrored-write`: only legacy took the write. `failed-write`: the candidate failed the write.
   */
  readonly kind: 'drift' | 'control-write' | 'control-count' | 'unmirrored-write' | 'failed-write'
  readonly name: string
  /** Only of a failed write that is itself a finding: which one, and what connects it to this pair, `the table orders` or `the session`. */
  readonly follows?: { readonly finding: FindingKey; readonly way: string }
}

/** The result of judging one pair. */
export interface Judgement {
  readonly verdict: Verdict
  /** Only with the verdict `incomparable`. */
  readonly incomparable?: IncomparableReason
  /** Only with the reason `unpaired-data`: what data differs between the stacks. */
  readonly apart?: ApartBecause
  readonly differences: readonly Difference[]
  readonly noise: readonly NoiseDifference[]
  readonly sightings: readonly Sighting[]
  /** Questions about this pair's sightings that only an experiment can answer. */
  readonly questions: readonly ProbeQuestion[]
}
