import type { LegTimes, StatementMeasurement } from '../../measurement.js'

/** The same share by every way it was measured, 0 to 100; absent where a way was not open. */
export interface Shares {
  readonly tap?: number
  readonly session?: number
  /** By what legacy's whole answer loses without the cache, PHP included. */
  readonly answer?: number
}

export function sharesOf({ tap, session, answers }: StatementMeasurement): Shares {
  return {
    ...(tap === undefined ? {} : { tap: sharePercent(tap.page) }),
    ...(session === undefined ? {} : { session: sharePercent(session.page) }),
    // Of the extra time in SQL here too: what another PHP costs on top is another question.
    ...(answers === undefined || tap === undefined ? {} : { answer: shareOf(answers, tap.page) }),
  }
}

/** A sentence where two ways say what cannot both be so; undefined where they agree, or only one was open. */
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

/** The part of the candidate's extra time that legacy loses too without its cache. */
export function sharePercent(times: LegTimes): number {
  return shareOf(times, times)
}

function shareOf(lost: LegTimes, { candidateMs, legacyCachedMs }: LegTimes): number {
  const extra = candidateMs - legacyCachedMs
  if (extra <= 0) return 0
  return Math.round(Math.min(100, Math.max(0, ((lost.legacyUncachedMs - lost.legacyCachedMs) / extra) * 100)))
}
