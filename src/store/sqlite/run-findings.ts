import { rankOf, type Evidence, type FindingState, type Proof, type Severity } from '../../model/finding.js'
import { titleOfStatuses, type StatusChange } from '../../knowledge/logic/unexplained.js'
import { placeOfReplayed, type ReplayedScenario } from '../../model/replayed.js'
import type { Page, RecordedFinding } from '../../model/store.js'
import type { Recording } from './open.js'
import { readScenarios } from './run-scenarios.js'

const maxExamples = 10
const maxStatuses = 10

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

/** Reads a page of a run's findings, the worst first. */
export function readFindings(recording: Recording, run: string, { from, max }: Page): readonly RecordedFinding[] {
  const rows = rowsOf(recording, run).sort(worstFirst)
  return withDetails(recording, run, rows.slice(from, from + max))
}

/** Reads the findings of a run whose id begins with this one. */
export function findFindings(recording: Recording, run: string, id: string): readonly RecordedFinding[] {
  const rows = rowsOf(recording, run).filter((row) => row.id.startsWith(id))
  return withDetails(recording, run, rows)
}

function rowsOf(recording: Recording, run: string): FindingRow[] {
  return recording
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
}

function withDetails(recording: Recording, run: string, rows: readonly FindingRow[]): readonly RecordedFinding[] {
  const scenarios = readScenarios(recording, run)
  return rows.map((row) => findingOf(recording, run, row, scenarios))
}

function findingOf(
  recording: Recording,
  run: string,
  row: FindingRow,
  scenarios: readonly ReplayedScenario[],
): RecordedFinding {
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
    .prepare(`SELECT s.request_id ${shown} ORDER BY s.pair_id IS NULL, s.pair_id, s.received_at LIMIT ${maxExamples}`)
    .pluck()
    .all(row.id, run) as string[]
  const followedBy = recording
    .prepare(
      `SELECT r.name AS route, c.way, count(*) AS count FROM consequence c JOIN pair p ON p.id = c.pair_id JOIN route r ON r.id = p.route_id
       WHERE c.finding_id = ? AND p.run_id = ? GROUP BY r.id, c.way ORDER BY count(*) DESC, r.name, c.way`,
    )
    .all(row.id, run) as { route: string; way: string; count: number }[]
  const statuses = recording
    .prepare(
      `SELECT d.legacy, d.candidate FROM sighting s JOIN pair p ON p.id = s.pair_id JOIN difference d ON d.pair_id = p.id
       WHERE s.finding_id = ? AND p.run_id = ? AND d.part = 'status' AND d.noise IS NULL
       GROUP BY d.legacy, d.candidate ORDER BY count(*) DESC, d.legacy, d.candidate LIMIT ${maxStatuses}`,
    )
    .all(row.id, run) as StatusChange[]
  const scenario = placeOfReplayed(scenarios, examples[0] ?? '')
  return {
    id: row.id,
    cause: row.cause,
    signature: row.key,
    severity: row.severity,
    state: row.state,
    proof: row.proof,
    title: (row.cause === 'unexplained' ? titleOfStatuses(row.key, statuses) : undefined) ?? row.title,
    routes,
    clients,
    count: row.n,
    ...(followedBy.length === 0 ? {} : { followedBy }),
    firstSeen: new Date(row.first_seen).toISOString(),
    lastSeen: new Date(row.last_seen).toISOString(),
    evidence: { ...(JSON.parse(row.evidence) as Evidence), ...statusEvidence(statuses) },
    examples,
    ...(scenario === undefined ? {} : { scenario }),
  }
}

function statusEvidence(changes: readonly StatusChange[]): Evidence {
  return changes.length === 0 ? {} : { statuses: changes.map(({ legacy, candidate }) => `${legacy} → ${candidate}`) }
}

function worstFirst(one: FindingRow, other: FindingRow): number {
  return rankOf(one) - rankOf(other) || other.n - one.n || one.id.localeCompare(other.id)
}
