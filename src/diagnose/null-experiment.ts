import type { AnswerTime } from '../model/timing.js'
import type { Thresholds } from '../knowledge/cause.js'
import { slower } from '../knowledge/logic/perf/slower.js'
import { timesSideBySide, withoutWarmUp } from '../knowledge/logic/perf/slowness.js'

/** One request, asked twice of the same stack. */
export interface AskedTwice {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly one: AnswerTime
  readonly other: AnswerTime
}

/** What the times of a page say when neither side can be slower, because both are the same stack. */
export interface NullPage {
  readonly page: string
  readonly pairs: number
  /** Median of each side in milliseconds; null when there are too few pairs. */
  readonly oneMs: number | null
  readonly otherMs: number | null
  /** `other` over `one`, pair by pair: median and 95 % interval; null when there are too few pairs. */
  readonly ratio: { readonly median: number; readonly low: number; readonly high: number } | null
  /** Titles of the findings that a run would have reported; each is an artefact of the set-up. */
  readonly findings: readonly string[]
}

/** Judges one stack that was asked twice for the same page: whatever is found is an artefact of the set-up. */
export function nullPage(page: string, asked: readonly AskedTwice[], thresholds: Thresholds): NullPage {
  const pairs = asked.map(({ at, one, other }) => ({
    ...{ receivedAt: at, target: page, client: '', yardstick: 'control' as const },
    ...{ legacy: one, candidate: other },
  }))
  const times = { route: page, pairs }
  const beside = timesSideBySide(withoutWarmUp(times, thresholds), 'total', thresholds.slowerPairs)
  return {
    page,
    pairs: pairs.length,
    oneMs: beside?.legacyMs.p50 ?? null,
    otherMs: beside?.candidateMs.p50 ?? null,
    ratio: beside?.ratio ?? null,
    findings: (slower.sightingsOfRoute?.(times, thresholds) ?? []).map(({ title }) => title),
  }
}
