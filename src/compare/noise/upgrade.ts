import type { NoiseSnapshot } from '../../model/noise.js'

/** As version 1 kept it: counts alone. */
type FirstSnapshot = Pick<NoiseSnapshot, 'pairs' | 'places'> & { readonly version: 1 }

/** A snapshot of any version as the present one: what an older one did not keep excuses nothing by itself. */
export function upgradedSnapshot(kept: NoiseSnapshot | FirstSnapshot): NoiseSnapshot {
  return { faults: {}, repeated: {}, ...kept, version: 2 }
}
