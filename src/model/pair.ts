import type { Exchange } from './exchange.js'
import type { Request } from './http.js'
import { isUntimed, type Yardstick } from './timing.js'

/** Why a request was not mirrored: the whole list, each counted. */
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

/** Why a mirrored request could not be compared: the whole list, each counted. */
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
  /** Method and templated path, see `routeOf`. */
  readonly route: string
  /** Who asked: a label from the user agent's family. */
  readonly client: string
  readonly legacy: Exchange
  readonly candidate: Exchange
  readonly control?: Exchange
  /** Set when it was known before any comparison that the legs cannot be compared. */
  readonly incomparable?: IncomparableReason
  /**
   * Candidate and control did not get all that identifies the user on legacy. `fresh`: legacy knows no more of the session than of a new
   * visitor; `unknown`: it may.
   */
  readonly heldBack?: 'fresh' | 'unknown'
  /** Legacy's and candidate's bodies were the same bytes and did not travel with the pair. */
  readonly identicalBodies: boolean
}

/** Milliseconds of one leg, as `Exchange.timing` says them. */
export interface LegTime {
  readonly firstByte: number
  readonly total: number
  /** The answer came out of an HTTP cache, or was recorded earlier: its time says nothing of the stack. */
  readonly fromCache: boolean
}

export function legTimeOf(exchange: Exchange): LegTime {
  const { timing } = exchange
  return { firstByte: timing.firstByte ?? timing.total, total: timing.total, fromCache: isUntimed(exchange) }
}

/** A pair that equality settled as a match: nothing to show but the request and the times. */
export interface SettledPair {
  readonly request: Request
  readonly status: number
  /** Bytes of the body. */
  readonly size: number
  readonly legacy: LegTime
  readonly candidate: LegTime
  /** Control was asked too, and said the same. */
  readonly control?: LegTime
  /** Absent where times are not compared. */
  readonly yardstick?: Yardstick
}

export type Verdict = 'match' | 'noise' | 'mismatch' | 'incomparable'
