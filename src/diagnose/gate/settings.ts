import type { Severity } from '../../model/finding.js'

/** Limits that a run must keep to pass: `gate:` of the configuration, docs/gate.md. */
export interface GateSettings {
  /** Max open findings of each severity; a severity that is not named has no limit. */
  readonly max: Readonly<Partial<Record<Severity, number | undefined>>>
  /** Max open findings without an explanation, of any severity. */
  readonly unexplained?: number | undefined
  readonly ratios: readonly RatioLimit[]
  readonly coverage: Coverage
}

/** Max time of routes as a multiple of legacy's. The first limit whose pattern fits a route is its limit. */
export interface RatioLimit {
  /** `GET /product/*`; `*` stands for any characters. */
  readonly route: string
  readonly max: number
}

/** How much of the traffic must have been compared for the run to say anything. */
export interface Coverage {
  /** Min share of the mirrored routes that was compared, 0 to 1. */
  readonly routes?: number | undefined
  /** Min share of the mirrored requests that was compared, 0 to 1. */
  readonly pairs?: number | undefined
  /** Patterns of routes; at least one route that fits each must have been compared. */
  readonly expect: readonly string[]
}

/** Allows no critical or major finding that nobody accepted, and requires that something was compared at all. */
export const defaultGate: GateSettings = {
  max: { critical: 0, major: 0 },
  ratios: [],
  coverage: { expect: [] },
}
