import { statSync } from 'node:fs'
import { findingLedger, type ConcludedFinding } from '../../diagnose/finding-ledger.js'
import type { WithdrawnFinding } from '../../model/finding.js'
import type { Judgement } from '../../model/judgement.js'
import { legTimeOf, type IncomparableReason, type LegTime, type Pair } from '../../model/pair.js'
import type { LiveCounts, Recorder, Retention, SettledRow } from '../../model/ports.js'
import type { Run } from '../../model/run.js'
import { yardstickOf, type Yardstick } from '../../model/timing.js'
import { timeHistograms, type TimedLeg } from './histograms.js'
import { insertStatements } from './insert-statements.js'
import { judgeAgain } from './judge-again.js'
import { findingRows } from './finding-rows.js'
import { keepSnapshot } from './noise.js'
import { openForWriting, type Recording } from './open.js'
import { renewMs, takeLease, type Lease } from './lease.js'
import { everyMs, retentionKeeper } from './retention.js'
import { addNotes } from './run-notes.js'
import { readTotals } from './run-totals.js'
import { routeTimes, showSlowPairs } from './route-times.js'
import { rowWriter } from './rows.js'
import { writtenTally } from './written-tally.js'

export interface WriterOptions {
  /** Told once a kind of fault: the disk is full, the database is locked. */
  readonly onFault: (message: string) => void
  /** Told when writing works again. */
  readonly onRecovered?: (message: string) => void
  /** So many pairs, and so many settled ones, are in the recording, or counted as lost. */
  readonly onTaken?: (pairs: number, settled: number) => void
  /** The run is in the recording already: its writer died, and this one takes over. */
  readonly again?: boolean
  /** What is deleted while it is written: pairs older than so many days, the oldest past so many bytes. */
  readonly retention?: Retention
}

/** Milliseconds that a pair waits at the most before it is on its way to the disk. */
const batchMs = 250
const batchPairs = 200
/** Bytes of bodies of a batch, and the part of `retention.bytes` that a batch may be: by a batch the recording passes that bound. */
const batchBytes = 8 * 1024 * 1024
const batchShare = 1 / 8
/** Settled pairs are small: more of them make a batch. */
const batchSettled = 2000
/** Milliseconds without a fault after which writing is said to work again. */
const recoveredMs = 5000

/** Opens the recording; the run begins in it when it is told to, or when there is something to write. One writer a recording: batches, never on the live path (ADR 0002). */
export function createRecorder(
  file: string,
  run: Run,
  config: unknown,
  { onFault, onRecovered, onTaken, again = false, retention = {} }: WriterOptions,
): Recorder {
  const recording = openForWriting(file)
  const inodeAtStart = inodeOf(file)
  const insert = insertStatements(recording)
  const ledger = findingLedger()
  const findings = findingRows(insert, run.id)
  const rows = rowWriter(insert, run.id, ledger, findings)
  const counters = new Map<string, number>(again ? countersOf(recording, run.id) : [])
  const times = timeHistograms(recording, run.id)
  const faults = new Set<string>()
  /** When writing first worked after a fault; milliseconds. */
  let wellSince: number | undefined
  /** There is something to write: the run has begun, whether it was told to or not. */
  let happened = again
  let queued: { pair: Pair; judgement: Judgement }[] = []
  let queuedSettled: SettledRow[] = []
  let timer: NodeJS.Timeout | undefined
  let lease: Lease | undefined
  let queuedBytes = 0
  const maxQueuedBytes = Math.min(batchBytes, (retention.bytes ?? Infinity) * batchShare)
  const keeper = retentionKeeper(recording, run.id, retention)
  const counted = writtenTally(again ? readTotals(recording, run.id, true) : undefined)
  const retains = retention.days !== undefined || retention.bytes !== undefined
  const renewing = setInterval(() => attempt(() => lease?.renew()), renewMs)
  const retaining = setInterval(() => retain(keeper.isDue()), everyMs)

  /** Its row, and the lease that keeps it from being purged, in one transaction. */
  const writeBegin = recording.transaction(() => {
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
    return taken
  })
  const begin = (): void => {
    lease ??= writeBegin.immediate()
  }

  const count = (name: string, n: number): void => {
    if (n > 0) happened = true
    counters.set(name, n)
    schedule()
  }
  const schedule = (): void => {
    timer ??= setTimeout(flush, batchMs)
  }

  /** On a full disk something small fits now and then: only a while without a fault ends it. */
  const recover = (after: number): void => {
    if (faults.size === 0) return
    wellSince ??= performance.now()
    if (performance.now() - wellSince < after) return
    onRecovered?.('The recording can be written again.')
    faults.clear()
  }

  /** A fault is told when it begins and when it is over, not for every batch of a long night. */
  const attempt = (work: () => void): boolean => {
    try {
      work()
      recover(recoveredMs)
      return true
    } catch (error) {
      wellSince = undefined
      const message = error instanceof Error ? error.message : String(error)
      if (!faults.has(message))
        onFault(`The recording cannot be written: ${message}. Users are served; what is lost is counted.`)
      faults.add(message)
      return false
    }
  }

  const writeBatch = recording.transaction((batch: typeof queued, settled: typeof queuedSettled) => {
    for (const { pair, judgement } of batch) rows.pair(pair, judgement)
    for (const row of settled) rows.settled(row)
    for (const [name, n] of counters) insert.counter.run(run.id, name, n)
  })

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (lease === undefined && !happened) return
    const [batch, settled] = [queued, queuedSettled]
    queued = []
    queuedSettled = []
    queuedBytes = 0
    const written = attempt(() => {
      begin()
      writeAnyhow(batch, settled)
    })
    if (written) kept(batch, settled)
    else {
      ledger.rollBack()
      rows.forget()
      // What could not be written is counted, and the count is written as soon as the disk takes it again.
      lose('recording-failed', batch.length + settled.length)
    }
    onTaken?.(batch.length, settled.length)
  }

  const kept = (batch: typeof queued, settled: typeof queuedSettled): void => {
    ledger.keep()
    keepTimes(batch, settled)
    counted.written(
      batch.map(({ judgement }) => judgement),
      settled.length,
    )
    retain(keeper.isDue())
  }

  /** Behind a flush, so that nothing waits in memory while it deletes. */
  const retain = (isDue: boolean): void => {
    if (!isDue) return
    attempt(() => times.save())
    attempt(() => keeper.clean())
    rows.forget()
  }

  const keepTimes = (batch: typeof queued, settled: typeof queuedSettled): void => {
    for (const { pair, judgement } of batch) {
      if (judgement.verdict === 'incomparable') continue
      const { route, legacy, candidate, control } = pair
      times.add(
        route,
        timedLegs(legTimeOf(legacy), legTimeOf(candidate), control && legTimeOf(control), yardstickOf(pair)),
      )
    }
    for (const { route, legacy, candidate, control, yardstick } of settled) {
      times.add(route, timedLegs(legacy, candidate, control, yardstick))
    }
  }

  /** The lock first: a purge in another process may commit between our reading and our writing, or delete what we remember. */
  const writeAnyhow = (batch: typeof queued, settled: typeof queuedSettled): void => {
    try {
      writeBatch.immediate(batch, settled)
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'SQLITE_CONSTRAINT_FOREIGNKEY') throw error
      ledger.rollBack()
      rows.forget()
      writeBatch.immediate(batch, settled)
    }
  }

  const lose = (reason: IncomparableReason, pairs: number): void => {
    counted.lost(reason, pairs)
    count(`lost.${reason}`, (counters.get(`lost.${reason}`) ?? 0) + pairs)
  }

  const endRun = recording.transaction((endedAt: number) => {
    insert.end.run(endedAt, run.id)
    lease?.release()
  })

  /** Writes what an experiment said; the sighting that asked for it is written first. */
  const conclude = (say: () => ConcludedFinding): void => {
    flush()
    if (attempt(recording.transaction(() => findings.concluded(say())))) ledger.keep()
    else ledger.rollBack()
  }

  const stopTimers = (): void => {
    for (const each of [retaining, renewing]) clearInterval(each)
    clearTimeout(timer)
  }

  return {
    run,
    begin: () => void attempt(begin),
    tally: counted.tally,
    isFailing: () => faults.size > 0,
    isGone: () => inodeOf(file) !== inodeAtStart,
    abandon() {
      stopTimers()
      attempt(() => recording.pragma('wal_checkpoint(TRUNCATE)')) // SQLite's close leaves the log of a file that moved where it is
      recording.close()
    },
    pair(pair, judgement) {
      happened = true
      queued.push({ pair, judgement })
      queuedBytes += bytesOfBodies(pair)
      if (queued.length >= batchPairs || queuedBytes >= maxQueuedBytes) flush()
      else schedule()
    },
    settled(row) {
      happened = true
      queuedSettled.push(row)
      if (queuedSettled.length >= batchSettled) flush()
      else schedule()
    },
    counters({ requests, notMirrored, control, liveTap }: LiveCounts) {
      count('requests', requests)
      for (const [reason, n] of Object.entries(notMirrored)) count(`notMirrored.${reason}`, n)
      for (const [name, n] of Object.entries(control ?? {})) count(`control.${name}`, Math.round(n as number))
      for (const [name, n] of Object.entries(liveTap ?? {})) count(`liveTap.${name}`, n as number)
    },
    lost: lose,
    note(note) {
      attempt(() => {
        begin()
        addNotes(recording, run.id, [note])
      })
    },
    accounted() {
      flush()
      return readTotals(recording, run.id, true).mirrored
    },
    routeTimes(explainedBy) {
      flush()
      return routeTimes(recording, run.id, explainedBy)
    },
    routeFinding(sighting, shownBy) {
      const finding = ledger.seen(sighting)
      attempt(
        recording.transaction(() => {
          findings.seen(finding)
          showSlowPairs(recording, run.id, finding.id, shownBy)
        }),
      )
    },
    keepNoise(snapshot) {
      if (lease !== undefined) attempt(() => keepSnapshot(recording, run.id, snapshot))
    },
    judgeAgain(judge, options) {
      flush()
      let withdrawn: readonly WithdrawnFinding[] = []
      attempt(() => {
        withdrawn = judgeAgain(recording, run.id, judge, options).withdrawn
      })
      return withdrawn
    },
    proven: (...said) => conclude(() => ledger.proven(...said)),
    unproven: (...said) => conclude(() => ledger.unproven(...said)),
    instead: (...said) => conclude(() => ledger.instead(...said)),
    refuted: (...said) => conclude(() => ledger.refuted(...said)),
    flush,
    end(endedAt) {
      flush()
      stopTimers()
      retain(retains)
      attempt(() => times.save())
      // Once more for the counts of what the last batch could not write.
      if (counters.has('lost.recording-failed')) flush()
      if (attempt(() => endRun(endedAt))) recover(0)
      recording.close()
    },
  }
}

function bytesOfBodies({ request, legacy, candidate, control }: Pair): number {
  const answers = [legacy, candidate, control].map((exchange) => exchange?.response?.body.bytes.byteLength ?? 0)
  return answers.reduce((sum, bytes) => sum + bytes, request.body.bytes.byteLength)
}

/** An answer out of an HTTP cache says nothing of its stack, and nothing is learned from the other side's alone. */
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

/** Of the file that stands at the path now; undefined where none does. */
function inodeOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false })
  return found === undefined ? undefined : `${found.dev} ${found.ino}`
}

function countersOf(recording: Recording, run: string): [string, number][] {
  // What a purge counts is not ours to write again.
  const sql = "SELECT name, n FROM counter WHERE run_id = ? AND name NOT LIKE 'purged.%'"
  return recording.prepare(sql).raw().all(run) as [string, number][]
}
