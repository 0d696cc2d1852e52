import type { Fault } from './fault.js'

/** How often candidate and control disagreed with legacy at one place. */
export interface PlaceCounts {
  readonly candidate: number
  readonly control: number
  /** Forms of a few of the values that legacy and control showed there; absent in snapshots of an older version. */
  readonly forms?: readonly string[]
}

/** What a run learned about noise, as data: judging with the same snapshot gives the same result. */
export interface NoiseSnapshot {
  readonly version: 2
  /** Number of pairs with a control, by route. */
  readonly pairs: Readonly<Record<string, number>>
  readonly places: Readonly<Record<string, PlaceCounts>>
  /** What legacy or control did wrong themselves, by route. */
  readonly faults: Readonly<Record<string, readonly Fault[]>>
  /** Places where a value that looks random came twice, which makes it content. */
  readonly repeated: Readonly<Record<string, true>>
}

/** What a rule hid on a route. */
export interface HiddenByRule {
  readonly rule: string
  readonly route: string
  readonly hidden: number
  /** All differences of the route, hidden or not. */
  readonly all: number
}
