import { BoundedMap } from '../base/bounded.js'
import type { Headers } from './http.js'

/** Header fields that later numbers refer to. */
export type NumberedHeaders = readonly (readonly [number: number, headers: Headers])[]

/** Most sets that each side remembers. */
const max = 10_000

/**
 * Numbers header fields on their way to another thread. Traffic repeats them, so a set crosses once and is a number from then on; cloning
 * it for each request would cost more than comparing its answers.
 */
export interface HeaderSetSender {
  readonly numberOf: (headers: Headers) => number
  /** Returns the sets that have not crossed yet. */
  take(): NumberedHeaders
  /** Starts over, because the receiver knows no sets any more. */
  forget(): void
}

export function headerSetSender(): HeaderSetSender {
  const known = new Map<string, number>()
  /** The same object again, as after another crossing, needs no look at its fields. */
  let seen = new WeakMap<Headers, number>()
  let last = 0
  let fresh: [number, Headers][] = []

  const clear = (): void => {
    known.clear()
    seen = new WeakMap()
  }

  const lookUp = (headers: Headers): number => {
    const key = keyOf(headers)
    const before = known.get(key)
    if (before !== undefined) return before
    if (known.size >= max) clear()
    last += 1
    known.set(key, last)
    fresh.push([last, headers])
    return last
  }

  return {
    numberOf(headers) {
      const before = seen.get(headers)
      if (before !== undefined) return before
      const number = lookUp(headers)
      seen.set(headers, number)
      return number
    },
    take() {
      const sets = fresh
      fresh = []
      return sets
    },
    forget() {
      clear()
      fresh = []
    },
  }
}

/** Joins with line feeds, which neither a name nor a value can contain (RFC 9110 §5.5). */
function keyOf(headers: Headers): string {
  let key = ''
  for (const [name, value] of headers) key += `${name}\n${value}\n`
  return key
}

/** The other side. What it derives from each set is kept as long as the sender may refer to it. */
export interface HeaderSetReceiver<Kept> {
  learn(sets: NumberedHeaders): void
  /** Undefined for a number that never crossed. */
  of(number: number): Kept | undefined
}

export function headerSetReceiver<Kept>(keep: (headers: Headers) => Kept): HeaderSetReceiver<Kept> {
  /** Holds as many as the sender does, so the sender has forgotten whatever is dropped here. */
  const known = new BoundedMap<number, Kept>(max)
  return {
    learn(sets) {
      for (const [number, headers] of sets) {
        known.set(number, keep(headers))
      }
    },
    of: (number) => known.get(number),
  }
}
