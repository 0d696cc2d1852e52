import type { SlowPairs } from '../../model/ports.js'
import type { RouteTimes, TimedPair } from '../../model/timing.js'
import type { Recording } from './open.js'

/** The latest pairs of a route that are looked at: more of them make no interval narrower that anybody acts on. */
const mostPairs = 20_000

interface TimeRow {
  receivedAt: number
  target: string
  client: string
  legacyFirst: number
  legacyTotal: number
  candidateFirst: number
  candidateTotal: number
}

/**
 * Answers out of HTTP caches say nothing of a stack, and pairs that another finding explains nothing of the rest of the route. A minor
 * finding explains no slowness: it costs legacy as much.
 */
const timesOfRoute = `
  SELECT p.received_at AS receivedAt, p.target, p.client,
         coalesce(l.first_byte_ms, l.total_ms) AS legacyFirst, l.total_ms AS legacyTotal,
         coalesce(c.first_byte_ms, c.total_ms) AS candidateFirst, c.total_ms AS candidateTotal
  FROM pair p
  JOIN exchange l ON l.pair_id = p.id AND l.leg = 'legacy' JOIN exchange c ON c.pair_id = p.id AND c.leg = 'candidate'
  WHERE p.run_id = @run AND p.route_id = @route AND p.verdict <> 'incomparable' AND NOT l.from_cache AND NOT c.from_cache
    AND NOT EXISTS (SELECT 1 FROM json_each(@explainedBy) x JOIN finding f ON f.cause = x.value
                    JOIN sighting s ON s.finding_id = f.id AND s.pair_id = p.id
                    JOIN run_finding r ON r.finding_id = f.id AND r.run_id = @run AND r.severity IN ('critical', 'major'))
  UNION ALL
  SELECT received_at, target, client, legacy_first_ms, legacy_ms, candidate_first_ms, candidate_ms
  FROM settled WHERE run_id = @run AND route_id = @route AND from_cache = 0`

export function* routeTimes(recording: Recording, run: string, explainedBy: readonly string[]): Iterable<RouteTimes> {
  const routes = recording
    .prepare(
      `SELECT id, name FROM route WHERE id IN (SELECT route_id FROM pair WHERE run_id = @run
       UNION SELECT route_id FROM settled WHERE run_id = @run) ORDER BY id`,
    )
    .all({ run }) as { id: number; name: string }[]
  const latest = recording.prepare(`SELECT * FROM (${timesOfRoute}) ORDER BY receivedAt DESC LIMIT ${mostPairs}`)
  for (const { id, name } of routes) {
    const rows = latest.all({ run, route: id, explainedBy: JSON.stringify(explainedBy) }) as TimeRow[]
    yield { route: name, pairs: rows.reverse().map(timedPair) }
  }
}

function timedPair(row: TimeRow): TimedPair {
  const { receivedAt, target, client } = row
  return {
    receivedAt,
    target,
    client,
    legacy: { firstByte: row.legacyFirst, total: row.legacyTotal },
    candidate: { firstByte: row.candidateFirst, total: row.candidateTotal },
  }
}

/** Every pair of the route that lost more than the finding says, as far as it was timed. */
export function showSlowPairs(
  recording: Recording,
  run: string,
  finding: string,
  { route, client, slowerByMs }: SlowPairs,
): void {
  const named = { run, finding, route, client: client ?? null, slowerByMs }
  const ofRoute = 'run_id = @run AND route_id = (SELECT id FROM route WHERE name = @route)'
  const ofClient = '(@client IS NULL OR client = @client)'
  recording
    .prepare(
      `INSERT INTO sighting SELECT @finding, p.id FROM pair p
       JOIN exchange l ON l.pair_id = p.id AND l.leg = 'legacy' JOIN exchange c ON c.pair_id = p.id AND c.leg = 'candidate'
       WHERE ${ofRoute} AND ${ofClient} AND p.verdict <> 'incomparable' AND NOT l.from_cache AND NOT c.from_cache
         AND c.total_ms - l.total_ms > @slowerByMs ON CONFLICT DO NOTHING`,
    )
    .run(named)
  recording
    .prepare(
      `INSERT INTO settled_sighting SELECT @finding, id FROM settled
       WHERE ${ofRoute} AND ${ofClient} AND from_cache = 0 AND candidate_ms - legacy_ms > @slowerByMs ON CONFLICT DO NOTHING`,
    )
    .run(named)
}
