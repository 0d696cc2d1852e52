import { withPresentNames } from '../../config/renamed-keys.js'
import type { Hidden } from '../../compare/noise/rule-warnings.js'
import type { NoiseRule } from '../../compare/noise/rules.js'
import { nothingLearned } from '../../compare/noise/ledger.js'
import { ownRoots, type OwnRoots } from '../../compare/noise/roots.js'
import { placeOf } from '../../compare/noise/place.js'
import { upgradedSnapshot } from '../../compare/noise/upgrade.js'
import { shareInterval } from '../../base/statistics/share-interval.js'
import type { NoiseSnapshot } from '../../model/noise.js'
import { defaultThresholds, type Thresholds } from '../../knowledge/cause.js'
import type { Disagreed, NoisePlace, ReportedNoise } from '../../model/report.js'
import type { Recording } from './open.js'

/** Places of each source that a report names. */
const maxPlaces = 10

/** Differences that were taken out, by their sources. */
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
  const withStatistics = statisticsBy(keptSnapshot(recording, run))
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

/** What rules hid, by route; only where they hid anything. */
export function hiddenByRules(recording: Recording, run: string): Hidden[] {
  return recording
    .prepare(
      `SELECT substr(d.noise, 6) AS rule, r.name AS route, count(*) AS hidden,
              (SELECT count(*) FROM difference o JOIN pair q ON q.id = o.pair_id
               WHERE q.run_id = p.run_id AND q.route_id = p.route_id) AS "all"
       FROM difference d JOIN pair p ON p.id = d.pair_id JOIN route r ON r.id = p.route_id
       WHERE p.run_id = ? AND d.noise LIKE 'rule:%' GROUP BY d.noise, r.id`,
    )
    .all(run) as Hidden[]
}

/** What a run was judged by, out of the configuration that is kept with it. */
export interface RunSettings {
  readonly noise: { readonly rules: readonly NoiseRule[]; readonly maxShare: number }
  readonly thresholds: Thresholds
  /** Tables whose rows were known to differ. */
  readonly driftedTables: readonly string[]
  /** Folders of the stacks' code, where they were named. */
  readonly roots: OwnRoots
  /** URLs of the legs. */
  readonly legs: Readonly<Record<string, string>>
}

type KeptConfig = Partial<Omit<RunSettings, 'roots' | 'legs'>> & Parameters<typeof ownRoots>[0]

export function runSettings(recording: Recording, run: string): RunSettings {
  const row = recording.prepare('SELECT config, legs FROM run WHERE id = ?').get(run) as {
    config: string
    legs: string
  }
  const { noise, thresholds, driftedTables = [], ...config } = keptConfig(row.config)
  return {
    noise: { rules: [], maxShare: 1, ...noise },
    thresholds: { ...defaultThresholds, ...thresholds },
    driftedTables,
    roots: ownRoots(config),
    legs: JSON.parse(row.legs) as Record<string, string>,
  }
}

/** A run of an older version was configured with older names. */
function keptConfig(json: string): KeptConfig {
  return withPresentNames(JSON.parse(json) as object).value
}

/** The rules that a run is judged by from now on. */
export function keepRules(recording: Recording, run: string, rules: readonly NoiseRule[]): void {
  changeSettings(recording, run, ({ noise }) => ({ noise: { maxShare: 1, ...noise, rules } }))
}

/** The drifted tables that a run is judged by from now on. */
export function keepDriftedTables(recording: Recording, run: string, driftedTables: readonly string[]): void {
  changeSettings(recording, run, () => ({ driftedTables }))
}

function changeSettings(
  recording: Recording,
  run: string,
  change: (settings: Partial<RunSettings>) => Partial<RunSettings>,
): void {
  const text = recording.prepare('SELECT config FROM run WHERE id = ?').pluck().get(run) as string
  const config = withPresentNames(JSON.parse(text) as object).value as Partial<RunSettings>
  const changed = { ...config, ...change(config) }
  recording.prepare('UPDATE run SET config = ? WHERE id = ?').run(JSON.stringify(changed), run)
}

export function keepSnapshot(recording: Recording, run: string, snapshot: NoiseSnapshot): void {
  recording
    .prepare(
      'INSERT INTO noise_snapshot (run_id, snapshot) VALUES (?, ?) ON CONFLICT DO UPDATE SET snapshot = excluded.snapshot',
    )
    .run(run, JSON.stringify(snapshot))
}

/** What a run learned; nothing for one that was recorded before anything was, or did not end. */
export function keptSnapshot(recording: Recording, run: string): NoiseSnapshot {
  const text = recording.prepare('SELECT snapshot FROM noise_snapshot WHERE run_id = ?').pluck().get(run)
  return typeof text === 'string'
    ? upgradedSnapshot(JSON.parse(text) as Parameters<typeof upgradedSnapshot>[0])
    : nothingLearned
}
