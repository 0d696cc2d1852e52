import { SosieError } from '../../errors.js'
import { deletionOf, rowsIn } from './deletion.js'
import type { Recording } from './open.js'
import { noRunAtAll } from './reader.js'
import { bytesInUse, logTruncated } from './space.js'

/** What to delete; what fits any of them goes. */
export interface PurgeOptions {
  /** Pairs received before this time, milliseconds since 1970. */
  readonly olderThan?: number
  /** Whole runs by their ids, or `latest`. */
  readonly runs?: readonly string[]
  /** The oldest pairs, until what is stored takes no more bytes than this. */
  readonly keepBytes?: number
  /** Nothing is deleted: the result says what would be, by size an estimate. */
  readonly dryRun?: boolean
  /** Milliseconds without the lock after each step: a writer in another process gets its turn. None for the writer itself. */
  readonly pauseMs?: number
}

export interface PurgeResult {
  readonly runs: number
  readonly pairs: number
  /** Bytes in use by the recording before and after. */
  readonly bytesBefore: number
  readonly bytesAfter: number
  /** False while another program reads: until it ends, deleted text may stand in the recording's -wal file. */
  readonly overwritten: boolean
}

/** A run without an end whose last pair is younger than this is being written. */
const writtenMs = 60_000

/**
 * Deletes what is old or too much. The books of a run stay true: what is deleted of it is counted under `purged.`. Findings stay,
 * with their evidence, without their pairs. Freed pages are overwritten (`secure_delete`), and used again by what comes.
 */
export function purge(recording: Recording, options: PurgeOptions): PurgeResult {
  const { olderThan, runs = [], keepBytes, dryRun = false, pauseMs = 0 } = options
  const ids = runs.map((run) => (run === 'latest' ? latestRun(recording) : run))
  for (const id of ids) refuseWritten(recording, id)
  if (dryRun) return foreseen(recording, ids, olderThan, keepBytes)
  const bytesBefore = bytesInUse(recording)
  // Children are deleted by hand: SQLite would look for them without an index, row by row.
  recording.pragma('foreign_keys = OFF')
  recording.pragma('secure_delete = ON')
  try {
    const deletion = deletionOf(recording, pauseMs)
    let deletedRuns = 0
    for (const id of ids) deletedRuns += deletion.run(id)
    if (olderThan !== undefined) deletion.olderThan(olderThan)
    if (deletion.pairs() > 0 || deletedRuns > 0) deletion.orphans()
    if (keepBytes !== undefined) deletion.downTo(keepBytes)
    const overwritten = deletion.pairs() === 0 && deletedRuns === 0 ? true : logTruncated(recording)
    return { runs: deletedRuns, pairs: deletion.pairs(), bytesBefore, bytesAfter: bytesInUse(recording), overwritten }
  } finally {
    recording.pragma('foreign_keys = ON')
  }
}

function foreseen(
  recording: Recording,
  runs: readonly string[],
  olderThan: number | undefined,
  keepBytes: number | undefined,
): PurgeResult {
  const bytesBefore = bytesInUse(recording)
  const rows = rowsIn(recording)
  const list = JSON.stringify(runs)
  const known = 'SELECT value FROM json_each(?)'
  const doomed = (['pair', 'settled'] as const)
    .map((table) =>
      recording
        .prepare(`SELECT count(*) FROM ${table} WHERE received_at < ? OR run_id IN (${known})`)
        .pluck()
        .get(olderThan ?? Number.MIN_SAFE_INTEGER, list),
    )
    .reduce<number>((sum, n) => sum + Number(n), 0)
  const share = keepBytes === undefined ? 1 : Math.min(1, keepBytes / bytesBefore)
  const pairs = Math.max(doomed, Math.ceil(rows * (1 - share)))
  const bytesAfter = rows === 0 ? bytesBefore : Math.round(bytesBefore * (1 - pairs / rows))
  const count = recording.prepare(`SELECT count(*) FROM run WHERE id IN (${known})`).pluck().get(list)
  return { runs: Number(count), pairs, bytesBefore, bytesAfter, overwritten: true }
}

function latestRun(recording: Recording): string {
  const id = recording.prepare('SELECT id FROM run ORDER BY started_at DESC, rowid DESC LIMIT 1').pluck().get()
  if (typeof id === 'string') return id
  throw noRunAtAll()
}

/** Its writer would go on without its run, and lose every pair. */
function refuseWritten(recording: Recording, run: string): void {
  const written = recording
    .prepare(
      `SELECT max((SELECT coalesce(max(received_at), 0) FROM pair WHERE run_id = run.id),
                  (SELECT coalesce(max(received_at), 0) FROM settled WHERE run_id = run.id))
       FROM run WHERE id = ? AND ended_at IS NULL`,
    )
    .pluck()
    .get(run) as number | undefined
  if (written === undefined || Date.now() - written > writtenMs) return
  const text = `Run ${run} was written to a moment ago. End its sosie shadow first; if it was killed, wait a minute.`
  throw new SosieError('SOSIE_E_USAGE', text)
}
