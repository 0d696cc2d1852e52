import { BoundedMap } from '../../base/bounded.js'
import type { Asker } from './asker.js'
import type { Placed } from './request-values.js'
import { sharedValues } from './shared-values.js'

/** Knows which random values in targets are public, such as versions of files and ids of articles. */
export interface PublicPlaces {
  readonly saw: (placed: Placed, asker: Asker) => void
  readonly isPublic: (placed: Placed) => boolean
}

const max = { values: 20_000, places: 2000 }
/** Number of values that several people asked for, and their minimum share, from which a whole place counts as public. */
const enough = { values: 3, share: 0.2 }

/** Returns a record of public places. A value is public when several people asked for it, and so are all values of a place with enough of those. */
export function publicPlaces(): PublicPlaces {
  const shared = sharedValues(max.values)
  const places = new BoundedMap<string, { seen: number; shared: number }>(max.places)

  const placeOf = (name: string): { seen: number; shared: number } => {
    const known = places.get(name) ?? { seen: 0, shared: 0 }
    if (!places.has(name)) places.set(name, known)
    return known
  }

  return {
    saw({ place, value }, asker) {
      const counted = placeOf(place)
      const key = keyOf(place, value)
      if (!shared.isKnown(key)) counted.seen += 1
      if (shared.saw(key, asker)) counted.shared += 1
    },
    isPublic({ place, value }) {
      if (shared.isShared(keyOf(place, value))) return true
      const counted = places.get(place)
      return counted !== undefined && counted.shared >= Math.max(enough.values, counted.seen * enough.share)
    },
  }
}

function keyOf(place: string, value: string): string {
  return `${place}\n${value.slice(0, 100)}`
}
