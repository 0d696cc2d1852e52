import type { NoiseSnapshot } from '../../model/noise.js'

/** A snapshot as version 1 kept it: counts alone. */
type FirstSnapshot = Pick<NoiseSnapshot, 'pairs' | 'places'> & { readonly version: 1 }

/** Upgrades a snapshot of any version to the current one. What an older version did not keep excuses nothing by itself. */
export function upgradedSnapshot(kept: NoiseSnapshot | FirstSnapshot): NoiseSnapshot {
  return { faults: {}, repeated: {}, ...kept, version: 2 }
}
