import { median, quantileSorted } from 'simple-statistics'
import type { Percentiles, ReportedRoute } from '../model/report.js'

/** Below so many pairs an interval says nothing. */
const smallestSample = 8
/** Two-sided 95 % of the normal distribution, for the binomial's approximation. */
const z95 = 1.96

/** Milliseconds at the 50th, 95th and 99th percentile; null without any. */
export function percentilesOf(ms: readonly number[]): Percentiles | null {
  if (ms.length === 0) return null
  const sorted = [...ms].sort((a, b) => a - b)
  const at = (share: number): number => Math.round(quantileSorted(sorted, share) * 100) / 100
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

/**
 * Median of candidate over legacy, request by request, with a 95 % interval from order statistics (the sign test turned round):
 * it asks nothing of the shape of the distribution. Null below the smallest sample.
 */
export function pairedRatio(ratios: readonly number[]): ReportedRoute['ratio'] {
  if (ratios.length < smallestSample) return null
  const sorted = [...ratios].sort((a, b) => a - b)
  const reach = (z95 * Math.sqrt(sorted.length)) / 2
  const low = Math.max(0, Math.floor(sorted.length / 2 - reach) - 1)
  const high = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + reach))
  const rounded = (value: number): number => Math.round(value * 1000) / 1000
  return { median: rounded(median(sorted)), low: rounded(sorted[low] ?? 0), high: rounded(sorted[high] ?? 0) }
}
