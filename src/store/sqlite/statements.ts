import type { RecordedStatement, StatementLeg } from '../../model/store.js'
import type { Recording } from './open.js'

/**
 * Returns the leg whose SQL to show: control, which runs legacy's, or the candidate if control was not tapped;
 * undefined without either.
 */
export function legOfStatements(recording: Recording, run: string): StatementLeg | undefined {
  const seen = recording
    .prepare('SELECT DISTINCT s.leg FROM statement s JOIN pair p ON p.id = s.pair_id WHERE p.run_id = ?')
    .pluck()
    .all(run)
  return (['control', 'candidate'] as const).find((leg) => seen.includes(leg))
}

/** Reads the statements of a run that were kept, pair by pair; pairs settled by equality kept none. */
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
