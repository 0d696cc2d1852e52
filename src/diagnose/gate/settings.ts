import type { Severity } from '../../model/finding.js'

/** What a run must keep to pass; `gate:` of the configuration, docs/gate.md. */
export interface GateSettings {
  /** Open findings of each severity that may be; a severity that is not named may have any number. */
  readonly max: Readonly<Partial<Record<Severity, number | undefined>>>
  /** Open findings without an explanation that may be, of whatever severity. */
  readonly unexplained?: number | undefined
  readonly ratios: readonly RatioLimit[]
  readonly coverage: Coverage
}

/** How many times as long as on legacy routes may take. The first limit whose pattern fits a route is its limit. */
export interface RatioLimit {
  /** `GET /product/*`; `*` stands for any characters. */
  readonly route: string
  readonly max: number
}

/** How much of the traffic must have been compared for the run to say anything. */
export interface Coverage {
  /** Least part of the mirrored routes that was compared, 0 to 1. */
  readonly routes?: number | undefined
  /** Least part of the mirrored requests that was compared, 0 to 1. */
  readonly pairs?: number | undefined
  /** Patterns of routes of which each must have been compared. */
  readonly expect: readonly string[]
}

/** No critical or major finding that nobody accepted, and something was compared at all. */
export const defaultGate: GateSettings = {
  max: { critical: 0, major: 0 },
  ratios: [],
  coverage: { expect: [] },
}
