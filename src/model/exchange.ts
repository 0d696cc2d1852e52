import type { Response } from './http.js'
import type { MadeValue } from './made-value.js'
import type { Attribution, Statement } from './statement.js'

export type LegName = 'legacy' | 'candidate' | 'control'

/** The order is the numbering wherever a kind is stored as a number. `shutdown`: Sosie stopped waiting. `unrecorded`: a scenario kept no answer. */
export const failureKinds = ['refused', 'timeout', 'reset', 'malformed', 'shutdown', 'unrecorded'] as const

export interface Failure {
  readonly kind: (typeof failureKinds)[number]
  readonly during: 'connect' | 'headers' | 'body'
}

/** One request and what one leg did with it. A stack's errors are data here, never exceptions. */
export interface Exchange {
  readonly leg: LegName
  /** Absent when the leg failed before its headers arrived; `response.complete` is false when it failed after. */
  readonly response?: Response
  readonly failure?: Failure
  /**
   * Milliseconds since the request was sent; `firstByte` is absent when none came. `stalled` is the time that legacy's answer waited for a
   * slow client; `total` does not include it.
   */
  readonly timing: { readonly firstByte?: number; readonly total: number; readonly stalled?: number }
  /** In the order sent. Empty with attribution `none` when no tap saw this leg. */
  readonly statements: readonly Statement[]
  readonly attribution: Attribution
  /** Set when the answer comes from another run, which a replay compares with: its time says nothing about the stack today. */
  readonly recorded?: true
  /** Ids of records that this leg created for the session in a replay, up to and including this exchange. */
  readonly made?: readonly MadeValue[]
  /** Lines that PHP wrote to the lane's error log for this request; undefined when no log is followed. */
  readonly log?: readonly string[]
}
