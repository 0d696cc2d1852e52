import { minSample } from '../base/statistics/median.js'
import type { Exchange } from './exchange.js'
import { isFromHttpCache } from './http.js'

/** True for an answer whose time says nothing about the stack: from an HTTP cache, without a page (304), or recorded in another run. */
export function isUntimed({ response, recorded }: Pick<Exchange, 'response' | 'recorded'>): boolean {
  return recorded === true || response?.status === 304 || isFromHttpCache(response?.headers ?? [])
}

/** The leg whose time the candidate's is compared with. */
export type Yardstick = 'legacy' | 'control'

/**
 * Picks the leg to compare times with. A tap takes time itself, so a tapped answer is compared with a tapped one and an untapped answer
 * with an untapped one. Control comes first, because the mirror asks it in the same way as the candidate. Undefined when legacy was not
 * asked in that way, or when the candidate's time says nothing about its stack.
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

/** Milliseconds of one answer, with the meaning of `Exchange.timing`. */
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
  /** Time of the yardstick: legacy asked in the same way as the candidate. */
  readonly legacy: AnswerTime
  readonly candidate: AnswerTime
  /** Time of the user's own answer, when control is the yardstick and the answer was timed. */
  readonly live?: AnswerTime
}

/** The times of one route in the order of arrival, without answers from HTTP caches and without pairs that have no yardstick. */
export interface RouteTimes {
  readonly route: string
  readonly pairs: readonly TimedPair[]
}

/** Keeps the pairs of one yardstick, because two do not mix in statistics: control's if there are enough, else live legacy's. */
export function byOneYardstick<Timed extends { readonly yardstick: Yardstick }>(
  pairs: readonly Timed[],
  smallest = minSample,
): readonly Timed[] {
  const byControl = pairs.filter(({ yardstick }) => yardstick === 'control')
  return byControl.length >= smallest ? byControl : pairs.filter(({ yardstick }) => yardstick === 'legacy')
}
