import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { digestOf } from '../../sql/digest.js'
import type { Exchange } from '../../model/exchange.js'
import type { Evidence, Proof, Sighting } from '../../model/finding.js'
import type { Body, Headers } from '../../model/http.js'
import type { Judgement } from '../../model/judgement.js'
import type { IncomparableReason, Pair } from '../../model/pair.js'
import type { LiveCounts, Recorder, Retention, SettledRow } from '../../model/ports.js'
import type { Run } from '../../model/run.js'
import { isUntimed } from '../../model/timing.js'
import { findingId } from './finding-id.js'
import { timeHistograms } from './histograms.js'
import { judgeAgain } from './judge-again.js'
import { keepSnapshot } from './noise.js'
import { openForWriting, type Recording } from './open.js'
import { purge } from './purge.js'
import { readTotals } from './reader.js'
import { routeTimes, showSlowPairs } from './route-times.js'

export interface WriterOptions {
  /** Told once a kind of fault: the disk is full, the file is gone. */
  readonly onFault: (message: string) => void
  /** The run is in the recording already: its writer died, and this one takes over. */
  readonly again?: boolean
  /** What is deleted while it is written: pairs older than so many days, the oldest past so many bytes. */
  readonly retention?: Retention
}

/** Milliseconds that a pair waits at the most before it is on its way to the disk. */
const batchMs = 250
const batchPairs = 200
/** Settled pairs are small: more of them make a batch. */
const batchSettled = 2000
/** Milliseconds without a fault after which writing is said to work again. */
const recoveredMs = 5000
const dayMs = 24 * 60 * 60 * 1000
/** How often retention is looked after. */
const retainMs = 60_000
/** Header sets whose row is remembered; then all are looked up again. */
const mostHeaderSets = 10_000
/** Pairs of one finding whose statements are kept. */
const pairsWithStatements = 25
/** Smaller bodies do not gain from compression. */
const smallestCompressed = 200

const proofRank: Readonly<Record<Proof, number>> = {
  none: 0,
  signature: 1,
  log: 2,
  measured: 3,
  hybrid: 4,
  probe: 5,
}

/** What a run knows of a finding while it is written. */
interface Known {
  proof: Proof
  pairs: number
  refuted: boolean
  /** What the finding turned out to be. */
  instead?: Sighting
}

/** Opens the recording and starts a run in it. One writer a recording: batches, never on the live path (ADR 0002). */
export function createRecorder(
  file: string,
  run: Run,
  config: unknown,
  { onFault, again = false, retention = {} }: WriterOptions,
): Recorder {
  const recording = openForWriting(file)
  const insert = statementsOf(recording)
  const known = new Map<string, Known>()
  /** What `known` held before the batch under way touched it: a batch that fails is rolled back here too. */
  const before = new Map<string, Known | undefined>()
  const routes = new Map<string, number | bigint>()
  const headerSets = new Map<Headers, number | bigint>()
  const counters = new Map<string, number>(again ? countersOf(recording, run.id) : [])
  const times = timeHistograms(recording, run.id)
  const faults = new Set<string>()
  /** When writing first worked after a fault; milliseconds. */
  let wellSince: number | undefined
  let queued: { pair: Pair; judgement: Judgement }[] = []
  let queuedSettled: SettledRow[] = []
  let timer: NodeJS.Timeout | undefined

  /** Behind a flush, so that nothing waits in memory while it deletes. */
  const retain = (): void => {
    attempt(() => times.save())
    const { days, bytes } = retention
    attempt(() =>
      purge(recording, {
        ...(days === undefined ? {} : { olderThan: Date.now() - days * dayMs }),
        ...(bytes === undefined ? {} : { keepBytes: bytes }),
      }),
    )
    routes.clear() // some may be gone
    headerSets.clear()
  }
  const retaining =
    retention.days === undefined && retention.bytes === undefined ? undefined : setInterval(retain, retainMs)

  if (!again) {
    insert.run.run({
      id: run.id,
      kind: run.kind,
      startedAt: run.startedAt,
      legs: JSON.stringify(run.legs),
      versions: JSON.stringify(run.versions),
      config: JSON.stringify(config),
    })
  }

  const count = (name: string, n: number): void => {
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
    onFault('The recording can be written again.')
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
    for (const { pair, judgement } of batch) writePair(pair, judgement)
    for (const row of settled) writeSettled(row)
    for (const [name, n] of counters) insert.counter.run(run.id, name, n)
  })

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    const [batch, settled] = [queued, queuedSettled]
    queued = []
    queuedSettled = []
    const written = attempt(() => writeAnyhow(batch, settled))
    if (!written) rollBackKnown()
    before.clear()
    if (written) return keepTimes(batch, settled)
    routes.clear() // their rows were rolled back with the batch
    headerSets.clear()
    // What could not be written is counted, and the count is written as soon as the disk takes it again.
    lose('recording-failed', batch.length + settled.length)
  }

  const keepTimes = (batch: typeof queued, settled: typeof queuedSettled): void => {
    for (const { pair, judgement } of batch) {
      const { route, legacy, candidate } = pair
      const cached = [legacy, candidate].some(isUntimed)
      if (judgement.verdict !== 'incomparable' && !cached) times.add(route, legacy.timing.total, candidate.timing.total)
    }
    for (const { route, legacy, candidate } of settled) {
      if (!legacy.fromCache && !candidate.fromCache) times.add(route, legacy.total, candidate.total)
    }
  }

  /** The lock first: a purge in another process may commit between our reading and our writing, or delete what we remember. */
  const writeAnyhow = (batch: typeof queued, settled: typeof queuedSettled): void => {
    try {
      writeBatch.immediate(batch, settled)
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'SQLITE_CONSTRAINT_FOREIGNKEY') throw error
      rollBackKnown()
      before.clear()
      routes.clear()
      headerSets.clear()
      writeBatch.immediate(batch, settled)
    }
  }

  const rollBackKnown = (): void => {
    for (const [id, finding] of before) {
      if (finding === undefined) known.delete(id)
      else known.set(id, finding)
    }
  }

  const lose = (reason: string, pairs: number): void =>
    count(`lost.${reason}`, (counters.get(`lost.${reason}`) ?? 0) + pairs)

  const writeSettled = (row: SettledRow): void => {
    insert.settled.run(
      run.id,
      row.id,
      routeId(row.route),
      row.client,
      row.receivedAt,
      row.method,
      row.target,
      headersId(row.headers),
      row.status,
      row.size,
      row.legacy.firstByte,
      row.legacy.total,
      row.candidate.firstByte,
      row.candidate.total,
      Number(row.legacy.fromCache) + 2 * Number(row.candidate.fromCache),
    )
  }

  /** By identity first: whoever redacts hands over the same list for the same header fields. */
  const headersId = (headers: Headers): number | bigint => {
    const known = headerSets.get(headers)
    if (known !== undefined) return known
    if (headerSets.size >= mostHeaderSets) headerSets.clear()
    const json = JSON.stringify(headers)
    const hash = createHash('sha256').update(json).digest()
    insert.headerSet.run(hash, json)
    const id = insert.headerSetId.pluck().get(hash) as number
    headerSets.set(headers, id)
    return id
  }

  const writePair = (pair: Pair, judgement: Judgement): void => {
    const pairId = insert.pair.run({
      runId: run.id,
      requestId: pair.id,
      routeId: routeId(pair.route),
      client: pair.client,
      receivedAt: pair.request.receivedAt,
      method: pair.request.method,
      target: pair.request.target,
      headers: JSON.stringify(pair.request.headers),
      bodyHash: keepBody(pair.request.body),
      verdict: judgement.verdict,
      incomparable: judgement.incomparable ?? null,
    }).lastInsertRowid
    const sightings = judgement.sightings
      .map((sighting) => known.get(idOf(sighting))?.instead ?? sighting)
      .filter((sighting) => !known.get(idOf(sighting))?.refuted)
    const telling = sightings.length > 0 || judgement.differences.length > 0 || judgement.noise.length > 0
    for (const exchange of legsOf(pair)) writeExchange(pairId, exchange, telling)
    writeDifferences(pairId, judgement)
    const wanted = sightings.map((sighting) => writeSighting(pairId, sighting)).includes(true)
    if (wanted) for (const exchange of legsOf(pair)) writeStatements(pairId, exchange)
  }

  const routeId = (name: string): number | bigint => {
    const known = routes.get(name)
    if (known !== undefined) return known
    insert.route.run(name)
    const id = insert.routeId.pluck().get(name) as number
    routes.set(name, id)
    return id
  }

  const writeExchange = (pairId: number | bigint, exchange: Exchange, telling: boolean): void => {
    const { response, failure, timing, statements } = exchange
    insert.exchange.run({
      pairId,
      leg: exchange.leg,
      status: response?.status ?? null,
      complete: response === undefined ? null : Number(response.complete),
      failure: failure === undefined ? null : `${failure.kind} during ${failure.during}`,
      firstByteMs: timing.firstByte ?? null,
      totalMs: timing.total,
      bodySize: response?.body.size ?? null,
      bodyTruncated: response === undefined ? null : Number(response.body.truncated),
      statements: statements.length,
      statementsMs: statements.reduce((sum, { ms }) => sum + ms, 0),
      attribution: exchange.attribution,
      headers: telling && response !== undefined ? JSON.stringify(response.headers) : null,
      bodyHash: telling && response !== undefined ? keepBody(response.body) : null,
      log: exchange.log === undefined || exchange.log.length === 0 ? null : JSON.stringify(exchange.log),
      fromCache: Number(isUntimed(exchange)),
      stalledMs: timing.stalled ?? null,
    })
  }

  const writeDifferences = (pairId: number | bigint, { differences, noise }: Judgement): void => {
    const all = [
      ...differences.map((difference) => ({ difference, source: null })),
      ...noise.map(({ difference, source }) => ({ difference, source })),
    ]
    for (const [ordinal, { difference, source }] of all.entries()) {
      const { part, kind, path, legacy = null, candidate = null } = difference
      insert.difference.run({ pairId, ordinal, part, kind, path, legacy, candidate, noise: source })
    }
  }

  /** True while the finding still wants pairs with their statements. */
  const writeSighting = (pairId: number | bigint, sighting: Sighting): boolean => {
    const id = idOf(sighting)
    const earlier = known.get(id)
    if (!before.has(id)) before.set(id, earlier === undefined ? undefined : { ...earlier })
    const finding = earlier ?? { proof: 'none' as Proof, pairs: 0, refuted: false }
    if (finding.pairs === 0 || proofRank[sighting.proof] > proofRank[finding.proof]) {
      insert.finding.run(id, sighting.cause, sighting.key)
      writeRunFinding(id, sighting)
      finding.proof = sighting.proof
    }
    finding.pairs += 1
    known.set(id, finding)
    insert.sighting.run(id, pairId)
    return finding.pairs <= pairsWithStatements
  }

  const writeRunFinding = (id: string, { proof, severity, title, evidence }: Sighting): void => {
    insert.runFinding.run({ runId: run.id, id, proof, severity, title, evidence: JSON.stringify(evidence) })
  }

  const writeStatements = (pairId: number | bigint, { leg, statements }: Exchange): void => {
    const first = statements[0]?.startedAt ?? 0
    for (const [ordinal, statement] of statements.entries()) {
      const hash = createHash('sha256').update(statement.sql).digest()
      insert.statementText.run(hash, digestOf(statement.sql).digest, statement.sql)
      insert.statement.run({
        pairId,
        leg,
        ordinal,
        hash,
        ms: statement.ms,
        rows: statement.rows,
        affected: statement.affectedRows,
        warnings: statement.warnings,
        errno: statement.error?.errno ?? null,
        started: statement.startedAt - first,
      })
    }
  }

  const keepBody = ({ bytes, size, truncated }: Body): Buffer | null => {
    if (bytes.byteLength === 0 || truncated) return null
    const hash = createHash('sha256').update(bytes).digest()
    if (insert.bodyKnown.get(hash) !== undefined) return hash
    const compressed = bytes.byteLength < smallestCompressed ? undefined : deflateRawSync(bytes, { level: 3 })
    if (compressed === undefined || compressed.length >= bytes.byteLength)
      insert.body.run(hash, size, 'identity', bytes)
    else insert.body.run(hash, size, 'deflate-raw', compressed)
    return hash
  }

  const conclude = (id: string, outcome: 'proven' | 'refuted' | 'inconclusive', evidence: Evidence): void => {
    attempt(() => insert.probe.run(run.id, id, outcome, JSON.stringify(evidence)))
  }

  const withdraw = (id: string): void => {
    insert.withdrawSightings.run({ runId: run.id, id })
    insert.withdraw.run({ runId: run.id, id })
  }

  return {
    run,
    pair(pair, judgement) {
      queued.push({ pair, judgement })
      if (queued.length >= batchPairs) flush()
      else schedule()
    },
    settled(row) {
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
    lost: (reason: IncomparableReason, pairs: number) => lose(reason, pairs),
    accounted() {
      flush()
      return readTotals(recording, run.id, true).mirrored
    },
    routeTimes(explainedBy) {
      flush()
      return routeTimes(recording, run.id, explainedBy)
    },
    routeFinding(sighting, shownBy) {
      const id = idOf(sighting)
      attempt(
        recording.transaction(() => {
          insert.finding.run(id, sighting.cause, sighting.key)
          writeRunFinding(id, sighting)
          showSlowPairs(recording, run.id, id, shownBy)
        }),
      )
    },
    keepNoise: (snapshot) => void attempt(() => keepSnapshot(recording, run.id, snapshot)),
    judgeAgain(judge, options) {
      flush()
      attempt(() => judgeAgain(recording, run.id, judge, options))
    },
    proven(cause, key, proof, evidence) {
      flush() // the sighting that asked for the proof is written first
      const id = findingId(cause, key)
      conclude(id, 'proven', evidence)
      attempt(() => insert.prove.run({ runId: run.id, id, proof, evidence: JSON.stringify(evidence) }))
      known.set(id, { pairs: 1, refuted: false, ...known.get(id), proof })
    },
    unproven(cause, key, evidence) {
      flush()
      const id = findingId(cause, key)
      conclude(id, 'inconclusive', evidence)
      attempt(() => insert.explain.run({ runId: run.id, id, evidence: JSON.stringify(evidence) }))
    },
    instead(cause, key, sighting) {
      flush()
      const [id, other] = [findingId(cause, key), idOf(sighting)]
      const earlier = known.get(other)
      const knownBetter = earlier !== undefined && proofRank[earlier.proof] > proofRank[sighting.proof]
      conclude(id, 'refuted', sighting.evidence)
      attempt(
        recording.transaction(() => {
          insert.finding.run(other, sighting.cause, sighting.key)
          if (!knownBetter) writeRunFinding(other, sighting)
          insert.moveSightings.run({ runId: run.id, id, other })
          withdraw(id)
        }),
      )
      if (!knownBetter) conclude(other, sighting.proof === 'none' ? 'inconclusive' : 'proven', sighting.evidence)
      known.set(id, { proof: 'none', pairs: 0, refuted: true, instead: sighting })
      known.set(other, knownBetter ? earlier : { pairs: 1, ...earlier, refuted: false, proof: sighting.proof })
    },
    refuted(cause, key, evidence) {
      flush()
      const id = findingId(cause, key)
      conclude(id, 'refuted', evidence)
      attempt(() => withdraw(id))
      known.set(id, { proof: 'none', pairs: 0, refuted: true })
    },
    flush,
    end(endedAt) {
      flush()
      if (retaining !== undefined) retain()
      clearInterval(retaining)
      attempt(() => times.save())
      // Once more for the counts of what the last batch could not write.
      if (counters.has('lost.recording-failed')) flush()
      if (attempt(() => insert.end.run(endedAt, run.id))) recover(0)
      recording.close()
    },
  }
}

function countersOf(recording: Recording, run: string): [string, number][] {
  // What a purge counts is not ours to write again.
  const sql = "SELECT name, n FROM counter WHERE run_id = ? AND name NOT LIKE 'purged.%'"
  return recording.prepare(sql).raw().all(run) as [string, number][]
}

function idOf({ cause, key }: Sighting): string {
  return findingId(cause, key)
}

function legsOf({ legacy, candidate, control }: Pair): Exchange[] {
  return control === undefined ? [legacy, candidate] : [legacy, candidate, control]
}

/** Every statement prepared once. */
function statementsOf(recording: Recording) {
  const prepare = (sql: string) => recording.prepare(sql)
  return {
    run: prepare(
      `INSERT INTO run (id, kind, started_at, legs, versions, config)
       VALUES (@id, @kind, @startedAt, @legs, @versions, @config)`,
    ),
    end: prepare('UPDATE run SET ended_at = ? WHERE id = ?'),
    counter: prepare('INSERT INTO counter VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = excluded.n'),
    route: prepare('INSERT INTO route (name) VALUES (?) ON CONFLICT DO NOTHING'),
    routeId: prepare('SELECT id FROM route WHERE name = ?'),
    body: prepare('INSERT INTO body (hash, size, encoding, bytes) VALUES (?, ?, ?, ?)'),
    bodyKnown: prepare('SELECT 1 FROM body WHERE hash = ?'),
    pair: prepare(
      `INSERT INTO pair (run_id, request_id, route_id, client, received_at, method, target, headers, body_hash, verdict, incomparable)
       VALUES (@runId, @requestId, @routeId, @client, @receivedAt, @method, @target, @headers, @bodyHash, @verdict, @incomparable)`,
    ),
    exchange: prepare(
      `INSERT INTO exchange VALUES (@pairId, @leg, @status, @complete, @failure, @firstByteMs, @totalMs, @bodySize,
       @bodyTruncated, @statements, @statementsMs, @attribution, @headers, @bodyHash, @log, @fromCache, @stalledMs)`,
    ),
    headerSet: prepare('INSERT INTO header_set (hash, headers) VALUES (?, ?) ON CONFLICT DO NOTHING'),
    headerSetId: prepare('SELECT id FROM header_set WHERE hash = ?'),
    settled: prepare(
      `INSERT INTO settled (run_id, request_id, route_id, client, received_at, method, target, headers_id, status, body_size,
       legacy_first_ms, legacy_ms, candidate_first_ms, candidate_ms, from_cache)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    difference: prepare(
      'INSERT INTO difference VALUES (@pairId, @ordinal, @part, @kind, @path, @legacy, @candidate, @noise)',
    ),
    statementText: prepare('INSERT INTO statement_text VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
    statement: prepare(
      'INSERT INTO statement VALUES (@pairId, @leg, @ordinal, @hash, @ms, @rows, @affected, @warnings, @errno, @started)',
    ),
    finding: prepare('INSERT INTO finding (id, cause, key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
    runFinding: prepare(
      `INSERT INTO run_finding VALUES (@runId, @id, @proof, @severity, @title, @evidence)
       ON CONFLICT DO UPDATE SET proof = @proof, severity = @severity, title = @title, evidence = @evidence`,
    ),
    prove: prepare(
      'UPDATE run_finding SET proof = @proof, evidence = @evidence WHERE run_id = @runId AND finding_id = @id',
    ),
    explain: prepare(
      `UPDATE run_finding SET evidence = @evidence WHERE run_id = @runId AND finding_id = @id AND proof = 'none'`,
    ),
    moveSightings: prepare(
      `INSERT INTO sighting SELECT @other, s.pair_id FROM sighting s JOIN pair p ON p.id = s.pair_id
       WHERE s.finding_id = @id AND p.run_id = @runId ON CONFLICT DO NOTHING`,
    ),
    sighting: prepare('INSERT INTO sighting VALUES (?, ?) ON CONFLICT DO NOTHING'),
    withdrawSightings: prepare(
      'DELETE FROM sighting WHERE finding_id = @id AND pair_id IN (SELECT id FROM pair WHERE run_id = @runId)',
    ),
    withdraw: prepare('DELETE FROM run_finding WHERE run_id = @runId AND finding_id = @id'),
    probe: prepare(
      'INSERT INTO probe VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET outcome = excluded.outcome, evidence = excluded.evidence',
    ),
  }
}
