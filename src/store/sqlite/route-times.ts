import type { SlowPairs } from '../../model/store.js'
import type { RouteTimes, TimedPair, Yardstick } from '../../model/timing.js'
import type { Recording } from './open.js'

/** Maximum number of latest pairs read of a route: more would narrow no interval in a way that anybody acts on. */
const maxPairs = 20_000

interface TimeRow {
  receivedAt: number
  target: string
  client: string
  yardstick: Yardstick
  yardstickFirst: number
  yardstickTotal: number
  candidateFirst: number
  candidateTotal: number
  liveFirst: number | null
  liveTotal: number | null
}

/**
 * Leaves out pairs that another finding explains: they say nothing of the rest of the route. A minor finding explains
 * no slowness, because it costs legacy as much.
 */
const timesOfRoute = `
  SELECT t.received_at AS receivedAt, t.target, t.client, t.yardstick,
         t.yardstick_first_ms AS yardstickFirst, t.yardstick_ms AS yardstickTotal,
         t.candidate_first_ms AS candidateFirst, t.candidate_ms AS candidateTotal,
         t.live_first_ms AS liveFirst, t.live_ms AS liveTotal
  FROM timed t
  WHERE t.run_id = @run AND t.route_id = @route
    AND NOT EXISTS (SELECT 1 FROM json_each(@explainedBy) x JOIN finding f ON f.cause = x.value
                    JOIN sighting s ON s.finding_id = f.id AND s.pair_id = t.pair_id
                    JOIN run_finding r ON r.finding_id = f.id AND r.run_id = @run AND r.severity IN ('critical', 'major'))`

export function* routeTimes(recording: Recording, run: string, explainedBy: readonly string[]): Iterable<RouteTimes> {
  const routes = recording
    .prepare(
      `SELECT id, name FROM route WHERE id IN (SELECT route_id FROM pair WHERE run_id = @run
       UNION SELECT route_id FROM settled WHERE run_id = @run) ORDER BY id`,
    )
    .all({ run }) as { id: number; name: string }[]
  const latest = recording.prepare(`SELECT * FROM (${timesOfRoute}) ORDER BY receivedAt DESC LIMIT ${maxPairs}`)
  for (const { id, name } of routes) {
    const rows = latest.all({ run, route: id, explainedBy: JSON.stringify(explainedBy) }) as TimeRow[]
    yield { route: name, pairs: rows.reverse().map(timedPair) }
  }
}

function timedPair(row: TimeRow): TimedPair {
  const { receivedAt, target, client, yardstick, liveFirst, liveTotal } = row
  return {
    receivedAt,
    target,
    client,
    yardstick,
    legacy: { firstByte: row.yardstickFirst, total: row.yardstickTotal },
    candidate: { firstByte: row.candidateFirst, total: row.candidateTotal },
    ...(yardstick === 'control' &&
      liveTotal !== null && { live: { firstByte: liveFirst ?? liveTotal, total: liveTotal } }),
  }
}

/** Lets the finding be shown by every timed pair of the route that is slower by more than given. */
export function showSlowPairs(
  recording: Recording,
  run: string,
  finding: string,
  { route, client, slowerByMs }: SlowPairs,
): void {
  const named = { run, finding, route, client: client ?? null, slowerByMs }
  const slow = `FROM timed WHERE run_id = @run AND route_id = (SELECT id FROM route WHERE name = @route)
    AND (@client IS NULL OR client = @client) AND candidate_ms - yardstick_ms > @slowerByMs`
  for (const [table, id] of [
    ['sighting', 'pair_id'],
    ['settled_sighting', 'settled_id'],
  ])
    recording
      .prepare(
        `INSERT INTO ${table} (finding_id, ${id}) SELECT @finding, ${id} ${slow} AND ${id} IS NOT NULL ON CONFLICT DO NOTHING`,
      )
      .run(named)
}
