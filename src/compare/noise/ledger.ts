import type { Difference } from '../../model/difference.js'
import type { NoiseSnapshot, PlaceCounts } from '../../model/noise.js'
import { fisherGreater } from './fisher.js'
import { placeOf } from './place.js'

export const nothingLearned: NoiseSnapshot = { version: 1, pairs: {}, places: {} }

/** Below so many pairs with control nothing is said of a place. */
const fewestPairs = 20
/** A single accident of control excuses nothing. */
const fewestControls = 3
/** Strict, since many places are asked about: a thousand of them give one false alarm. */
const alpha = 0.001
/** Places that are remembered; a page that is all noise must not fill the memory. */
const mostPlaces = 20_000

/**
 * True where legacy disagrees with itself about as often as the candidate does: the candidate's differences there are what varies by
 * itself. False where the candidate differs more often than chance explains, and where too little is known.
 */
export function isLearnedNoise(route: string, difference: Difference, { pairs, places }: NoiseSnapshot): boolean {
  const counts = places[placeOf(route, difference)]
  const asked = pairs[route] ?? 0
  if (counts === undefined || asked < fewestPairs || counts.control < fewestControls) return false
  return fisherGreater(counts.candidate, asked, counts.control, asked) >= alpha
}

/** Counts, pair by pair; the order of pairs does not matter. */
export interface NoiseLedger {
  /** @param own what control disagreed with legacy about. */
  readonly learn: (route: string, found: readonly Difference[], own: readonly Difference[]) => void
  /** Grows with what is learned from then on. */
  readonly snapshot: () => NoiseSnapshot
}

export function noiseLedger(start: NoiseSnapshot = nothingLearned): NoiseLedger {
  const pairs: Record<string, number> = { ...start.pairs }
  const places: Record<string, { candidate: number; control: number }> = Object.fromEntries(
    Object.entries(start.places).map(([place, counts]) => [place, { ...counts }]),
  )
  let known = Object.keys(places).length

  const count = (route: string, differences: readonly Difference[], side: keyof PlaceCounts): void => {
    for (const place of new Set(differences.map((difference) => placeOf(route, difference)))) {
      let counts = places[place]
      if (counts === undefined) {
        if (known >= mostPlaces) continue
        known += 1
        counts = places[place] = { candidate: 0, control: 0 }
      }
      counts[side] += 1
    }
  }

  return {
    learn: (route, found, own) => {
      pairs[route] = (pairs[route] ?? 0) + 1
      count(route, found, 'candidate')
      count(route, own, 'control')
    },
    snapshot: () => ({ version: 1, pairs, places }),
  }
}
