import {
  byOneYardstick,
  type AnswerTime,
  type RouteTimes,
  type TimedPair,
  type Yardstick,
} from '../../../model/timing.js'
import type { Thresholds } from '../../cause.js'
import {
  medianInterval,
  percentilesOf,
  type MedianInterval,
  type Percentiles,
} from '../../../base/statistics/median.js'

/** How much longer the candidate takes, pair by pair. */
export interface Slowness {
  readonly pairs: number
  readonly yardstick: Yardstick
  /** Candidate over legacy. */
  readonly ratio: MedianInterval
  /** Milliseconds that the candidate takes longer. */
  readonly gapMs: MedianInterval
  readonly legacyMs: Percentiles
  readonly candidateMs: Percentiles
}

/** Which of an answer's times is looked at: until its first byte, or to its last. */
export type Phase = keyof AnswerTime

/** The times of these pairs side by side; undefined for a sample too small to say anything. */
export function timesSideBySide(all: readonly TimedPair[], phase: Phase, smallest: number): Slowness | undefined {
  const pairs = byOneYardstick(all, smallest)
  const [first] = pairs
  if (first === undefined || pairs.length < smallest) return undefined
  const [legacy, candidate] = [pairs.map((pair) => pair.legacy[phase]), pairs.map((pair) => pair.candidate[phase])]
  const timed = pairs.filter((pair) => pair.legacy[phase] > 0)
  // Logarithms, so that half as long and twice as long weigh the same.
  const logs = medianInterval(timed.map((pair) => Math.log(pair.candidate[phase] / pair.legacy[phase])))
  const gapMs = medianInterval(pairs.map((pair) => pair.candidate[phase] - pair.legacy[phase]))
  const [legacyMs, candidateMs] = [percentilesOf(legacy), percentilesOf(candidate)]
  if (logs === null || gapMs === null || legacyMs === null || candidateMs === null) return undefined
  const ratio = { median: Math.exp(logs.median), low: Math.exp(logs.low), high: Math.exp(logs.high) }
  return { pairs: pairs.length, yardstick: first.yardstick, ratio, gapMs, legacyMs, candidateMs }
}

/**
 * The times side by side where the candidate is slower each time that legacy was asked: as control, in the same way, and by the user. Control
 * comes after the user and finds warm what he found cold, as the candidate does; the user's answer alone went through no tap.
 */
export function slownessOf(pairs: readonly TimedPair[], phase: Phase, thresholds: Thresholds): Slowness | undefined {
  const times = timesSideBySide(pairs, phase, thresholds.slowerPairs)
  if (times === undefined || !isSlower(times, thresholds)) return undefined
  const asUsersSaw = pairs.flatMap((pair) => (pair.live === undefined ? [] : [{ ...pair, legacy: pair.live }]))
  const besideLive = timesSideBySide(asUsersSaw, phase, thresholds.slowerPairs)
  return besideLive === undefined || isSlower(besideLive, thresholds) ? times : undefined
}

/** Slower beyond doubt: both intervals clear their floors, so that neither a tiny page nor a tiny share makes a finding. */
export function isSlower({ ratio, gapMs }: Slowness, { slowerRatio, slowerMs }: Thresholds): boolean {
  return ratio.low >= slowerRatio && gapMs.low >= slowerMs
}

/** The first requests of a route fill caches and compile pages: they say nothing of the next. */
export function withoutWarmUp({ pairs }: RouteTimes, { warmUpPairs }: Thresholds): readonly TimedPair[] {
  return pairs.slice(warmUpPairs)
}
