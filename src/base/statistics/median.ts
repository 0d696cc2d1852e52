import { median, quantileSorted } from 'simple-statistics'

/** With fewer pairs, an interval says nothing. */
export const minSample = 8
/** Two-sided 95 % of the normal distribution, for the binomial's approximation. */
const z95 = 1.96

/** A median with its 95 % interval. */
export interface MedianInterval {
  readonly median: number
  readonly low: number
  readonly high: number
}

/** Milliseconds. */
export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** Returns milliseconds at the 50th, 95th and 99th percentile; null without any. */
export function percentilesOf(ms: readonly number[]): Percentiles | null {
  if (ms.length === 0) return null
  const sorted = [...ms].sort((a, b) => a - b)
  const at = (share: number): number => Math.round(quantileSorted(sorted, share) * 100) / 100
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

/**
 * Returns the median with its interval, which comes from order statistics (the sign test inverted): it assumes nothing about the
 * distribution, and a few outliers do not move it. Null below the minimum sample.
 */
export function medianInterval(values: readonly number[]): MedianInterval | null {
  if (values.length < minSample) return null
  const sorted = [...values].sort((a, b) => a - b)
  const reach = (z95 * Math.sqrt(sorted.length)) / 2
  const low = Math.max(0, Math.floor(sorted.length / 2 - reach) - 1)
  const high = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + reach))
  return { median: median(sorted), low: sorted[low] ?? 0, high: sorted[high] ?? 0 }
}

/** Returns the median of candidate over legacy, request by request. Null below the minimum sample. */
export function pairedRatio(ratios: readonly number[]): MedianInterval | null {
  const interval = medianInterval(ratios)
  if (interval === null) return null
  const rounded = (value: number): number => Math.round(value * 1000) / 1000
  return { median: rounded(interval.median), low: rounded(interval.low), high: rounded(interval.high) }
}
