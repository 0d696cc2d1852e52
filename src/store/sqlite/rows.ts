import { BoundedMap } from '../../base/bounded.js'
import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import type { Exchange } from '../../model/exchange.js'
import type { ShownFinding, Sighting } from '../../model/finding.js'
import type { Body, Headers } from '../../model/http.js'
import type { Judgement } from '../../model/judgement.js'
import type { Pair } from '../../model/pair.js'
import type { SettledRow } from '../../model/ports.js'
import { isUntimed, yardstickOf } from '../../model/timing.js'
import { digestOf } from '../../sql/digest.js'
import type { InsertStatements } from './insert-statements.js'
import { writtenHash } from './rows-hash.js'
import type { FindingRows } from './finding-rows.js'

/** Maximum number of header sets whose row is remembered; past it, the oldest is forgotten. */
const maxHeaderSets = 10_000
/** Minimum bytes of a body that is compressed: smaller ones do not gain from it. */
const minCompressed = 200

/** Writes pairs as rows, inside the caller's transaction. */
export interface RowWriter {
  readonly pair: (pair: Pair, judgement: Judgement, shown: readonly ShownFinding[]) => void
  readonly settled: (row: SettledRow) => void
  /** Forgets which rows exist: they may have been rolled back, or purged. */
  readonly forget: () => void
}

export function rowWriter(insert: InsertStatements, run: string, findings: FindingRows): RowWriter {
  const routes = new Map<string, number | bigint>()
  const headerSets = new BoundedMap<Headers, number | bigint>(maxHeaderSets)

  const writePair = (pair: Pair, judgement: Judgement, shown: readonly ShownFinding[]): void => {
    const pairId = insert.pair.run({
      runId: run,
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
      yardstick: yardstickOf(pair) ?? null,
    }).lastInsertRowid
    const sightings = shown.map(({ sighting }) => sighting)
    for (const exchange of legsOf(pair)) writeExchange(pairId, exchange, isKept(exchange, judgement, sightings))
    writeDifferences(pairId, judgement)
    const follows = judgement.apart?.follows
    if (follows !== undefined) findings.followedBy(pairId, follows.finding, follows.way)
    for (const finding of shown) findings.shownBy(pairId, finding)
    const isWanted = shown.some(({ hasStatements }) => !hasStatements)
    if (isWanted) for (const exchange of legsOf(pair)) writeStatements(pairId, exchange)
  }

  const writeExchange = (pairId: number | bigint, exchange: Exchange, kept: boolean): void => {
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
      headers: kept && response !== undefined ? JSON.stringify(response.headers) : null,
      bodyHash: kept && response !== undefined ? keepBody(response.body) : null,
      log: exchange.log === undefined ? null : JSON.stringify(exchange.log),
      fromCache: Number(isUntimed(exchange)),
      stalledMs: timing.stalled ?? null,
      made: kept && exchange.made !== undefined ? JSON.stringify(exchange.made) : null,
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
        rowsHash: writtenHash(statement),
      })
    }
  }

  const writeSettled = (row: SettledRow): void => {
    insert.settled.run(
      run,
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
      row.yardstick ?? null,
      row.control?.firstByte ?? null,
      row.control?.total ?? null,
    )
  }

  /** Looks the list up by identity first: the redactor returns the same list for the same header fields. */
  const headersId = (headers: Headers): number | bigint => {
    const known = headerSets.get(headers)
    if (known !== undefined) return known
    const json = JSON.stringify(headers)
    const hash = createHash('sha256').update(json).digest()
    insert.headerSet.run(hash, json)
    const id = insert.headerSetId.pluck().get(hash) as number
    headerSets.set(headers, id)
    return id
  }

  const routeId = (name: string): number | bigint => {
    const known = routes.get(name)
    if (known !== undefined) return known
    insert.route.run(name)
    const id = insert.routeId.pluck().get(name) as number
    routes.set(name, id)
    return id
  }

  const keepBody = ({ bytes, size, truncated }: Body): Buffer | null => {
    if (bytes.byteLength === 0 || truncated) return null
    const hash = createHash('sha256').update(bytes).digest()
    if (insert.bodyKnown.get(hash) !== undefined) return hash
    const compressed = bytes.byteLength < minCompressed ? undefined : deflateRawSync(bytes, { level: 3 })
    if (compressed === undefined || compressed.length >= bytes.byteLength)
      insert.body.run(hash, size, 'identity', bytes)
    else insert.body.run(hash, size, 'deflate-raw', compressed)
    return hash
  }

  return {
    pair: writePair,
    settled: writeSettled,
    forget() {
      routes.clear()
      headerSets.clear()
    },
  }
}

/** True if the answer itself is kept, because there is something to show. */
function isKept(
  { leg }: Exchange,
  { differences, noise, incomparable }: Judgement,
  sightings: readonly Sighting[],
): boolean {
  if (sightings.length > 0 || differences.length > 0 || noise.length > 0) return true
  // If the session wrote, a replay needs what legacy gave it: ids and tokens that later requests bring back.
  return incomparable === 'unpaired-session' && leg === 'legacy'
}

function legsOf({ legacy, candidate, control }: Pair): Exchange[] {
  return control === undefined ? [legacy, candidate] : [legacy, candidate, control]
}
