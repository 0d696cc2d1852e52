import { ownRoots, type OwnRoots } from '../compare/noise/roots.js'
import type { NoiseRule } from '../compare/noise/rules.js'
import { defaultThresholds, type Thresholds } from '../knowledge/cause.js'
import { withPresentNames } from './renamed-keys.js'

/** What a run was judged by, from the configuration that is kept with it. */
export interface RunSettings {
  readonly noise: { readonly rules: readonly NoiseRule[]; readonly maxShare: number }
  readonly thresholds: Thresholds
  /** Tables whose rows were known to differ. */
  readonly driftedTables: readonly string[]
  /** Folders of the stacks' code, if configured. */
  readonly roots: OwnRoots
}

type KeptConfig = Partial<Omit<RunSettings, 'roots'>> & Parameters<typeof ownRoots>[0]

/** @param kept as the store returns it. */
export function runSettings(kept: unknown): RunSettings {
  const { noise, thresholds, driftedTables = [], ...config } = keptConfig(kept)
  return {
    noise: { rules: [], maxShare: 1, ...noise },
    thresholds: { ...defaultThresholds, ...thresholds },
    driftedTables,
    roots: ownRoots(config),
  }
}

/** Returns the configuration of a run with other noise rules to judge it by. */
export function withRules(kept: unknown, rules: readonly NoiseRule[]): unknown {
  const config = keptConfig(kept)
  return { ...config, noise: { maxShare: 1, ...config.noise, rules } }
}

/** Returns the configuration of a run with other drifted tables. */
export function withDriftedTables(kept: unknown, driftedTables: readonly string[]): unknown {
  return { ...keptConfig(kept), driftedTables }
}

/** Applies current names, because an older version may have kept older ones. */
function keptConfig(kept: unknown): KeptConfig {
  return withPresentNames(kept as object).value
}
