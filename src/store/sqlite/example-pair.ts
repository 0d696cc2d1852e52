import { inflateRawSync } from 'node:zlib'
import { readBody } from '../../compare/read/body.js'
import type { Difference } from '../../model/difference.js'
import type { Headers } from '../../model/http.js'
import type { ExamplePair, ExampleSide } from '../../model/report.js'
import { readStatements } from './example-sql.js'
import type { Recording } from './open.js'

const maxDifferences = 50
const maxTextLength = 20_000

interface ExchangeRow {
  leg: string
  status: number | null
  failure: string | null
  total_ms: number
  body_size: number | null
  headers: string | null
  log: string | null
  statements: number
  encoding: string | null
  bytes: Buffer | null
}

/** Reads a pair as a report shows it: its differences, both answers, the SQL of both; undefined if it was purged, or settled. */
export function readExample(recording: Recording, run: string, request: string): ExamplePair | undefined {
  const pair = recording
    .prepare(
      `SELECT p.id, p.request_id, r.name AS route, p.target FROM pair p JOIN route r ON r.id = p.route_id
       WHERE p.run_id = ? AND p.request_id = ? ORDER BY p.id LIMIT 1`,
    )
    .get(run, request) as { id: number; request_id: string; route: string; target: string } | undefined
  if (pair === undefined) return undefined
  const pairId = pair.id
  const differences = recording
    .prepare(
      `SELECT part, kind, path, legacy, candidate FROM difference WHERE pair_id = ? AND noise IS NULL
       ORDER BY ordinal LIMIT ${maxDifferences}`,
    )
    .all(pairId) as (Omit<Difference, 'legacy' | 'candidate'> & { legacy: string | null; candidate: string | null })[]
  const exchanges = recording
    .prepare(
      'SELECT e.*, b.encoding, b.bytes FROM exchange e LEFT JOIN body b ON b.hash = e.body_hash WHERE e.pair_id = ?',
    )
    .all(pairId) as ExchangeRow[]
  const side = (leg: string): ExampleSide => sideOf(exchanges.find((exchange) => exchange.leg === leg))
  return {
    id: pair.request_id,
    route: pair.route,
    target: pair.target,
    differences: differences.map(({ legacy, candidate, ...rest }) => ({
      ...rest,
      ...(legacy === null ? {} : { legacy }),
      ...(candidate === null ? {} : { candidate }),
    })),
    legacy: side('legacy'),
    candidate: side('candidate'),
    ...readStatements(recording, pairId),
  }
}

function sideOf(row: ExchangeRow | undefined): ExampleSide {
  return {
    status: row?.status ?? null,
    ...(row === undefined || row.failure === null ? {} : { failure: row.failure }),
    ms: Math.round((row?.total_ms ?? 0) * 10) / 10,
    size: row?.body_size ?? 0,
    text: row === undefined ? null : exampleText(row),
    log: row === undefined || row.log === null ? [] : (JSON.parse(row.log) as string[]),
    statements: row?.statements ?? 0,
  }
}

function exampleText({ bytes, encoding, headers }: ExchangeRow): string | null {
  if (bytes === null || headers === null) return null
  const plain = encoding === 'deflate-raw' ? inflateRawSync(bytes) : bytes
  const { kind, text } = readBody({
    headers: JSON.parse(headers) as Headers,
    body: { bytes: plain, size: plain.length, truncated: false },
  })
  return kind === 'binary' && text === '' ? null : text.slice(0, maxTextLength)
}
