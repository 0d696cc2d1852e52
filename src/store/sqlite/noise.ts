import { nothingLearned } from '../../compare/noise/ledger.js'
import { placeOf } from '../../compare/noise/place.js'
import { upgradedSnapshot } from '../../compare/noise/upgrade.js'
import { shareInterval } from '../../base/statistics/share-interval.js'
import type { HiddenByRule, NoiseSnapshot } from '../../model/noise.js'
import type { Disagreed, NoisePlace, ReportedNoise } from '../../model/report.js'
import type { Recording } from './open.js'

/** Maximum number of places of each source that a report names. */
const maxPlaces = 10

/** Reads the differences that were taken out as noise, by source. */
export function readNoise(recording: Recording, run: string): ReportedNoise[] {
  const sources = recording
    .prepare(
      `SELECT d.noise AS source, count(*) AS differences, count(DISTINCT d.pair_id) AS pairs, count(DISTINCT p.route_id) AS routes
       FROM difference d JOIN pair p ON p.id = d.pair_id WHERE p.run_id = ? AND d.noise IS NOT NULL
       GROUP BY d.noise ORDER BY differences DESC, source`,
    )
    .all(run) as Omit<ReportedNoise, 'places'>[]
  const places = recording.prepare(
    `SELECT r.name AS route, d.part, d.kind, d.path, count(*) AS differences, min(d.legacy) AS legacy, min(d.candidate) AS candidate
     FROM difference d JOIN pair p ON p.id = d.pair_id JOIN route r ON r.id = p.route_id
     WHERE p.run_id = ? AND d.noise = ? GROUP BY r.id, d.part, d.kind, d.path
     ORDER BY differences DESC, route, d.path LIMIT ${maxPlaces}`,
  )
  const withStatistics = statisticsBy(keptSnapshot(recording, run) ?? nothingLearned)
  return sources.map((source) => ({
    ...source,
    places: (places.all(run, source.source) as NoisePlace[]).map(withStatistics),
  }))
}

function statisticsBy(learned: NoiseSnapshot): (place: NoisePlace) => NoisePlace {
  return (place) => {
    const counts = learned.places[placeOf(place.route, place)]
    const pairs = learned.pairs[place.route] ?? 0
    if (counts === undefined || pairs === 0) return place
    const disagreed = { pairs, candidate: share(counts.candidate, pairs), control: share(counts.control, pairs) }
    return { ...place, disagreed }
  }
}

function share(pairs: number, of: number): Disagreed {
  const [low, high] = shareInterval(pairs, of)
  return { pairs, lowPercent: Math.round(low * 1000) / 10, highPercent: Math.round(high * 1000) / 10 }
}

/** Reads what rules hid, by route, where they hid anything. */
export function hiddenByRules(recording: Recording, run: string): HiddenByRule[] {
  return recording
    .prepare(
      `SELECT substr(d.noise, 6) AS rule, r.name AS route, count(*) AS hidden,
              (SELECT count(*) FROM difference o JOIN pair q ON q.id = o.pair_id
               WHERE q.run_id = p.run_id AND q.route_id = p.route_id) AS "all"
       FROM difference d JOIN pair p ON p.id = d.pair_id JOIN route r ON r.id = p.route_id
       WHERE p.run_id = ? AND d.noise LIKE 'rule:%' GROUP BY d.noise, r.id`,
    )
    .all(run) as HiddenByRule[]
}

export function keepSnapshot(recording: Recording, run: string, snapshot: NoiseSnapshot): void {
  recording
    .prepare(
      'INSERT INTO noise_snapshot (run_id, snapshot) VALUES (?, ?) ON CONFLICT DO UPDATE SET snapshot = excluded.snapshot',
    )
    .run(run, JSON.stringify(snapshot))
}

/** Returns what a run learned; undefined if it was recorded before runs kept this, or did not end. */
export function keptSnapshot(recording: Recording, run: string): NoiseSnapshot | undefined {
  const text = recording.prepare('SELECT snapshot FROM noise_snapshot WHERE run_id = ?').pluck().get(run)
  return typeof text === 'string'
    ? upgradedSnapshot(JSON.parse(text) as Parameters<typeof upgradedSnapshot>[0])
    : undefined
}
