import type { Judgement } from '../model/judgement.js'
import type { IncomparableReason } from '../model/pair.js'
import { nothingJudged, type Tally } from '../model/tally.js'
import type { Totals } from '../model/run.js'

/** Counts what the recording holds, as a report of it would. */
export interface WrittenTally {
  written(judgements: readonly Judgement[], settled: number): void
  lost(reason: IncomparableReason, pairs: number): void
  readonly tally: () => Tally
}

/** @param before what a previous writer of this run had recorded before it died. */
export function writtenTally(before?: Totals): WrittenTally {
  const counts = { match: 0, noise: 0, mismatch: 0, ...before }
  const reasons: Partial<Record<IncomparableReason, number>> = { ...before?.incomparable }
  const lost = (reason: IncomparableReason, pairs: number): void =>
    void (reasons[reason] = (reasons[reason] ?? 0) + pairs)
  return {
    written(judgements, settled) {
      counts.match += settled
      for (const { verdict, incomparable = 'malformed' } of judgements) {
        if (verdict === 'incomparable') lost(incomparable, 1)
        else counts[verdict] += 1
      }
    },
    lost,
    tally: () => ({
      ...nothingJudged,
      match: counts.match,
      noise: counts.noise,
      mismatch: counts.mismatch,
      incomparable: Object.values(reasons).reduce((sum, n) => sum + n, 0),
      reasons: { ...reasons },
    }),
  }
}
