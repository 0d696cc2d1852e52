import { pairedRatio, percentilesOf } from '../../diagnose/timing.js'
import type { Percentiles, ReportedRoute } from '../../model/report.js'
import { savedTimes } from './histograms.js'
import type { Recording } from './open.js'
import { groupedBy } from '../../model/grouped.js'

/** Times of a run's routes, those first that take most of the candidate's time. */
export function readRoutes(recording: Recording, run: string): ReportedRoute[] {
  const rows = recording
    .prepare(
      `SELECT r.name AS route, p.verdict, l.total_ms AS legacy_ms, c.total_ms AS candidate_ms, l.from_cache OR c.from_cache AS cached
       FROM pair p JOIN route r ON r.id = p.route_id
       JOIN exchange l ON l.pair_id = p.id AND l.leg = 'legacy' JOIN exchange c ON c.pair_id = p.id AND c.leg = 'candidate'
       WHERE p.run_id = @run AND p.verdict <> 'incomparable'
       UNION ALL
       SELECT r.name, 'match', s.legacy_ms, s.candidate_ms, s.from_cache
       FROM settled s JOIN route r ON r.id = s.route_id WHERE s.run_id = @run`,
    )
    .all({ run }) as { route: string; verdict: string; legacy_ms: number; candidate_ms: number; cached: number }[]
  const byRoute = groupedBy(rows, ({ route }) => route)
  const allMs = sum(rows.map(({ candidate_ms }) => candidate_ms))
  const saved = savedTimes(recording, run)
  /** The pairs say it exactly; where some were purged, what was saved still knows of them, within 1 %. */
  const percentiles = (leg: string, route: string, ms: readonly number[]): Percentiles | null => {
    const times = saved.get(`${leg} ${route}`)
    return times === undefined || times.count <= ms.length ? percentilesOf(ms) : times.percentiles
  }
  return [...byRoute]
    .map(([route, pairs]) => {
      // An answer out of an HTTP cache is compared, its time is not.
      const timed = pairs.filter(({ cached }) => cached === 0)
      return {
        route,
        pairs: pairs.length,
        mismatch: pairs.filter(({ verdict }) => verdict === 'mismatch').length,
        legacyMs: percentiles(
          'legacy',
          route,
          timed.map(({ legacy_ms }) => legacy_ms),
        ),
        candidateMs: percentiles(
          'candidate',
          route,
          timed.map(({ candidate_ms }) => candidate_ms),
        ),
        ratio: pairedRatio(
          timed.filter(({ legacy_ms }) => legacy_ms > 0).map(({ legacy_ms, candidate_ms }) => candidate_ms / legacy_ms),
        ),
        sharePercent: share(sum(pairs.map(({ candidate_ms }) => candidate_ms)), allMs),
      }
    })
    .sort((one, other) => other.sharePercent - one.sharePercent)
}

/** Every mirrored request has a pair: those whose pairs are all incomparable were not compared. */
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
