import type { RecordedStatement, StatementLeg } from '../../model/store.js'
import type { Recording } from './open.js'

/** Legacy's SQL, which control's lanes give; the candidate's where control was not tapped. Undefined where no tap was. */
export function legOfStatements(recording: Recording, run: string): StatementLeg | undefined {
  const seen = recording
    .prepare('SELECT DISTINCT s.leg FROM statement s JOIN pair p ON p.id = s.pair_id WHERE p.run_id = ?')
    .pluck()
    .all(run)
  return (['control', 'candidate'] as const).find((leg) => seen.includes(leg))
}

/** Statements of a run that were kept, pair by pair: pairs that equality settled kept none. */
export function recordedStatements(
  recording: Recording,
  run: string,
  leg: StatementLeg,
): IterableIterator<RecordedStatement> {
  return recording
    .prepare(
      `SELECT t.sql AS sql, p.id AS pair, r.name AS route, p.request_id AS request
       FROM pair p JOIN statement s ON s.pair_id = p.id AND s.leg = ? JOIN statement_text t ON t.hash = s.text
       JOIN route r ON r.id = p.route_id WHERE p.run_id = ? ORDER BY p.id, s.ordinal`,
    )
    .iterate(leg, run) as IterableIterator<RecordedStatement>
}
