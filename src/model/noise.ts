/** How often the two sides disagreed with legacy at one place. */
export interface PlaceCounts {
  readonly candidate: number
  readonly control: number
}

/** What was learned of noise in a run, as data: judging with the same snapshot gives the same result. */
export interface NoiseSnapshot {
  readonly version: 1
  /** Pairs of each route that had a control. */
  readonly pairs: Readonly<Record<string, number>>
  readonly places: Readonly<Record<string, PlaceCounts>>
}
