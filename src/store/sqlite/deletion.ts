import type { Recording } from './open.js'
import { deleteOrphans, orphanKinds } from './orphans.js'
import { bytesInUse } from './space.js'

/** Maximum number of pairs in one transaction: a writer in another process waits for no more than these. */
const stepRows = 300
/**
 * Minimum number of pairs in a round of deleting by size, and its maximum share of all: after each round, the whole
 * recording is searched for orphans.
 */
const minRound = { pairs: 100, share: 0.05 }

type Table = 'pair' | 'settled'

interface Doomed {
  readonly table: Table
  readonly id: number
  readonly run_id: string
  readonly received_at: number
  /** Verdict as the request counts name it. */
  readonly verdict: string
}

const doomedColumns: Readonly<Record<Table, string>> = {
  pair: `'pair' AS "table", id, run_id, received_at, CASE verdict WHEN 'incomparable' THEN 'incomparable.' || incomparable ELSE verdict END AS verdict`,
  settled: `'settled' AS "table", id, run_id, received_at, 'match' AS verdict`,
}

/**
 * Returns ways to delete, in steps that leave the request counts true. Every statement is prepared once.
 *
 * @param live runs that others write: nothing of them is deleted.
 */
export function deletionOf(recording: Recording, live: readonly string[], pauseMs: number) {
  const notLive = 'run_id NOT IN (SELECT value FROM json_each(?))'
  const liveList = JSON.stringify(live)
  const prepare = (sql: string) => recording.prepare(sql)
  const findings = prepare('SELECT id FROM finding').pluck()
  const settledSighted = prepare('DELETE FROM settled_sighting WHERE settled_id = ? RETURNING finding_id').pluck()
  const sighted = prepare('DELETE FROM sighting WHERE finding_id = ? AND pair_id = ?')
  const counter = prepare(
    'INSERT INTO counter (run_id, name, n) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n',
  )
  const removal = {
    settled: [prepare('DELETE FROM settled WHERE id = ?')],
    pair: [
      ...['exchange', 'difference', 'statement'].map((child) => prepare(`DELETE FROM ${child} WHERE pair_id = ?`)),
      prepare('DELETE FROM pair WHERE id = ?'),
    ],
  }
  let deleted = 0

  /** Runs one short transaction, and then leaves a moment in which others may write. */
  const step = (work: () => void): void => {
    recording.transaction(work).immediate()
    if (pauseMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
  }

  const remove = (doomed: readonly Doomed[]): void => {
    const ids = findings.all() as string[]
    step(() => {
      const counts = new Map<string, number>()
      const count = (run: string, name: string): unknown =>
        counts.set(`${run}\n${name}`, (counts.get(`${run}\n${name}`) ?? 0) + 1)
      for (const { table, id, run_id, verdict } of doomed) {
        const shown = table === 'settled' ? (settledSighted.all(id) as string[]) : []
        let changes = 0
        for (const statement of removal[table]) changes = statement.run(id).changes
        if (changes === 0) continue // another purge was faster
        count(run_id, `purged.${verdict}`)
        deleted += 1
        for (const finding of shown) count(run_id, `purged.finding.${finding}`)
        if (table === 'settled') continue
        for (const finding of ids) {
          if (sighted.run(finding, id).changes > 0) count(run_id, `purged.finding.${finding}`)
        }
      }
      for (const [key, n] of counts) counter.run(...key.split('\n'), n)
    })
  }

  /** Goes through a table page by page, in the order of writing. */
  const removeWhere = (table: Table, condition: string, value: string | number): void => {
    const next = prepare(
      `SELECT ${doomedColumns[table]} FROM ${table} WHERE id > ? AND ${condition} AND ${notLive} ORDER BY id LIMIT ${stepRows}`,
    )
    for (let after = 0; ;) {
      const doomed = next.all(after, value, liveList) as Doomed[]
      if (doomed.length === 0) return
      remove(doomed)
      after = doomed.at(-1)?.id ?? 0
    }
  }

  const first = (['pair', 'settled'] as const).map((table) =>
    prepare(`SELECT ${doomedColumns[table]} FROM ${table} WHERE ${notLive} ORDER BY id LIMIT ${stepRows}`),
  )
  /** Removes at most `max` of the oldest pairs of both tables; false when there are none. */
  const removeOldest = (max: number): boolean => {
    const heads = first.flatMap((statement) => statement.all(liveList) as Doomed[])
    const oldest = heads.sort((one, other) => one.received_at - other.received_at).slice(0, Math.min(max, stepRows))
    if (oldest.length > 0) remove(oldest)
    return oldest.length > 0
  }

  const orphans = (): void => {
    for (const kind of orphanKinds) deleteOrphans(recording, kind, step)
  }

  return {
    pairs: () => deleted,
    orphans,
    /** Deletes the run's own rows last: if this is interrupted, the request counts are true in between. */
    run: (id: string): number => {
      for (const table of ['pair', 'settled'] as const) removeWhere(table, 'run_id = ?', id)
      let changes = 0
      step(() => {
        for (const table of tablesOfRuns(recording)) prepare(`DELETE FROM ${table} WHERE run_id = ?`).run(id)
        changes = prepare('DELETE FROM run WHERE id = ?').run(id).changes
      })
      return changes
    },
    olderThan: (time: number): void => {
      for (const table of ['pair', 'settled'] as const) removeWhere(table, 'received_at < ?', time)
    },
    /** Deletes in rounds that grow smaller: bodies are shared, so what a pair frees is known only when orphans are gone. */
    downTo: (bytes: number): void => {
      for (;;) {
        const excess = bytesInUse(recording) - bytes
        if (excess <= 0) return
        const rows = rowsIn(recording)
        const least = Math.min(minRound.pairs, Math.ceil(rows * minRound.share))
        const wanted = Math.max(least, Math.ceil((rows * excess) / bytesInUse(recording) / 2))
        const enough = deleted + wanted
        let more = true
        while (more && deleted < enough) more = removeOldest(enough - deleted)
        orphans()
        if (!more) return
      }
    },
  }
}

/** Returns the tables that refer to a run, according to the schema of the recording; the run's pairs are deleted before. */
function tablesOfRuns(recording: Recording): string[] {
  const referring = `SELECT DISTINCT m.name FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f ON f."table" = 'run'
                     WHERE m.type = 'table' AND m.name NOT IN ('pair', 'settled')`
  return recording.prepare(referring).pluck().all() as string[]
}

/** Counts the pairs of both tables. */
export function rowsIn(recording: Recording): number {
  return Number(recording.prepare('SELECT (SELECT count(*) FROM pair) + (SELECT count(*) FROM settled)').pluck().get())
}
