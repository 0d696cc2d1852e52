import { statSync } from 'node:fs'
import { legTimeOf, type LegTime, type Pair } from '../../model/pair.js'
import type { RunEvent, RunToWrite, RunWriter } from '../../model/store.js'
import { yardstickOf, type Yardstick } from '../../model/timing.js'
import { findingRows } from './finding-rows.js'
import { timeHistograms, type TimedLeg } from './histograms.js'
import { insertStatements } from './insert-statements.js'
import { judgeAgain } from './judge-again.js'
import { renewMs, takeLease, type Lease } from './lease.js'
import { keepSnapshot } from './noise.js'
import { openForWriting, type Recording } from './open.js'
import { retentionKeeper } from './retention.js'
import { routeTimes, showSlowPairs } from './route-times.js'
import { rowWriter } from './rows.js'
import { addNotes } from './run-notes.js'
import { readTotals } from './run-totals.js'

/**
 * Maximum bytes of bodies in a batch, and their maximum share of `retention.bytes`, since a batch may take the
 * recording past that limit.
 */
const batchBytes = 8 * 1024 * 1024
const batchShare = 1 / 8

/** Opens a recording to write a run. A recording has one writer. */
export function openRunWriter(file: string, { run, config, retention, again }: RunToWrite): RunWriter {
  const recording = openForWriting(file)
  const inodeAtStart = inodeOf(file)
  const insert = insertStatements(recording)
  const findings = findingRows(insert, run.id)
  const rows = rowWriter(insert, run.id, findings)
  const times = timeHistograms(recording, run.id)
  const keeper = retentionKeeper(recording, run.id, retention)
  let lease: Lease | undefined
  let renewedAt = 0

  const isGone = (): boolean => inodeOf(file) !== inodeAtStart

  const begin = (): void => {
    insert.run.run({
      id: run.id,
      kind: run.kind,
      startedAt: run.startedAt,
      legs: JSON.stringify(run.legs),
      versions: JSON.stringify(run.versions),
      config: JSON.stringify(config),
    })
    const taken = takeLease(recording, run.id)
    taken.renew()
    lease = taken // if its row is rolled back, it is taken again with the next batch
  }

  const writeEvent = (event: RunEvent): void => {
    switch (event.type) {
      case 'begun':
        return begin()
      case 'pair':
        return rows.pair(event.pair, event.judgement, event.shown)
      case 'settled':
        return rows.settled(event.row)
      case 'counters':
        for (const [name, n] of event.counts) insert.counter.run(run.id, name, n)
        return
      case 'note':
        return addNotes(recording, run.id, [event.note])
      case 'noise-learned':
        return keepSnapshot(recording, run.id, event.snapshot)
      case 'route-finding':
        findings.seen(event.finding)
        return showSlowPairs(recording, run.id, event.finding.id, event.shownBy)
      case 'finding-concluded':
        return findings.concluded(event.finding)
      case 'ended':
        times.save()
        insert.end.run(event.at, run.id)
        return lease?.release()
    }
  }

  const writeBatch = recording.transaction((batch: readonly RunEvent[]) => {
    for (const event of batch) writeEvent(event)
  })

  /**
   * Writes a batch and takes the lock first: a purge in another process could commit between our reading and our
   * writing. If it has deleted rows that we remember, they are looked up again.
   */
  const writeAnyhow = (batch: readonly RunEvent[]): void => {
    try {
      writeBatch.immediate(batch)
    } catch (error) {
      rows.forget()
      if ((error as { code?: unknown }).code !== 'SQLITE_CONSTRAINT_FOREIGNKEY') throw error
      writeBatch.immediate(batch)
    }
  }

  const keepTimes = (event: RunEvent): void => {
    if (event.type === 'pair' && event.judgement.verdict !== 'incomparable')
      times.add(event.pair.route, timesOf(event.pair))
    if (event.type !== 'settled') return
    const { route, legacy, candidate, control, yardstick } = event.row
    times.add(route, timedLegs(legacy, candidate, control, yardstick))
  }

  /* eslint-disable @typescript-eslint/require-await -- SQLite answers at once, other stores do not */
  return {
    before: again
      ? { totals: readTotals(recording, run.id, true), counters: countersOf(recording, run.id) }
      : undefined,
    maxBatchBytes: Math.min(batchBytes, (retention.bytes ?? Infinity) * batchShare),
    async write(batch) {
      writeAnyhow(batch)
      for (const event of batch) keepTimes(event)
    },
    async tidy() {
      if (lease !== undefined && performance.now() - renewedAt >= renewMs) {
        lease.renew()
        renewedAt = performance.now()
      }
      if (!keeper.isDue()) return
      times.save()
      keeper.clean()
      rows.forget()
    },
    async *routeTimes(explainedBy) {
      yield* routeTimes(recording, run.id, explainedBy)
    },
    judgeAgain: async (judge, options) => judgeAgain(recording, run.id, judge, options).withdrawn,
    isGone,
    async close() {
      try {
        if (isGone())
          recording.pragma('wal_checkpoint(TRUNCATE)') // if the file was moved, SQLite's close leaves its log where it is
        else if (retention.days !== undefined || retention.bytes !== undefined) keeper.clean()
      } finally {
        recording.close()
      }
    },
  }
}

function timesOf(pair: Pair): Readonly<Partial<Record<TimedLeg, number>>> {
  const { legacy, candidate, control } = pair
  return timedLegs(legTimeOf(legacy), legTimeOf(candidate), control && legTimeOf(control), yardstickOf(pair))
}

/**
 * Returns the times that count: an answer from an HTTP cache says nothing of its stack, and the other side's time alone
 * is of no use.
 */
function timedLegs(
  legacy: LegTime,
  candidate: LegTime,
  control: LegTime | undefined,
  yardstick: Yardstick | undefined,
): Readonly<Partial<Record<TimedLeg, number>>> {
  const isLiveTimed = !legacy.fromCache && !candidate.fromCache
  const byControl = yardstick === 'control' ? control : undefined
  return {
    ...(isLiveTimed && { legacy: legacy.total }),
    ...((isLiveTimed || byControl !== undefined) && { candidate: candidate.total }),
    ...(byControl !== undefined && { control: byControl.total }),
  }
}

/** Returns the inode of the file that is at the path now; undefined if there is none. */
function inodeOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false })
  return found === undefined ? undefined : `${found.dev} ${found.ino}`
}

/** Returns the counters without those of purges, which are not ours to write again. */
function countersOf(recording: Recording, run: string): Map<string, number> {
  const sql = "SELECT name, n FROM counter WHERE run_id = ? AND name NOT LIKE 'purged.%'"
  return new Map(recording.prepare(sql).raw().all(run) as [string, number][])
}
