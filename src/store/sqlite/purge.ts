import { SosieError } from '../../base/errors.js'
import type { PurgeOptions, PurgeResult } from '../../model/store.js'
import { deletionOf, rowsIn } from './deletion.js'
import type { Recording } from './open.js'
import { latestRun } from './latest-run.js'
import { liveRuns } from './lease.js'
import { noRunAtAll } from './recorded-run.js'
import { bytesInUse, logTruncated } from './space.js'

/** The user's options for a purge, and what only a writer knows. */
interface Purging extends PurgeOptions {
  /** Run of the writer that purges; the pairs of every other run that is being written stay. */
  readonly own?: string
}

/**
 * Deletes what is old or too much. The request counts of a run stay true: what is deleted of it is counted under
 * `purged.`. Findings stay with their evidence, without their pairs. Freed pages are overwritten (`secure_delete`) and
 * used again.
 */
export function purge(recording: Recording, options: Purging): PurgeResult {
  const { olderThan, runs = [], keepBytes, dryRun = false, pauseMs = 0, own } = options
  const ids = runs.map((run) => latestOr(recording, run))
  const live = liveRuns(recording).filter((id) => id !== own)
  for (const id of ids) refuseLive(live, id)
  if (dryRun) return { ...foreseen(recording, ids, live, olderThan, keepBytes), live }
  const bytesBefore = bytesInUse(recording)
  // Children are deleted by hand, because SQLite would look for them without an index, row by row.
  recording.pragma('foreign_keys = OFF')
  recording.pragma('secure_delete = ON')
  try {
    const deletion = deletionOf(recording, live, pauseMs)
    let deletedRuns = 0
    for (const id of ids) deletedRuns += deletion.run(id)
    if (olderThan !== undefined) deletion.olderThan(olderThan)
    if (deletion.pairs() > 0 || deletedRuns > 0) deletion.orphans()
    if (keepBytes !== undefined) deletion.downTo(keepBytes)
    const overwritten = deletion.pairs() === 0 && deletedRuns === 0 ? true : logTruncated(recording)
    const bytesAfter = bytesInUse(recording)
    return { runs: deletedRuns, pairs: deletion.pairs(), bytesBefore, bytesAfter, live, overwritten }
  } finally {
    recording.pragma('foreign_keys = ON')
  }
}

function foreseen(
  recording: Recording,
  runs: readonly string[],
  live: readonly string[],
  olderThan: number | undefined,
  keepBytes: number | undefined,
): Omit<PurgeResult, 'live'> {
  const bytesBefore = bytesInUse(recording)
  const rows = rowsIn(recording)
  const list = JSON.stringify(runs)
  const known = 'SELECT value FROM json_each(?)'
  const doomed = (['pair', 'settled'] as const)
    .map((table) =>
      recording
        .prepare(
          `SELECT count(*) FROM ${table} WHERE (received_at < ? OR run_id IN (${known})) AND run_id NOT IN (${known})`,
        )
        .pluck()
        .get(olderThan ?? Number.MIN_SAFE_INTEGER, list, JSON.stringify(live)),
    )
    .reduce<number>((sum, n) => sum + Number(n), 0)
  const share = keepBytes === undefined ? 1 : Math.min(1, keepBytes / bytesBefore)
  const pairs = Math.max(doomed, Math.ceil(rows * (1 - share)))
  const bytesAfter = rows === 0 ? bytesBefore : Math.round(bytesBefore * (1 - pairs / rows))
  const count = recording.prepare(`SELECT count(*) FROM run WHERE id IN (${known})`).pluck().get(list)
  return { runs: Number(count), pairs, bytesBefore, bytesAfter, overwritten: true }
}

function latestOr(recording: Recording, run: string): string {
  if (run !== 'latest') return run
  const latest = latestRun(recording)
  if (latest === undefined) throw noRunAtAll()
  return latest
}

/** Throws if the run is being written: its writer would go on without it, and lose every pair. */
function refuseLive(live: readonly string[], run: string): void {
  if (!live.includes(run)) return
  throw new SosieError('SOSIE_E_USAGE', `Run ${run} is being written. End its sosie shadow first.`)
}
