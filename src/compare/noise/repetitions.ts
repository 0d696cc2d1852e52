import { createHash } from 'node:crypto'
import { BoundedMap, BoundedSet } from '../../base/bounded.js'
import type { RandomValues } from './random-values.js'

/** Maximum number of places that are watched, and of values remembered for one; the oldest is forgotten first. */
const maxPlaces = 2000
const maxValues = 200

/** Returns a function that is true if a side said one of these values at that place in an earlier request. Values are remembered by their hashes. */
export function repetitions(): (place: string, values: RandomValues) => boolean {
  const seen = new BoundedMap<string, Set<string>>(maxPlaces)
  return (place, { legacy, candidate }) => {
    const before = seen.get(place) ?? new BoundedSet(maxValues)
    seen.set(place, before)
    const now = new Set([
      ...legacy.map((value) => hashOf('legacy', value)),
      ...candidate.map((value) => hashOf('candidate', value)),
    ])
    const repeats = [...now].some((hash) => before.has(hash))
    for (const hash of now) before.add(hash)
    return repeats
  }
}

function hashOf(side: string, value: string): string {
  return createHash('sha256').update(`${side} ${value}`).digest('base64').slice(0, 12)
}
