import type { Recording } from './open.js'

/** Matches a run of which there is something to report. */
const hasSomething = `EXISTS (SELECT 1 FROM pair WHERE run_id = run.id) OR EXISTS (SELECT 1 FROM settled WHERE run_id = run.id)
  OR EXISTS (SELECT 1 FROM counter WHERE run_id = run.id AND name = 'requests' AND n > 0)`

/** Returns the newest run in which something happened, or the newest of all if nothing did; undefined if there is none. */
export function latestRun(recording: Recording): string | undefined {
  const newestFirst = `SELECT id FROM run ORDER BY (${hasSomething}) DESC, started_at DESC, rowid DESC LIMIT 1`
  return recording.prepare(newestFirst).pluck().get() as string | undefined
}
