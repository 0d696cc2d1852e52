/** When the exchanges of a scenario are sent. */
export type Pace =
  /** As they were recorded, but `factor` times as fast: 1 is the recorded pace. */
  | { readonly kind: 'recorded'; readonly factor: number }
  /** Exchanges per second, in the order of the scenario. */
  | { readonly kind: 'rate'; readonly perSecond: number }
  /** Each session as fast as its answers come. */
  | { readonly kind: 'fast' }

/** How scenarios are replayed. */
export interface Plan {
  readonly pace: Pace
  /** Maximum number of times that each scenario is replayed. */
  readonly loops: number
  /** Milliseconds after which no other round begins; absent: only `loops` limits the rounds. */
  readonly durationMs?: number
  /** How many copies of every safe request are sent at once; 1 is as recorded. */
  readonly burst: number
  /** `asked`: a live legacy answers. `recorded`: the answers of the scenario stand in for it. */
  readonly legacy: 'asked' | 'recorded'
  /** True if requests that write are sent to a live legacy. */
  readonly legacyWrites: boolean
  /** The same seed gives the same order of legs. */
  readonly seed: number
}

/**
 * Returns when each exchange is due, in milliseconds after the start of its round. @param offsets at which they began
 * in the recording.
 */
export function dueTimes(offsets: readonly number[], pace: Pace): number[] {
  switch (pace.kind) {
    case 'fast':
      return offsets.map(() => 0)
    case 'rate':
      return offsets.map((_, index) => (index * 1000) / pace.perSecond)
    case 'recorded':
      return offsets.map((ms) => ms / pace.factor)
  }
}
