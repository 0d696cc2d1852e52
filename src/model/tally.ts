import type { IncomparableReason } from './pair.js'

/** Mirrored requests whose outcome is known: recorded with a verdict, or counted with the reason why not. */
export interface Tally {
  readonly match: number
  readonly noise: number
  readonly mismatch: number
  /** Total over all `reasons`. */
  readonly incomparable: number
  readonly reasons: Readonly<Partial<Record<IncomparableReason, number>>>
}

export const nothingJudged: Tally = { match: 0, noise: 0, mismatch: 0, incomparable: 0, reasons: {} }
