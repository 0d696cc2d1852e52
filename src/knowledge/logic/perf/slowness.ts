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

/** How much longer the candidate takes, measured pair by pair. */
export interface Slowness {
  readonly pairs: number
  readonly yardstick: Yardstick
  /** Candidate's time divided by legacy's. */
  readonly ratio: MedianInterval
  /** Candidate's time minus legacy's, in milliseconds. */
  readonly gapMs: MedianInterval
  readonly legacyMs: Percentiles
  readonly candidateMs: Percentiles
}

/** Which time of an answer is judged: until its first byte, or until its last. */
export type Phase = keyof AnswerTime

/** Returns the times of the pairs side by side; undefined if the sample is too small. */
export function timesSideBySide(all: readonly TimedPair[], phase: Phase, smallest: number): Slowness | undefined {
  const pairs = byOneYardstick(all, smallest)
  const [first] = pairs
  if (first === undefined || pairs.length < smallest) return undefined
  const [legacy, candidate] = [pairs.map((pair) => pair.legacy[phase]), pairs.map((pair) => pair.candidate[phase])]
  const timed = pairs.filter((pair) => pair.legacy[phase] > 0)
  // Logarithms give half as long and twice as long the same weight.
  const logs = medianInterval(timed.map((pair) => Math.log(pair.candidate[phase] / pair.legacy[phase])))
  const gapMs = medianInterval(pairs.map((pair) => pair.candidate[phase] - pair.legacy[phase]))
  const [legacyMs, candidateMs] = [percentilesOf(legacy), percentilesOf(candidate)]
  if (logs === null || gapMs === null || legacyMs === null || candidateMs === null) return undefined
  const ratio = { median: Math.exp(logs.median), low: Math.exp(logs.low), high: Math.exp(logs.high) }
  return { pairs: pairs.length, yardstick: first.yardstick, ratio, gapMs, legacyMs, candidateMs }
}

/**
 * Returns the times side by side if the candidate is slower than the yardstick and, if control is the yardstick, than the user's own answer
 * too; otherwise undefined. Control is asked after the user and finds caches warm, as the candidate does, but the user's answer passed no tap.
 */
export function slownessOf(pairs: readonly TimedPair[], phase: Phase, thresholds: Thresholds): Slowness | undefined {
  const times = timesSideBySide(pairs, phase, thresholds.slowerPairs)
  if (times === undefined || !isSlower(times, thresholds)) return undefined
  const asUsersSaw = pairs.flatMap((pair) => (pair.live === undefined ? [] : [{ ...pair, legacy: pair.live }]))
  const besideLive = timesSideBySide(asUsersSaw, phase, thresholds.slowerPairs)
  return besideLive === undefined || isSlower(besideLive, thresholds) ? times : undefined
}

/** True when both intervals clear their minimums, so that neither a few milliseconds nor a small ratio alone makes a finding. */
export function isSlower({ ratio, gapMs }: Slowness, { slowerRatio, slowerMs }: Thresholds): boolean {
  return ratio.low >= slowerRatio && gapMs.low >= slowerMs
}

/** Drops the first requests of a route: they fill caches and compile pages, so their times say nothing about later ones. */
export function withoutWarmUp({ pairs }: RouteTimes, { warmUpPairs }: Thresholds): readonly TimedPair[] {
  return pairs.slice(warmUpPairs)
}
