import type { AnswerTime } from '../model/timing.js'
import type { Thresholds } from '../knowledge/cause.js'
import { slower } from '../knowledge/logic/perf/slower.js'
import { timesSideBySide, withoutWarmUp } from '../knowledge/logic/perf/slowness.js'

/** One request, asked twice of the same stack. */
export interface AskedTwice {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly one: AnswerTime
  readonly other: AnswerTime
}

/** What a page's times say when nothing can be slower. */
export interface NullPage {
  readonly page: string
  readonly pairs: number
  /** Median of each, in milliseconds. Null for too few pairs. */
  readonly oneMs: number | null
  readonly otherMs: number | null
  /** The other over the one, pair by pair: median and 95 % interval. Null for too few pairs. */
  readonly ratio: { readonly median: number; readonly low: number; readonly high: number } | null
  /** Titles of what a run would have told. Each is of the set-up's own making. */
  readonly findings: readonly string[]
}

/** One stack asked twice for the same page: what is told all the same, the set-up made. */
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
