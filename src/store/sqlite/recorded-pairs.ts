import { inflateRawSync } from 'node:zlib'
import type { Exchange, LegName } from '../../model/exchange.js'
import { noBody, type Body, type Headers } from '../../model/http.js'
import type { MadeValue } from '../../model/made-value.js'
import type { Pair } from '../../model/pair.js'
import type { Attribution, Statement } from '../../model/statement.js'
import { recordedAnswers } from '../../model/run.js'
import type { Recording } from './open.js'
import { headOf } from './recorded-requests.js'
import { readHash } from './rows-hash.js'

/** A judged pair as it was recorded, which is redacted. */
export interface RecordedPair {
  readonly rowId: number
  /** False if statements ran that were not kept: only some pairs of each finding keep theirs. */
  readonly whole: boolean
  readonly verdict: 'noise' | 'mismatch'
  readonly pair: Pair
}

interface PairRow {
  id: number
  request_id: string
  route: string
  client: string
  received_at: number
  method: string
  target: string
  headers: string
  verdict: 'noise' | 'mismatch'
}

interface ExchangeRow {
  leg: LegName
  attribution: Attribution
  status: number | null
  complete: number | null
  first_byte_ms: number | null
  total_ms: number
  body_size: number | null
  headers: string | null
  log: string | null
  made: string | null
  encoding: string | null
  bytes: Buffer | null
  body_hash: Buffer | null
  statements: number
}

interface StatementRow {
  leg: LegName
  sql: string
  ms: number
  rows: number
  affected: number
  warnings: number
  errno: number | null
  rows_hash: string | null
}

/** Reads the pairs of a run that had something to show, in the order of writing; those settled by equality are not among them. */
export function* recordedPairs(recording: Recording, run: string): Iterable<RecordedPair> {
  const next = recording.prepare(
    `SELECT p.*, r.name AS route FROM pair p JOIN route r ON r.id = p.route_id
     WHERE p.run_id = ? AND p.id > ? AND p.verdict IN ('noise', 'mismatch') ORDER BY p.id LIMIT 1`,
  )
  const legs = recording.prepare(
    'SELECT e.*, b.encoding, b.bytes FROM exchange e LEFT JOIN body b ON b.hash = e.body_hash WHERE e.pair_id = ?',
  )
  const statements = recording.prepare(
    `SELECT s.*, t.sql FROM statement s JOIN statement_text t ON t.hash = s.text WHERE s.pair_id = ? ORDER BY s.leg, s.ordinal`,
  )
  const comparedWith = recording.prepare("SELECT legs ->> 'legacy' FROM run WHERE id = ?").pluck().get(run)
  const fromRecording = comparedWith === recordedAnswers
  for (let after = 0; ;) {
    const row = next.get(run, after) as PairRow | undefined
    if (row === undefined) return
    after = row.id
    const exchanges = legs.all(row.id) as ExchangeRow[]
    const kept = statements.all(row.id) as StatementRow[]
    const pair = pairOf(row, exchanges, kept, fromRecording)
    const ran = exchanges.reduce((sum, exchange) => sum + exchange.statements, 0)
    if (pair !== undefined) yield { rowId: row.id, verdict: row.verdict, pair, whole: ran === kept.length }
  }
}

function pairOf(
  row: PairRow,
  exchanges: readonly ExchangeRow[],
  statements: readonly StatementRow[],
  fromRecording: boolean,
): Pair | undefined {
  const [legacy, candidate, control] = (['legacy', 'candidate', 'control'] as const).map((leg) =>
    exchanges.find((exchange) => exchange.leg === leg),
  )
  if (legacy === undefined || candidate === undefined) return undefined
  return {
    id: row.request_id,
    request: headOf(row),
    route: row.route,
    client: row.client,
    legacy: { ...exchangeOf(legacy, statements), ...(fromRecording && { recorded: true as const }) },
    candidate: exchangeOf(candidate, statements),
    ...(control === undefined ? {} : { control: exchangeOf(control, statements) }),
    // Bodies that were the same bytes did not travel, so they were not kept.
    identicalBodies: legacy.body_hash === null && candidate.body_hash === null,
  }
}

function exchangeOf(row: ExchangeRow, statements: readonly StatementRow[]): Exchange {
  const { status, complete, headers, made } = row
  return {
    leg: row.leg,
    ...(status === null || headers === null
      ? {}
      : { response: { status, headers: JSON.parse(headers) as Headers, body: bodyOf(row), complete: complete === 1 } }),
    timing: { total: row.total_ms, ...(row.first_byte_ms === null ? {} : { firstByte: row.first_byte_ms }) },
    statements: statements.filter(({ leg }) => leg === row.leg).map(statementOf),
    attribution: row.attribution,
    ...(row.log === null ? {} : { log: JSON.parse(row.log) as string[] }),
    ...(made === null ? {} : { made: JSON.parse(made) as MadeValue[] }),
  }
}

/** Restores a statement without its connection and time, which were not kept: nothing that judges a single pair looks at them. */
function statementOf({ sql, ms, rows, affected, warnings, errno, rows_hash }: StatementRow): Statement {
  const counts = { rows, affectedRows: affected, warnings, connection: 0, startedAt: 0 }
  return {
    sql,
    ms,
    ...counts,
    ...readHash(rows_hash),
    ...(errno === null ? {} : { error: { errno, sqlState: '', message: '' } }),
  }
}

function bodyOf({ bytes, encoding }: ExchangeRow): Body {
  if (bytes === null) return noBody
  const plain = encoding === 'deflate-raw' ? inflateRawSync(bytes) : bytes
  return { bytes: plain, size: plain.length, truncated: false }
}
