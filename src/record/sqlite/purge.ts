import { SosieError } from '../../errors.js'
import type { Recording } from './open.js'
import { noRunAtAll } from './reader.js'

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

/** Pairs of one transaction: a writer in another process waits for no more than these. */
const stepRows = 300
/** Pairs of a round by size at the least: after each, the whole recording is searched for orphans. */
const leastRound = 100
/** Pages that are given back to the disk in one transaction. */
const stepPages = 500
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

/**
 * Gives freed pages back to the disk, in small steps where the recording was made for it (`auto_vacuum`): a writer goes on, and no
 * second copy of the file is needed. An older recording is written anew, once. False when it could not be.
 */
export function shrink(recording: Recording): boolean {
  try {
    if (numberOf(recording, 'auto_vacuum') !== 2) {
      recording.pragma('auto_vacuum = INCREMENTAL')
      recording.exec('VACUUM')
    }
    for (let left = numberOf(recording, 'freelist_count'); left > 0;) {
      recording.exec(`PRAGMA incremental_vacuum(${stepPages})`)
      const now = numberOf(recording, 'freelist_count')
      if (now >= left) break
      left = now
    }
    return logTruncated(recording)
  } catch (error) {
    if (isBusyOrFull(error)) return false // what was deleted is deleted: the space is used again by what comes
    throw error
  }
}

/** Pages that hold something. */
export function bytesInUse(recording: Recording): number {
  const pages = numberOf(recording, 'page_count') - numberOf(recording, 'freelist_count')
  return pages * numberOf(recording, 'page_size')
}

type Table = 'pair' | 'settled'

interface Doomed {
  readonly table: Table
  readonly id: number
  readonly run_id: string
  readonly received_at: number
  /** As the books call it. */
  readonly verdict: string
}

const doomedColumns: Readonly<Record<Table, string>> = {
  pair: `'pair' AS "table", id, run_id, received_at, CASE verdict WHEN 'incomparable' THEN 'incomparable.' || incomparable ELSE verdict END AS verdict`,
  settled: `'settled' AS "table", id, run_id, received_at, 'match' AS verdict`,
}

/** Everything prepared once. */
function deletionOf(recording: Recording, pauseMs: number) {
  const prepare = (sql: string) => recording.prepare(sql)
  const findings = prepare('SELECT id FROM finding').pluck()
  const settledSighted = prepare('DELETE FROM settled_sighting WHERE settled_id = ? RETURNING finding_id').pluck()
  const sighted = prepare('DELETE FROM sighting WHERE finding_id = ? AND pair_id = ?')
  const counter = prepare('INSERT INTO counter VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n')
  const removal = {
    settled: [prepare('DELETE FROM settled WHERE id = ?')],
    pair: [
      ...['exchange', 'difference', 'statement'].map((child) => prepare(`DELETE FROM ${child} WHERE pair_id = ?`)),
      prepare('DELETE FROM pair WHERE id = ?'),
    ],
  }
  let deleted = 0

  /** One short transaction, and then a moment in which others may write. */
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

  /** Page by page through a table, in the order of writing. */
  const removeWhere = (table: Table, condition: string, value: string | number): void => {
    const next = prepare(
      `SELECT ${doomedColumns[table]} FROM ${table} WHERE id > ? AND ${condition} ORDER BY id LIMIT ${stepRows}`,
    )
    for (let after = 0; ;) {
      const doomed = next.all(after, value) as Doomed[]
      if (doomed.length === 0) return
      remove(doomed)
      after = doomed.at(-1)?.id ?? 0
    }
  }

  const first = (['pair', 'settled'] as const).map((table) =>
    prepare(`SELECT ${doomedColumns[table]} FROM ${table} ORDER BY id LIMIT ${stepRows}`),
  )
  /** At the most so many of the oldest of both tables; false when there are none. */
  const removeOldest = (most: number): boolean => {
    const heads = first.flatMap((statement) => statement.all() as Doomed[])
    const oldest = heads.sort((one, other) => one.received_at - other.received_at).slice(0, Math.min(most, stepRows))
    if (oldest.length > 0) remove(oldest)
    return oldest.length > 0
  }

  const orphans = (): void => {
    for (const kind of orphanKinds) deleteOrphans(recording, kind, step)
  }

  return {
    pairs: () => deleted,
    orphans,
    /** The run's own rows last: when it is interrupted, the books are true in between. */
    run: (id: string): number => {
      for (const table of ['pair', 'settled'] as const) removeWhere(table, 'run_id = ?', id)
      let changes = 0
      step(() => {
        for (const table of ['probe', 'run_finding', 'counter', 'time_histogram']) {
          prepare(`DELETE FROM ${table} WHERE run_id = ?`).run(id)
        }
        changes = prepare('DELETE FROM run WHERE id = ?').run(id).changes
      })
      return changes
    },
    olderThan: (time: number): void => {
      for (const table of ['pair', 'settled'] as const) removeWhere(table, 'received_at < ?', time)
    },
    /** Bodies are shared, so that what a pair frees is known only when orphans are gone: in rounds that grow smaller. */
    downTo: (bytes: number): void => {
      for (;;) {
        const excess = bytesInUse(recording) - bytes
        if (excess <= 0) return
        const wanted = Math.max(leastRound, Math.ceil((rowsIn(recording) * excess) / bytesInUse(recording) / 2))
        const enough = deleted + wanted
        let more = true
        while (more && deleted < enough) more = removeOldest(enough - deleted)
        orphans()
        if (!more) return
      }
    },
  }
}

/** Rows that others refer to, and where from. */
interface OrphanKind {
  readonly table: string
  readonly key: string
  readonly references: readonly {
    readonly table: string
    readonly column: string
    readonly id: string
    readonly of: Table
  }[]
}

const orphanKinds: readonly OrphanKind[] = [
  {
    table: 'body',
    key: 'hash',
    references: [
      { table: 'pair', column: 'body_hash', id: 'id', of: 'pair' },
      { table: 'exchange', column: 'body_hash', id: 'pair_id', of: 'pair' },
    ],
  },
  {
    table: 'statement_text',
    key: 'hash',
    references: [{ table: 'statement', column: 'text', id: 'pair_id', of: 'pair' }],
  },
  {
    table: 'header_set',
    key: 'id',
    references: [{ table: 'settled', column: 'headers_id', id: 'id', of: 'settled' }],
  },
  {
    table: 'route',
    key: 'id',
    references: [
      { table: 'pair', column: 'route_id', id: 'id', of: 'pair' },
      { table: 'settled', column: 'route_id', id: 'id', of: 'settled' },
    ],
  },
]

/**
 * What nothing refers to any more. It is looked for without a lock, which takes long in a large recording; then, in short
 * transactions, only pairs that were written since are asked whether they refer to it again.
 */
function deleteOrphans(
  recording: Recording,
  { table, key, references }: OrphanKind,
  step: (work: () => void) => void,
): void {
  const last = (of: Table): number => Number(recording.prepare(`SELECT coalesce(max(id), 0) FROM ${of}`).pluck().get())
  const written = { pair: last('pair'), settled: last('settled') }
  const referred = references.map(
    ({ table: from, column }) => `SELECT ${column} FROM ${from} WHERE ${column} IS NOT NULL`,
  )
  const found = recording
    .prepare(`SELECT ${key} FROM ${table} WHERE ${key} NOT IN (${referred.join(' UNION ALL ')})`)
    .pluck()
    .all() as (Buffer | number)[]
  const again = references.map(({ table: from, column, id }) =>
    recording.prepare(`SELECT ${column} FROM ${from} WHERE ${id} > ? AND ${column} IS NOT NULL`).pluck(),
  )
  const remove = recording.prepare(`DELETE FROM ${table} WHERE ${key} = ?`)
  for (let at = 0; at < found.length; at += stepRows) {
    step(() => {
      const needed = new Set(
        references.flatMap(({ of }, index) => (again[index]?.all(written[of]) ?? []).map((value) => keyOf(value))),
      )
      for (const orphan of found.slice(at, at + stepRows)) if (!needed.has(keyOf(orphan))) remove.run(orphan)
    })
  }
}

function keyOf(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString('latin1') : String(value)
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

function rowsIn(recording: Recording): number {
  return Number(recording.prepare('SELECT (SELECT count(*) FROM pair) + (SELECT count(*) FROM settled)').pluck().get())
}

/** Deleted text must not live on in the log. */
function logTruncated(recording: Recording): boolean {
  const [result] = recording.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  return result?.busy === 0
}

function numberOf(recording: Recording, pragma: string): number {
  return Number(recording.pragma(pragma, { simple: true }))
}

function isBusyOrFull(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^SQLITE_(?:BUSY|LOCKED|FULL)/.test(code)
}
