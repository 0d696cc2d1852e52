import { inflateRawSync } from 'node:zlib'
import { decode } from '../../compare/decode.js'
import { pairedRatio, percentilesOf } from '../../diagnose/timing.js'
import { SosieError } from '../../errors.js'
import type { Difference } from '../../model/difference.js'
import { severities, type Evidence, type FindingState, type Proof, type Severity } from '../../model/finding.js'
import type { Headers } from '../../model/http.js'
import type {
  ExamplePair,
  ExampleSide,
  Percentiles,
  ReportedFinding,
  ReportedRoute,
  ReportedRun,
  RunReport,
} from '../../model/report.js'
import { placeOfReplayed, type ReplayedScenario } from '../../model/replayed.js'
import type { ControlLoad, LiveTapShare, Run, RunKind } from '../../model/run.js'
import { savedTimes } from './histograms.js'
import { readNoise } from './noise.js'
import type { Recording } from './open.js'
import { readStatements } from './example-sql.js'
import { readNotes } from './run-notes.js'
import { readScenarios } from './run-scenarios.js'

/** What a recording says of a run, before the gate decided and the causes said how to mend. */
export type RecordedRun = Omit<RunReport, 'gate' | 'findings' | 'noiseWarnings'> & {
  readonly findings: readonly Omit<ReportedFinding, 'fix'>[]
}

const mostExamples = 10
const mostDifferences = 50
const longestText = 20_000

/** @param which a run's id, or `latest`. */
export function readRun(recording: Recording, which: string): RecordedRun {
  const run = findRun(recording, which)
  return {
    schema: 1,
    run: run.reported,
    totals: readTotals(recording, run.reported.id, run.reported.endedAt === null),
    ...controlLoadOf(recording, run.reported.id),
    ...liveTapOf(recording, run.reported.id),
    notes: readNotes(recording, run.reported.id),
    findings: readFindings(recording, run.reported.id),
    noise: readNoise(recording, run.reported.id),
    routes: readRoutes(recording, run.reported.id),
    routesNotCompared: readRoutesNotCompared(recording, run.reported.id),
  }
}

interface RunRow {
  id: string
  kind: RunKind
  started_at: number
  ended_at: number | null
  legs: string
  versions: string
}

/** A file that is new, or whose runs were all purged. */
export function noRunAtAll(): SosieError {
  const text = 'The recording holds no run. Make one with sosie shadow or sosie replay, or name another file with --db.'
  return new SosieError('SOSIE_E_NO_RUN', text)
}

function findRun(recording: Recording, which: string): { reported: ReportedRun } {
  const rows = recording.prepare('SELECT * FROM run ORDER BY started_at DESC, rowid DESC').all() as RunRow[]
  const row = which === 'latest' ? rows[0] : rows.find(({ id }) => id === which)
  if (row === undefined) {
    if (rows.length === 0) throw noRunAtAll()
    const known = rows.map(({ id }) => id).join(', ')
    throw new SosieError('SOSIE_E_NO_RUN', `The recording has no run "${which}". It holds: ${known}.`)
  }
  const legs = JSON.parse(row.legs) as Run['legs']
  return {
    reported: {
      id: row.id,
      kind: row.kind,
      startedAt: new Date(row.started_at).toISOString(),
      endedAt: row.ended_at === null ? null : new Date(row.ended_at).toISOString(),
      legacy: legs.legacy,
      candidate: legs.candidate,
      control: legs.control ?? null,
      versions: JSON.parse(row.versions) as Run['versions'],
    },
  }
}

/** @param unended the run has not ended: what was asked and is in no book yet is `unsettled`. */
export function readTotals(recording: Recording, run: string, unended: boolean): RunReport['totals'] {
  const counters = recording.prepare('SELECT name, n FROM counter WHERE run_id = ?').all(run) as {
    name: string
    n: number
  }[]
  const prefixed = (prefix: string): Record<string, number> =>
    Object.fromEntries(
      counters
        .filter(({ name, n }) => name.startsWith(prefix) && n > 0)
        .map(({ name, n }) => [name.slice(prefix.length), n]),
    )
  const verdicts = recording
    .prepare('SELECT verdict, incomparable, count(*) AS n FROM pair WHERE run_id = ? GROUP BY verdict, incomparable')
    .all(run) as { verdict: string; incomparable: string | null; n: number }[]
  const incomparable = prefixed('lost.')
  for (const { incomparable: reason, n } of verdicts) {
    if (reason !== null) incomparable[reason] = (incomparable[reason] ?? 0) + n
  }
  const purged = prefixed('purged.')
  for (const [name, n] of Object.entries(prefixed('purged.incomparable.'))) {
    incomparable[name] = (incomparable[name] ?? 0) + n
  }
  const of = (verdict: string): number =>
    (verdicts.find((row) => row.verdict === verdict)?.n ?? 0) + (purged[verdict] ?? 0)
  const settled = recording.prepare('SELECT count(*) FROM settled WHERE run_id = ?').pluck().get(run) as number
  const match = of('match') + settled
  const compared = match + of('noise') + of('mismatch')
  const mirrored = compared + sum(Object.values(incomparable))
  const notMirrored = prefixed('notMirrored.')
  const requests = counters.find(({ name }) => name === 'requests')?.n ?? 0
  const unsettled = unended ? Math.max(0, requests - mirrored - sum(Object.values(notMirrored))) : 0
  return {
    requests,
    mirrored,
    notMirrored,
    compared,
    incomparable,
    match,
    noise: of('noise'),
    mismatch: of('mismatch'),
    unsettled,
  }
}

/** What control cost legacy; nothing for a run without control. */
function controlLoadOf(recording: Recording, run: string): Pick<RunReport, 'controlLoad'> {
  const rows = recording
    .prepare("SELECT substr(name, 9), n FROM counter WHERE run_id = ? AND name LIKE 'control.%'")
    .raw()
    .all(run) as [keyof ControlLoad, number][]
  return rows.length === 0 ? {} : { controlLoad: { asked: 0, ms: 0, leftOut: 0, ...Object.fromEntries(rows) } }
}

/** What was certain of live legacy's SQL; nothing for a run that did not tap it. */
function liveTapOf(recording: Recording, run: string): Pick<RunReport, 'liveTap'> {
  const rows = recording
    .prepare("SELECT substr(name, 9), n FROM counter WHERE run_id = ? AND name LIKE 'liveTap.%'")
    .raw()
    .all(run) as [keyof LiveTapShare, number][]
  const none = { exact: 0, ambiguous: 0, attributed: 0, statements: 0 }
  return rows.length === 0 ? {} : { liveTap: { ...none, ...Object.fromEntries(rows) } }
}

interface FindingRow {
  id: string
  cause: string
  key: string
  state: FindingState
  proof: Proof
  severity: Severity
  title: string
  evidence: string
  first_seen: number
  last_seen: number
  n: number
}

function readFindings(recording: Recording, run: string): RecordedRun['findings'] {
  const rows = recording
    .prepare(
      `SELECT f.id, f.cause, f.key, f.state, r.proof, r.severity, r.title, r.evidence,
              min(coalesce(s.received_at, run.started_at)) AS first_seen, max(coalesce(s.received_at, run.started_at)) AS last_seen,
              count(s.request_id) + coalesce(c.n, 0) AS n
       FROM run_finding r JOIN finding f ON f.id = r.finding_id JOIN run ON run.id = r.run_id
       LEFT JOIN shown s ON s.finding_id = f.id AND s.run_id = r.run_id
       LEFT JOIN counter c ON c.run_id = r.run_id AND c.name = 'purged.finding.' || f.id -- pairs that a purge deleted
       WHERE r.run_id = ? GROUP BY f.id HAVING count(s.request_id) + coalesce(c.n, 0) > 0`,
    )
    .all(run) as FindingRow[]
  const scenarios = readScenarios(recording, run)
  return rows.map((row) => findingOf(recording, run, row, scenarios)).sort(worstFirst)
}

function findingOf(
  recording: Recording,
  run: string,
  row: FindingRow,
  scenarios: readonly ReplayedScenario[],
): Omit<ReportedFinding, 'fix'> {
  const shown = 'FROM shown s WHERE s.finding_id = ? AND s.run_id = ?'
  const routes = recording
    .prepare(
      `SELECT r.name AS route, count(*) AS count FROM shown s JOIN route r ON r.id = s.route_id
       WHERE s.finding_id = ? AND s.run_id = ? GROUP BY r.id ORDER BY count(*) DESC, r.name`,
    )
    .all(row.id, run) as { route: string; count: number }[]
  const clients = recording
    .prepare(`SELECT s.client, count(*) AS count ${shown} GROUP BY s.client ORDER BY count(*) DESC, s.client`)
    .all(row.id, run) as { client: string; count: number }[]
  const examples = recording
    .prepare(
      `SELECT s.pair_id, s.request_id ${shown} ORDER BY s.pair_id IS NULL, s.pair_id, s.received_at LIMIT ${mostExamples}`,
    )
    .all(row.id, run) as { pair_id: number | null; request_id: string }[]
  const example = examples[0]?.pair_id ?? null
  const scenario = placeOfReplayed(scenarios, examples[0]?.request_id ?? '')
  return {
    id: row.id,
    cause: row.cause,
    signature: row.key,
    severity: row.severity,
    state: row.state,
    proof: row.proof,
    title: row.title,
    routes,
    clients,
    count: row.n,
    firstSeen: new Date(row.first_seen).toISOString(),
    lastSeen: new Date(row.last_seen).toISOString(),
    evidence: JSON.parse(row.evidence) as Evidence,
    examples: examples.map(({ request_id }) => request_id),
    ...(example === null ? {} : { example: readExample(recording, example) }),
    ...(scenario === undefined ? {} : { scenario }),
  }
}

function worstFirst(one: Omit<ReportedFinding, 'fix'>, other: Omit<ReportedFinding, 'fix'>): number {
  const rank = ({ severity, proof, cause }: Omit<ReportedFinding, 'fix'>): number =>
    severities.indexOf(severity) * 4 + (proof === 'none' ? 2 : 0) + (cause === 'unexplained' ? 1 : 0)
  return rank(one) - rank(other) || other.count - one.count || one.id.localeCompare(other.id)
}

interface ExchangeRow {
  leg: string
  status: number | null
  failure: string | null
  total_ms: number
  body_size: number | null
  headers: string | null
  log: string | null
  statements: number
  encoding: string | null
  bytes: Buffer | null
}

function readExample(recording: Recording, pairId: number): ExamplePair {
  const pair = recording
    .prepare(
      'SELECT p.request_id, r.name AS route, p.target FROM pair p JOIN route r ON r.id = p.route_id WHERE p.id = ?',
    )
    .get(pairId) as { request_id: string; route: string; target: string }
  const differences = recording
    .prepare(
      `SELECT part, kind, path, legacy, candidate FROM difference WHERE pair_id = ? AND noise IS NULL
       ORDER BY ordinal LIMIT ${mostDifferences}`,
    )
    .all(pairId) as (Omit<Difference, 'legacy' | 'candidate'> & { legacy: string | null; candidate: string | null })[]
  const exchanges = recording
    .prepare(
      'SELECT e.*, b.encoding, b.bytes FROM exchange e LEFT JOIN body b ON b.hash = e.body_hash WHERE e.pair_id = ?',
    )
    .all(pairId) as ExchangeRow[]
  const side = (leg: string): ExampleSide => sideOf(exchanges.find((exchange) => exchange.leg === leg))
  return {
    id: pair.request_id,
    route: pair.route,
    target: pair.target,
    differences: differences.map(({ legacy, candidate, ...rest }) => ({
      ...rest,
      ...(legacy === null ? {} : { legacy }),
      ...(candidate === null ? {} : { candidate }),
    })),
    legacy: side('legacy'),
    candidate: side('candidate'),
    ...readStatements(recording, pairId),
  }
}

function sideOf(row: ExchangeRow | undefined): ExampleSide {
  return {
    status: row?.status ?? null,
    ...(row === undefined || row.failure === null ? {} : { failure: row.failure }),
    ms: Math.round((row?.total_ms ?? 0) * 10) / 10,
    size: row?.body_size ?? 0,
    text: row === undefined ? null : textOf(row),
    log: row === undefined || row.log === null ? [] : (JSON.parse(row.log) as string[]),
    statements: row?.statements ?? 0,
  }
}

function textOf({ bytes, encoding, headers, status }: ExchangeRow): string | null {
  if (bytes === null || headers === null) return null
  const plain = encoding === 'deflate-raw' ? inflateRawSync(bytes) : bytes
  const decoded = decode({
    status: status ?? 0,
    headers: JSON.parse(headers) as Headers,
    body: { bytes: plain, size: plain.length, truncated: false },
    complete: true,
  })
  return decoded.kind === 'binary' ? null : decoded.text.slice(0, longestText)
}

function readRoutes(recording: Recording, run: string): ReportedRoute[] {
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
  const byRoute = groupByRoute(rows)
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
function readRoutesNotCompared(recording: Recording, run: string): string[] {
  return recording
    .prepare(
      `SELECT r.name FROM pair p JOIN route r ON r.id = p.route_id
       WHERE p.run_id = @run AND p.route_id NOT IN (SELECT route_id FROM settled WHERE run_id = @run)
       GROUP BY r.id HAVING sum(p.verdict <> 'incomparable') = 0 ORDER BY r.name`,
    )
    .pluck()
    .all({ run }) as string[]
}

function groupByRoute<Row extends { route: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.route)
    if (group === undefined) groups.set(row.route, [row])
    else group.push(row)
  }
  return groups
}

function share(part: number, all: number): number {
  return all === 0 ? 0 : Math.round((part / all) * 1000) / 10
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
