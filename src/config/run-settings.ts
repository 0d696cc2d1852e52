import { ownRoots, type OwnRoots } from '../compare/noise/roots.js'
import type { NoiseRule } from '../compare/noise/rules.js'
import { defaultThresholds, type Thresholds } from '../knowledge/cause.js'
import { withPresentNames } from './renamed-keys.js'

/** What a run was judged by, out of the configuration that is kept with it. */
export interface RunSettings {
  readonly noise: { readonly rules: readonly NoiseRule[]; readonly maxShare: number }
  readonly thresholds: Thresholds
  /** Tables whose rows were known to differ. */
  readonly driftedTables: readonly string[]
  /** Folders of the stacks' code, where they were named. */
  readonly roots: OwnRoots
}

type KeptConfig = Partial<Omit<RunSettings, 'roots'>> & Parameters<typeof ownRoots>[0]

/** @param kept as the store gives it back. */
export function runSettings(kept: unknown): RunSettings {
  const { noise, thresholds, driftedTables = [], ...config } = keptConfig(kept)
  return {
    noise: { rules: [], maxShare: 1, ...noise },
    thresholds: { ...defaultThresholds, ...thresholds },
    driftedTables,
    roots: ownRoots(config),
  }
}

/** The configuration of a run that is judged by other rules from now on. */
export function withRules(kept: unknown, rules: readonly NoiseRule[]): unknown {
  const config = keptConfig(kept)
  return { ...config, noise: { maxShare: 1, ...config.noise, rules } }
}

/** The configuration of a run whose drifted tables are these from now on. */
export function withDriftedTables(kept: unknown, driftedTables: readonly string[]): unknown {
  return { ...keptConfig(kept), driftedTables }
}

/** A run of an older version was configured with older names. */
function keptConfig(kept: unknown): KeptConfig {
  return withPresentNames(kept as object).value
}
