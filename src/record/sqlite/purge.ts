import type { Recording } from './open.js'

/** What to delete; what fits any of them goes. */
export interface PurgeOptions {
  /** Pairs received before this time, milliseconds since 1970. */
  readonly olderThan?: number
  /** Whole runs by their ids. */
  readonly runs?: readonly string[]
  /** The oldest pairs, until what is stored takes no more bytes than this. */
  readonly keepBytes?: number
}

export interface PurgeResult {
  readonly runs: number
  readonly pairs: number
  /** Bytes in use by the recording before and after. */
  readonly bytesBefore: number
  readonly bytesAfter: number
}

/** Rows of one transaction: a writer in another process waits for no more than these. */
const stepRows = 100

/**
 * Deletes what is old or too much. The books of a run stay true: what is deleted of it is counted under `purged.`. Findings stay,
 * with their evidence, without their pairs. Freed pages are overwritten (`secure_delete`), and used again by what comes.
 */
export function purge(recording: Recording, { olderThan, runs = [], keepBytes }: PurgeOptions): PurgeResult {
  recording.pragma('foreign_keys = ON')
  recording.pragma('secure_delete = ON')
  const bytesBefore = bytesInUse(recording)
  const deletedRuns = runs.reduce((sum, run) => sum + deleteRun(recording, run), 0)
  let pairs = 0
  if (olderThan !== undefined) pairs += deleteWhile(recording, olderThan, () => true)
  if (keepBytes !== undefined) {
    pairs += deleteWhile(recording, Number.MAX_SAFE_INTEGER, () => {
      deleteOrphans(recording)
      return bytesInUse(recording) > keepBytes
    })
  }
  deleteOrphans(recording)
  recording.pragma('wal_checkpoint(TRUNCATE)') // deleted text must not live on in the log
  return { runs: deletedRuns, pairs, bytesBefore, bytesAfter: bytesInUse(recording) }
}

/** Gives freed pages back to the disk. Needs the recording for itself, and as much space again. */
export function shrink(recording: Recording): void {
  recording.exec('VACUUM')
  recording.pragma('wal_checkpoint(TRUNCATE)')
}

/** Pages that hold something. */
export function bytesInUse(recording: Recording): number {
  const of = (name: string): number => Number(recording.pragma(name, { simple: true }))
  return (of('page_count') - of('freelist_count')) * of('page_size')
}

function deleteRun(recording: Recording, run: string): number {
  return recording.transaction(() => {
    recording.prepare('DELETE FROM sighting WHERE pair_id IN (SELECT id FROM pair WHERE run_id = ?)').run(run)
    return recording.prepare('DELETE FROM run WHERE id = ?').run(run).changes
  })()
}

/** The oldest first, step by step, as long as there are any before the time and more are wanted. */
function deleteWhile(recording: Recording, before: number, more: () => boolean): number {
  let deleted = 0
  while (more()) {
    const step = deleteStep(recording, before, 'pair') + deleteStep(recording, before, 'settled')
    if (step === 0) break
    deleted += step
  }
  return deleted
}

interface Doomed {
  readonly id: number
  readonly run_id: string
  readonly name: string
}

function deleteStep(recording: Recording, before: number, table: 'pair' | 'settled'): number {
  const verdict =
    table === 'settled'
      ? "'match'"
      : "CASE verdict WHEN 'incomparable' THEN 'incomparable.' || incomparable ELSE verdict END"
  const doomed = recording
    .prepare(
      `SELECT id, run_id, 'purged.' || ${verdict} AS name FROM ${table} WHERE received_at < ? ORDER BY received_at LIMIT ${stepRows}`,
    )
    .all(before) as Doomed[]
  const count = recording.prepare('INSERT INTO counter VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1')
  const sighted = recording.prepare('SELECT finding_id FROM sighting WHERE pair_id = ?').pluck()
  const forget = recording.prepare('DELETE FROM sighting WHERE pair_id = ?')
  const remove = recording.prepare(`DELETE FROM ${table} WHERE id = ?`)
  recording.transaction(() => {
    for (const { id, run_id, name } of doomed) {
      count.run(run_id, name)
      if (table === 'pair') {
        for (const finding of sighted.all(id) as string[]) count.run(run_id, `purged.finding.${finding}`)
        forget.run(id)
      }
      remove.run(id)
    }
  })()
  return doomed.length
}

/** Texts and bodies that nothing refers to any more. */
function deleteOrphans(recording: Recording): void {
  recording.transaction(() => {
    recording.exec(`
      DELETE FROM body WHERE hash NOT IN (SELECT body_hash FROM pair WHERE body_hash IS NOT NULL
        UNION ALL SELECT body_hash FROM exchange WHERE body_hash IS NOT NULL);
      DELETE FROM statement_text WHERE hash NOT IN (SELECT text FROM statement);
      DELETE FROM header_set WHERE id NOT IN (SELECT headers_id FROM settled);
      DELETE FROM route WHERE id NOT IN (SELECT route_id FROM pair UNION ALL SELECT route_id FROM settled);
    `)
  })()
}
