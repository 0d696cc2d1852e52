import type { Exchange } from './exchange.js'
import { isFromHttpCache } from './http.js'

/** True for an answer whose time says nothing of the stack: out of an HTTP cache, or recorded in another run. */
export function isUntimed({ response, recorded }: Pick<Exchange, 'response' | 'recorded'>): boolean {
  return recorded === true || isFromHttpCache(response?.headers ?? [])
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
  readonly legacy: AnswerTime
  readonly candidate: AnswerTime
}

/** The times of one route in the order in which its requests came, without answers out of HTTP caches. */
export interface RouteTimes {
  readonly route: string
  readonly pairs: readonly TimedPair[]
}
