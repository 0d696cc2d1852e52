/** When the exchanges of a scenario are sent. */
export type Pace =
  /** As they were recorded, so many times as fast: 1 is the recorded pace. */
  | { readonly kind: 'recorded'; readonly factor: number }
  /** Exchanges a second, in the order of the scenario. */
  | { readonly kind: 'rate'; readonly perSecond: number }
  /** Each session as fast as its answers come. */
  | { readonly kind: 'fast' }

/** How scenarios are replayed. */
export interface Plan {
  readonly pace: Pace
  /** How often each scenario is replayed at the most. */
  readonly loops: number
  /** Milliseconds after which no other round begins; absent: as many rounds as `loops` says. */
  readonly durationMs?: number
  /** Every safe request is sent so often at once: 1 is as recorded. */
  readonly burst: number
  /** `asked`: a live legacy answers. `recorded`: the answers of the scenario stand for it. */
  readonly legacy: 'asked' | 'recorded'
  /** Requests that write are sent to a live legacy. */
  readonly legacyWrites: boolean
  /** The same seed gives the same order of legs and of sessions. */
  readonly seed: number
}

/** Milliseconds after the start of its round at which each exchange is due. @param offsets at which they began when they were recorded. */
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
