import { pairedRatio, percentilesOf, type Percentiles } from '../../base/statistics/median.js'
import type { ReportedRoute } from '../../model/report.js'
import { byOneYardstick, type Yardstick } from '../../model/timing.js'
import { savedTimes } from './histograms.js'
import type { Recording } from './open.js'
import { groupedBy } from '../../base/grouped.js'

interface RouteRow {
  readonly route: string
  readonly verdict: string
  readonly legacy_ms: number
  readonly legacy_cached: number
  readonly candidate_ms: number
  readonly candidate_cached: number
  readonly control_ms: number | null
  readonly yardstick: Yardstick | null
}

/** Reads the times of a run's routes, those first that take most of the candidate's time. */
export function readRoutes(recording: Recording, run: string): ReportedRoute[] {
  const rows = recording
    .prepare(
      `SELECT r.name AS route, p.verdict, l.total_ms AS legacy_ms, l.from_cache AS legacy_cached,
              c.total_ms AS candidate_ms, c.from_cache AS candidate_cached, k.total_ms AS control_ms, p.yardstick
       FROM pair p JOIN route r ON r.id = p.route_id
       JOIN exchange l ON l.pair_id = p.id AND l.leg = 'legacy' JOIN exchange c ON c.pair_id = p.id AND c.leg = 'candidate'
       LEFT JOIN exchange k ON k.pair_id = p.id AND k.leg = 'control'
       WHERE p.run_id = @run AND p.verdict <> 'incomparable'
       UNION ALL
       SELECT r.name, 'match', s.legacy_ms, s.from_cache & 1, s.candidate_ms, s.from_cache & 2, s.control_ms, s.yardstick
       FROM settled s JOIN route r ON r.id = s.route_id WHERE s.run_id = @run`,
    )
    .all({ run }) as RouteRow[]
  const byRoute = groupedBy(rows, ({ route }) => route)
  const allMs = sum(rows.map(({ candidate_ms }) => candidate_ms))
  const saved = savedTimes(recording, run)
  /** Computes percentiles exactly from the pairs; if some were purged, what was saved still covers them, within 1 %. */
  const percentiles = (leg: string, route: string, ms: readonly number[]): Percentiles | null => {
    const times = saved.get(`${leg} ${route}`)
    return times === undefined || times.count <= ms.length ? percentilesOf(ms) : times.percentiles
  }
  return [...byRoute]
    .map(([route, pairs]) => {
      const { legacy, candidate, control, compared } = timesOf(pairs)
      return {
        route,
        pairs: pairs.length,
        mismatch: pairs.filter(({ verdict }) => verdict === 'mismatch').length,
        legacyMs: percentiles('legacy', route, legacy),
        candidateMs: percentiles('candidate', route, candidate),
        controlMs: percentiles('control', route, control),
        ratio: pairedRatio(compared.map(({ yardstickMs, candidateMs }) => candidateMs / yardstickMs)),
        comparedWith: compared[0]?.yardstick ?? null,
        sharePercent: share(sum(pairs.map(({ candidate_ms }) => candidate_ms)), allMs),
      }
    })
    .sort((one, other) => other.sharePercent - one.sharePercent)
}

/** Collects times to compare: an answer from an HTTP cache is compared, but its time is not. */
function timesOf(pairs: readonly RouteRow[]) {
  const both = pairs.filter(({ legacy_cached, candidate_cached }) => legacy_cached === 0 && candidate_cached === 0)
  const byControl = pairs.filter(({ yardstick }) => yardstick === 'control')
  const compared = pairs.flatMap(({ yardstick, legacy_ms, control_ms, candidate_ms: candidateMs }) => {
    const yardstickMs = yardstick === 'control' ? control_ms : legacy_ms
    if (yardstick === null || yardstickMs === null || yardstickMs <= 0) return []
    return [{ yardstick, yardstickMs, candidateMs }]
  })
  return {
    legacy: both.map(({ legacy_ms }) => legacy_ms),
    candidate: [...new Set([...both, ...byControl])].map(({ candidate_ms }) => candidate_ms),
    control: byControl.flatMap(({ control_ms }) => (control_ms === null ? [] : [control_ms])),
    compared: byOneYardstick(compared),
  }
}

/**
 * Reads the routes whose pairs are all incomparable, which means that nothing of them was compared: every mirrored
 * request has a pair.
 */
export function readRoutesNotCompared(recording: Recording, run: string): string[] {
  return recording
    .prepare(
      `SELECT r.name FROM pair p JOIN route r ON r.id = p.route_id
       WHERE p.run_id = @run AND p.route_id NOT IN (SELECT route_id FROM settled WHERE run_id = @run)
       GROUP BY r.id HAVING sum(p.verdict <> 'incomparable') = 0 ORDER BY r.name`,
    )
    .pluck()
    .all({ run }) as string[]
}

function share(part: number, all: number): number {
  return all === 0 ? 0 : Math.round((part / all) * 1000) / 10
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
