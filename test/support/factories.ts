import { readPair, type ReadPair } from '../../src/compare/read/pair.js'
import type { Exchange } from '../../src/model/exchange.js'
import type { Body, Headers, Request, Response } from '../../src/model/http.js'
import type { Pair } from '../../src/model/pair.js'
import type { Statement } from '../../src/model/statement.js'

/** Bodies as tests write them: text, JSON, HTML or bytes. */
export interface AnAnswer {
  status?: number
  text?: string
  json?: unknown
  html?: string
  bytes?: Uint8Array
  headers?: Headers
  complete?: boolean
}

export function aBody(content: string | Uint8Array = ''): Body {
  const bytes: Uint8Array = typeof content === 'string' ? Buffer.from(content) : content
  return { bytes, size: bytes.byteLength, truncated: false }
}

export function aRequest(over: Partial<Request> = {}): Request {
  return {
    id: 'r1',
    method: 'GET',
    target: '/',
    headers: [['Host', 'shop.example']],
    body: aBody(),
    receivedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    ...over,
  }
}

export function aResponse(answer: AnAnswer = {}): Response {
  const [usual, content] = contentOf(answer)
  const given = answer.headers?.some(([name]) => name.toLowerCase() === 'content-type') === true
  const type = given ? undefined : usual
  return {
    status: answer.status ?? 200,
    headers: [...(type === undefined ? [] : [['Content-Type', type] as const]), ...(answer.headers ?? [])],
    body: aBody(content),
    complete: answer.complete ?? true,
  }
}

function contentOf(answer: AnAnswer): [type: string | undefined, content: string | Uint8Array] {
  if (answer.json !== undefined) return ['application/json', JSON.stringify(answer.json)]
  if (answer.html !== undefined) return ['text/html; charset=utf-8', answer.html]
  if (answer.bytes !== undefined) return ['application/octet-stream', answer.bytes]
  return [answer.text === undefined ? undefined : 'text/plain; charset=utf-8', answer.text ?? '']
}

export function anExchange(over: Partial<Omit<Exchange, 'response'>> & { response?: AnAnswer } = {}): Exchange {
  const { response, ...rest } = over
  return {
    leg: 'legacy',
    ...(rest.failure === undefined || response !== undefined ? { response: aResponse(response) } : {}),
    timing: { firstByte: 4, total: 5 },
    statements: [],
    attribution: 'none',
    ...rest,
  }
}

export function aStatement(over: Partial<Statement> = {}): Statement {
  return {
    sql: 'SELECT 1',
    startedAt: 0,
    ms: 0.5,
    rows: 1,
    affectedRows: 0,
    warnings: 0,
    connection: 1,
    ...over,
  }
}

type AnExchange = Parameters<typeof anExchange>[0]

type PairParts = Partial<Omit<Pair, 'legacy' | 'candidate' | 'control'>> & {
  legacy?: AnExchange
  candidate?: AnExchange
  control?: AnExchange
}

/** The same as those see it who read it. */
export function aReadPair(over: PairParts = {}): ReadPair {
  return readPair(aPair(over))
}

export function aPair(over: PairParts = {}): Pair {
  const { legacy, candidate, control, ...rest } = over
  return {
    id: 'p1',
    request: aRequest(),
    route: 'GET /',
    client: 'Firefox',
    identicalBodies: false,
    legacy: anExchange({ ...legacy, leg: 'legacy' }),
    candidate: anExchange({ ...candidate, leg: 'candidate' }),
    ...(control === undefined ? {} : { control: anExchange({ ...control, leg: 'control' }) }),
    ...rest,
  }
}
