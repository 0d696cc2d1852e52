import type { Response } from './http.js'
import type { MadeValue } from './made-value.js'
import type { Attribution, Statement } from './statement.js'

export type LegName = 'legacy' | 'candidate' | 'control'

/** In this order wherever a kind is a number. `shutdown`: we waited no longer. `unrecorded`: a scenario kept no answer. */
export const failureKinds = ['refused', 'timeout', 'reset', 'malformed', 'shutdown', 'unrecorded'] as const

export interface Failure {
  readonly kind: (typeof failureKinds)[number]
  readonly during: 'connect' | 'headers' | 'body'
}

/** One request and what one leg did with it. What a stack does wrong is data here, never an exception. */
export interface Exchange {
  readonly leg: LegName
  /** Absent when the leg failed before its headers arrived; `response.complete` is false when it failed after. */
  readonly response?: Response
  readonly failure?: Failure
  /**
   * Milliseconds since the request was sent; `firstByte` is absent when none came. `stalled` is what legacy's answer waited for
   * a slow client: it is not part of `total`.
   */
  readonly timing: { readonly firstByte?: number; readonly total: number; readonly stalled?: number }
  /** In the order sent. Empty with attribution `none` where no tap saw this leg. */
  readonly statements: readonly Statement[]
  readonly attribution: Attribution
  /** It was answered in another run, which a replay compares with: its time says nothing of now. */
  readonly recorded?: true
  /** Ids of records that this leg made for the request's session, in a replay: those of the exchange itself and of those before it. */
  readonly made?: readonly MadeValue[]
  /** Lines that PHP wrote to the lane's error log for this request; undefined where no log is followed. */
  readonly log?: readonly string[]
}
