import { createHash } from 'node:crypto'
import { BoundedMap } from '../base/bounded.js'
import type { Difference } from '../model/difference.js'
import type { Answer } from './comparator.js'

/** Remembers the differences of two bodies, because traffic asks for the same pages repeatedly. Gives the same result at the cost of a hash. */
export type BodyMemo = (
  legacy: Answer,
  candidate: Answer,
  compare: () => readonly Difference[],
) => readonly Difference[]

/** Maximum number of characters in the values of one entry. */
const largest = 20_000

/** Size of both bodies, in bytes, below which comparing takes no longer than hashing. */
const smallest = 2048

/**
 * Returns a memo that is valid for one set of hosts.
 * @param max pairs of bodies that are remembered; the oldest is forgotten first.
 */
export function bodyMemo(max: number): BodyMemo {
  const known = new BoundedMap<string, readonly Difference[]>(max)
  return (legacy, candidate, compare) => {
    if (legacy.body.bytes.byteLength + candidate.body.bytes.byteLength < smallest) return compare()
    const key = keyOf(legacy, candidate)
    const before = known.get(key)
    if (before !== undefined) return before
    const found = compare()
    if (sizeOf(found) > largest) return found
    known.set(key, found)
    return found
  }
}

function sizeOf(differences: readonly Difference[]): number {
  return differences.reduce((sum, { legacy = '', candidate = '' }) => sum + legacy.length + candidate.length, 0)
}

/** Hashes everything that a body comparator looks at. */
function keyOf(...answers: readonly Answer[]): string {
  const hash = createHash('sha256')
  for (const { body, response } of answers) {
    hash.update(`${body.kind} ${body.mediaType} ${response.status} ${body.bytes.byteLength} ${body.text.length}\n`)
    hash.update(body.bytes)
  }
  return hash.digest('base64')
}
