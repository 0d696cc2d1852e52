import type { Exchange } from './exchange.js'
import type { Request } from './http.js'
import { isUntimed, type Yardstick } from './timing.js'

/** All reasons why a request is not mirrored; each is counted. */
export const notMirroredReasons = [
  'sampled-out',
  'unsafe-method',
  'denied',
  'queue-full',
  'bytes-full',
  'breaker-open',
  'cap-reached',
  'body-too-large',
  'body-incomplete',
  'upgrade',
  'paused',
  'client-aborted',
  'shutdown',
  'carries-session',
  'conditional',
] as const
export type NotMirroredReason = (typeof notMirroredReasons)[number]

/** All reasons why a mirrored request could not be compared; each is counted. */
export const incomparableReasons = [
  'timeout',
  'refused',
  'reset',
  'malformed',
  'truncated',
  'unpaired-session',
  'unpaired-data',
  'conditional',
  'verifier-behind',
  'recording-failed',
  'shutdown',
  'unrecorded',
] as const
export type IncomparableReason = (typeof incomparableReasons)[number]

/** The legs of one request. */
export interface Pair {
  readonly id: string
  readonly request: Request
  /** Method and templated path, as `routeOf` returns them. */
  readonly route: string
  /** Who asked: the user agent's family. */
  readonly client: string
  readonly legacy: Exchange
  readonly candidate: Exchange
  readonly control?: Exchange
  /** Set when it was known before any comparison that the legs cannot be compared. */
  readonly incomparable?: IncomparableReason
  /**
   * Set when candidate and control did not get everything that identifies the user on legacy. `fresh`: legacy knows no more about the
   * session than about a new visitor; `unknown`: it may know more.
   */
  readonly heldBack?: 'fresh' | 'unknown'
  /** True when legacy's and candidate's bodies were the same bytes, and therefore did not travel with the pair. */
  readonly identicalBodies: boolean
}

/** Milliseconds of one leg, with the meaning of `Exchange.timing`. */
export interface LegTime {
  readonly firstByte: number
  readonly total: number
  /** True when the answer came from an HTTP cache or was recorded earlier: its time says nothing about the stack. */
  readonly fromCache: boolean
}

export function legTimeOf(exchange: Exchange): LegTime {
  const { timing } = exchange
  return { firstByte: timing.firstByte ?? timing.total, total: timing.total, fromCache: isUntimed(exchange) }
}

/** A pair that matches by byte equality alone: nothing to show but the request and the times. */
export interface SettledPair {
  readonly request: Request
  readonly status: number
  /** Bytes of the body. */
  readonly size: number
  readonly legacy: LegTime
  readonly candidate: LegTime
  /** Set when control was asked too and gave the same answer. */
  readonly control?: LegTime
  /** Absent when times are not compared. */
  readonly yardstick?: Yardstick
}

export type Verdict = 'match' | 'noise' | 'mismatch' | 'incomparable'
