import { minSample } from '../base/statistics/median.js'
import type { Exchange } from './exchange.js'
import { isFromHttpCache } from './http.js'

/** True for an answer whose time says nothing of the stack: out of an HTTP cache, without the page, or recorded in another run. */
export function isUntimed({ response, recorded }: Pick<Exchange, 'response' | 'recorded'>): boolean {
  return recorded === true || response?.status === 304 || isFromHttpCache(response?.headers ?? [])
}

/** The leg whose time the candidate's is compared with. */
export type Yardstick = 'legacy' | 'control'

/**
 * Like is compared with like: a tap takes time of its own, so an answer behind a tap is compared with one behind a tap, and one without with
 * one without. Control comes first, since the mirror asks it as it asks the candidate; undefined where legacy was not asked in the same way.
 */
export function yardstickOf(legs: {
  readonly legacy: Exchange
  readonly candidate: Exchange
  readonly control?: Exchange | undefined
}): Yardstick | undefined {
  const { legacy, candidate, control } = legs
  const isAlike = (leg: Exchange): boolean => !isUntimed(leg) && isTapped(leg) === isTapped(candidate)
  if (isUntimed(candidate)) return undefined
  if (control !== undefined && control.failure === undefined && isAlike(control)) return 'control'
  return isAlike(legacy) ? 'legacy' : undefined
}

function isTapped({ attribution }: Exchange): boolean {
  return attribution !== 'none'
}

/** Milliseconds of one answer, as `Exchange.timing` says them. */
export interface AnswerTime {
  readonly firstByte: number
  readonly total: number
}

/** The times of one request on both sides. */
export interface TimedPair {
  /** Milliseconds since 1970. */
  readonly receivedAt: number
  readonly target: string
  readonly client: string
  readonly yardstick: Yardstick
  /** Of the yardstick: legacy in the way in which the candidate was asked. */
  readonly legacy: AnswerTime
  readonly candidate: AnswerTime
  /** What the user's own answer took, where control is the yardstick and it was timed. */
  readonly live?: AnswerTime
}

/** The times of one route in the order in which its requests came, without answers out of HTTP caches and those that nothing of legacy's is like. */
export interface RouteTimes {
  readonly route: string
  readonly pairs: readonly TimedPair[]
}

/** Two yardsticks make no statistics together: those of control where there are enough of them, else those of live legacy. */
export function byOneYardstick<Timed extends { readonly yardstick: Yardstick }>(
  pairs: readonly Timed[],
  smallest = minSample,
): readonly Timed[] {
  const byControl = pairs.filter(({ yardstick }) => yardstick === 'control')
  return byControl.length >= smallest ? byControl : pairs.filter(({ yardstick }) => yardstick === 'legacy')
}
