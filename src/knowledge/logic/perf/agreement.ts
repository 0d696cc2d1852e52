import type { LegTimes, StatementMeasurement } from '../../measurement.js'

/** Percent of the loss that the cache explains, by each way of measuring it; absent if it was not measured in that way. */
export interface Shares {
  readonly tap?: number
  readonly session?: number
  /** By how much longer legacy's whole answer takes without the cache, PHP included. */
  readonly answer?: number
}

export function sharesOf({ tap, session, answers }: StatementMeasurement): Shares {
  return {
    ...(tap === undefined ? {} : { tap: sharePercent(tap.page) }),
    ...(session === undefined ? {} : { session: sharePercent(session.page) }),
    // A share of the extra time in SQL here too, because the cost of another PHP is a separate question.
    ...(answers === undefined || tap === undefined ? {} : { answer: shareOf(answers, tap.page) }),
  }
}

/** Returns a sentence if two ways of measuring contradict each other; undefined if they agree, or if there is only one. */
export function disagreementOf(shares: Shares, maxPoints: number): string | undefined {
  const said = Object.entries(shares) as [keyof Shares, number][]
  const sorted = said.sort(([, one], [, other]) => one - other)
  const [lowest, highest] = [sorted[0], sorted.at(-1)]
  if (lowest === undefined || highest === undefined || highest[1] - lowest[1] <= maxPoints) return undefined
  return `Not proven: ${ways[highest[0]]} says that the cache explains ${highest[1]} % of the loss, ${ways[lowest[0]]} says ${lowest[1]} %.`
}

const ways: Readonly<Record<keyof Shares, string>> = {
  tap: "the statements' time through the tap",
  session: 'the statements repeated in sessions',
  answer: "legacy's whole answer",
}

/** Returns the percentage of the candidate's extra time that legacy loses too without its cache. */
export function sharePercent(times: LegTimes): number {
  return shareOf(times, times)
}

function shareOf(lost: LegTimes, { candidateMs, legacyCachedMs }: LegTimes): number {
  const extra = candidateMs - legacyCachedMs
  if (extra <= 0) return 0
  return Math.round(Math.min(100, Math.max(0, ((lost.legacyUncachedMs - lost.legacyCachedMs) / extra) * 100)))
}
