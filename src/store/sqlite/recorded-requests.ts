import { inflateRawSync } from 'node:zlib'
import { noBody, type Body, type Headers, type Request } from '../../model/http.js'
import type { RecordedHead, RecordedWhole } from '../../model/store.js'
import type { Recording } from './open.js'

interface HeadRow {
  source: 'pair' | 'settled'
  row_id: number
  request_id: string
  route: string
  received_at: number
  method: string
  target: string
  headers: string
  has_body: number
  answered: string | null
}

/** Reads every mirrored request of a run, in the order in which they came. */
export function* recordedHeads(recording: Recording, run: string): Iterable<RecordedHead> {
  const rows = recording.prepare(
    `SELECT 'pair' AS source, p.id AS row_id, p.request_id, r.name AS route, p.received_at, p.method, p.target, p.headers,
            p.body_hash IS NOT NULL AS has_body, l.headers AS answered
     FROM pair p JOIN route r ON r.id = p.route_id LEFT JOIN exchange l ON l.pair_id = p.id AND l.leg = 'legacy' WHERE p.run_id = @run
     UNION ALL
     SELECT 'settled', s.id, s.request_id, r.name, s.received_at, s.method, s.target, h.headers, 0, NULL
     FROM settled s JOIN route r ON r.id = s.route_id JOIN header_set h ON h.id = s.headers_id WHERE s.run_id = @run
     ORDER BY received_at, request_id`,
  )
  for (const row of rows.iterate({ run }) as Iterable<HeadRow>) {
    yield {
      source: row.source,
      rowId: row.row_id,
      route: row.route,
      request: headOf(row),
      hasBody: row.has_body === 1,
      answered: row.answered === null ? undefined : (JSON.parse(row.answered) as Headers),
    }
  }
}

/** Builds a request from its row, without its body. */
export function headOf(row: {
  readonly request_id: string
  readonly method: string
  readonly target: string
  readonly headers: string
  readonly received_at: number
}): Request {
  return {
    id: row.request_id,
    method: row.method,
    target: row.target,
    headers: JSON.parse(row.headers) as Headers,
    body: noBody,
    receivedAt: row.received_at,
  }
}

interface WholeRow {
  status: number | null
  ms: number
  headers: string | null
  truncated: number | null
  size: number | null
  encoding: string | null
  bytes: Buffer | null
  sent_encoding: string | null
  sent: Buffer | null
}

export function recordedWhole(recording: Recording, { source, rowId, request }: RecordedHead): RecordedWhole {
  const sql = source === 'pair' ? wholePair : 'SELECT status, legacy_ms AS ms FROM settled WHERE id = ?'
  const row = recording.prepare(sql).get(rowId) as Partial<WholeRow>
  return {
    request: { ...request, body: bodyOf(row.sent, row.sent_encoding) ?? noBody },
    status: row.status ?? undefined,
    ms: row.ms ?? 0,
    headers: row.headers == null ? undefined : (JSON.parse(row.headers) as Headers),
    body: keptBody(row),
  }
}

const wholePair = `
  SELECT l.status, coalesce(l.total_ms, 0) AS ms, l.headers, l.body_truncated AS truncated, l.body_size AS size, b.encoding, b.bytes,
         q.encoding AS sent_encoding, q.bytes AS sent
  FROM pair p LEFT JOIN exchange l ON l.pair_id = p.id AND l.leg = 'legacy'
  LEFT JOIN body b ON b.hash = l.body_hash LEFT JOIN body q ON q.hash = p.body_hash WHERE p.id = ?`

/**
 * Returns an answer's body; undefined if it was not kept. An empty body is not kept either: its size tells which, if
 * the answer was kept.
 */
function keptBody({ truncated, headers, size, bytes, encoding }: Partial<WholeRow>): Body | undefined {
  if (truncated === 1) return undefined
  return headers != null && size === 0 ? noBody : bodyOf(bytes, encoding)
}

function bodyOf(stored: Buffer | null | undefined, encoding: string | null | undefined): Body | undefined {
  if (stored == null) return undefined
  const bytes = encoding === 'deflate-raw' ? inflateRawSync(stored) : stored
  return { bytes, size: bytes.length, truncated: false }
}

/** Returns the ids of the requests that show a finding in a run, in the order in which they came. */
export function requestsShowing(recording: Recording, run: string, finding: string): string[] {
  return recording
    .prepare('SELECT request_id FROM shown WHERE finding_id = ? AND run_id = ? ORDER BY received_at, request_id')
    .pluck()
    .all(finding, run) as string[]
}
