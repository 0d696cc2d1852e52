import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js'
import type { Percentiles } from '../../base/statistics/median.js'
import type { Recording } from './open.js'

/** Significant digits. 1 % of the value: finer than times repeat, and a few kilobytes per histogram. */
const digits = 2
const microseconds = 1000

export type TimedLeg = 'legacy' | 'candidate' | 'control'

export interface TimeHistograms {
  /** Adds the milliseconds of answers that no HTTP cache gave, by leg. */
  add(route: string, ms: Readonly<Partial<Record<TimedLeg, number>>>): void
  /** Writes all histograms in place of what was written of them before. */
  save(): void
}

/**
 * Gathers the times of a run by leg and route, while it is written. A run that is taken over goes on with what was
 * saved of it.
 */
export function timeHistograms(recording: Recording, run: string): TimeHistograms {
  const legs = ['legacy', 'candidate', 'control'] as const
  const known = Object.fromEntries(legs.map((leg) => [leg, new Map<string, Histogram>()])) as Record<
    TimedLeg,
    Map<string, Histogram>
  >
  for (const { leg, route, histogram } of saved(recording, run)) known[leg].set(route, histogram)
  const write = recording.prepare(
    'INSERT INTO time_histogram (run_id, route, leg, bytes) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET bytes = excluded.bytes',
  )

  const addTo = (histograms: Map<string, Histogram>, route: string, ms: number): void => {
    let histogram = histograms.get(route)
    if (histogram === undefined) {
      histogram = build({ bitBucketSize: 'packed', autoResize: true, numberOfSignificantValueDigits: digits })
      histograms.set(route, histogram)
    }
    histogram.recordValue(Math.round(ms * microseconds))
  }

  return {
    add(route, times) {
      for (const [leg, ms] of Object.entries(times) as [TimedLeg, number][]) addTo(known[leg], route, ms)
    },
    save() {
      for (const [leg, histograms] of Object.entries(known)) {
        for (const [route, histogram] of histograms)
          write.run(run, route, leg, Buffer.from(encodeIntoCompressedBase64(histogram), 'base64'))
      }
    },
  }
}

/** What a run saved of a route's times. */
export interface SavedTimes {
  readonly percentiles: Percentiles
  /** Number of answers timed. */
  readonly count: number
}

/**
 * Reads what was saved, by leg and route (`legacy GET /`). Times are saved when a run ends, and before retention
 * deletes pairs.
 */
export function savedTimes(recording: Recording, run: string): Map<string, SavedTimes> {
  return new Map(
    saved(recording, run).map(({ route, leg, histogram }) => {
      const at = (percentile: number): number =>
        Math.round(histogram.getValueAtPercentile(percentile) / (microseconds / 100)) / 100
      return [
        `${leg} ${route}`,
        { percentiles: { p50: at(50), p95: at(95), p99: at(99) }, count: histogram.totalCount },
      ]
    }),
  )
}

function saved(recording: Recording, run: string): { leg: TimedLeg; route: string; histogram: Histogram }[] {
  const rows = recording.prepare('SELECT route, leg, bytes FROM time_histogram WHERE run_id = ?').all(run) as {
    route: string
    leg: TimedLeg
    bytes: Buffer
  }[]
  return rows.map(({ route, leg, bytes }) => ({
    route,
    leg,
    histogram: decodeFromCompressedBase64(bytes.toString('base64'), 'packed'),
  }))
}
