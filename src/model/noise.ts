import type { Fault } from './fault.js'

/** How often the two sides disagreed with legacy at one place. */
export interface PlaceCounts {
  readonly candidate: number
  readonly control: number
  /** Forms of the values that legacy and control showed there, a few of them; absent in what an older version kept. */
  readonly forms?: readonly string[]
}

/** What was learned of noise in a run, as data: judging with the same snapshot gives the same result. */
export interface NoiseSnapshot {
  readonly version: 2
  /** Pairs of each route that had a control. */
  readonly pairs: Readonly<Record<string, number>>
  readonly places: Readonly<Record<string, PlaceCounts>>
  /** What legacy or control themselves did wrong on each route. */
  readonly faults: Readonly<Record<string, readonly Fault[]>>
  /** Places where a value that looks random came twice: it is content. */
  readonly repeated: Readonly<Record<string, true>>
}

/** What a rule hid on a route. */
export interface HiddenByRule {
  readonly rule: string
  readonly route: string
  readonly hidden: number
  /** Differences of the route, hidden or not. */
  readonly all: number
}
