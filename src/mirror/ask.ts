import { Pool, type Dispatcher as UndiciDispatcher } from 'undici'
import type { Exchange, Failure, LegName } from '../model/exchange.js'
import { noBody, type Body, type Headers, type Request } from '../model/http.js'
import type { AskLeg, LogSource, StatementSource } from '../model/ports.js'
import type { StatementsOfRequest } from '../model/statement.js'
import { lanePool, type Lane, type LanePool } from './lanes.js'
import { headersForLeg } from './translate.js'

export interface AskLimits {
  /** Bytes of an answer that are kept; a longer one is cut off and marked truncated. */
  readonly body: number
  /** Milliseconds from sending to the last byte. */
  readonly timeoutMs: number
}

export interface Asking {
  readonly ask: AskLeg
  /** How many requests the leg takes at once; 0 for a leg that is not there. */
  readonly lanesOf: (leg: LegName) => number
  readonly close: () => Promise<void>
}

const nothingSeen: StatementsOfRequest = { statements: [], attribution: 'none' }

/**
 * Sends mirrored requests, each on a lane that serves no other at the time, and brings back what the leg did together with
 * the statements and log lines of that lane: they belong to the request by construction.
 */
export function askLegs(
  legs: Readonly<Partial<Record<LegName, readonly Lane[]>>>,
  sources: { readonly statements: StatementSource; readonly logs: LogSource },
  limits: AskLimits,
): Asking {
  const pools = new Map<LegName, LanePool>()
  const clients = new Map<string, Pool>()
  for (const [leg, lanes] of Object.entries(legs)) pools.set(leg as LegName, lanePool(lanes))

  const clientOf = ({ origin }: Lane): Pool => {
    const known = clients.get(origin.origin)
    if (known !== undefined) return known
    const client = new Pool(origin.origin, {
      pipelining: 1,
      headersTimeout: limits.timeoutMs,
      bodyTimeout: limits.timeoutMs,
    })
    clients.set(origin.origin, client)
    return client
  }

  const askLane = async (lane: Lane, leg: LegName, request: Request, sessionStatement?: string): Promise<Exchange> => {
    const { tap, log } = lane
    if (sessionStatement !== undefined && tap !== undefined) {
      await sources.statements.setSessionStatement(tap, sessionStatement)
    }
    try {
      const answer = await send(clientOf(lane), leg, request, limits)
      const seen = tap === undefined ? nothingSeen : await sources.statements.collect(tap)
      // A log that cannot be read says nothing, which is not the same as an empty one.
      const lines = log === undefined ? undefined : await sources.logs.collect(log).catch(() => undefined)
      return { leg, ...answer, ...seen, ...(lines === undefined ? {} : { log: lines }) }
    } finally {
      if (sessionStatement !== undefined && tap !== undefined) {
        await sources.statements.setSessionStatement(tap, undefined)
      }
    }
  }

  return {
    ask: (leg, request, options) => {
      const pool = pools.get(leg)
      if (pool === undefined) return Promise.resolve(absent(leg))
      return pool.use((lane) => askLane(lane, leg, request, options?.sessionStatement))
    },
    lanesOf: (leg) => pools.get(leg)?.size ?? 0,
    close: async () => {
      await Promise.all([...clients.values()].map((client) => client.destroy()))
    },
  }
}

function absent(leg: LegName): Exchange {
  return {
    leg,
    failure: { kind: 'refused', during: 'connect' },
    timing: { total: 0 },
    statements: [],
    attribution: 'none',
  }
}

type Answer = Pick<Exchange, 'response' | 'failure' | 'timing'>

async function send(client: Pool, leg: LegName, request: Request, limits: AskLimits): Promise<Answer> {
  const started = performance.now()
  const elapsed = (): number => performance.now() - started
  const deadline = AbortSignal.timeout(limits.timeoutMs)
  let answer: UndiciDispatcher.ResponseData
  try {
    answer = await client.request({
      method: request.method,
      path: request.target,
      headers: headersForLeg(request, leg).flat(),
      body: request.body.bytes.byteLength === 0 ? null : request.body.bytes,
      responseHeaders: 'raw',
      signal: deadline,
    })
  } catch (error) {
    return { failure: failureOf(error, 'headers'), timing: { total: elapsed() } }
  }
  const firstByte = elapsed()
  const head = { status: answer.statusCode, headers: headersFromRaw(answer.headers as unknown as (string | Buffer)[]) }
  const body = await readBody(answer.body, limits.body)
  const timing = { firstByte, total: elapsed() }
  if (body.error === undefined) return { response: { ...head, body: body.read, complete: true }, timing }
  return { response: { ...head, body: body.read, complete: false }, failure: failureOf(body.error, 'body'), timing }
}

async function readBody(stream: AsyncIterable<Buffer>, bound: number): Promise<{ read: Body; error?: unknown }> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream) {
      size += chunk.length
      if (size > bound) return { read: { ...noBody, size, truncated: true } } // leaving the loop ends the transfer
      chunks.push(chunk)
    }
    return { read: { bytes: Buffer.concat(chunks), size, truncated: false } }
  } catch (error) {
    return { read: { bytes: Buffer.concat(chunks), size, truncated: false }, error }
  }
}

/** With `responseHeaders: 'raw'` undici gives names and values in a flat list, as bytes or as text. */
function headersFromRaw(raw: readonly (string | Buffer)[]): Headers {
  const headers: [string, string][] = []
  for (let index = 0; index + 1 < raw.length; index += 2) {
    headers.push([latin1(raw[index] ?? ''), latin1(raw[index + 1] ?? '')])
  }
  return headers
}

/** Header fields are bytes; Latin-1 keeps each of them (RFC 9110 §5.5). */
function latin1(field: string | Buffer): string {
  return typeof field === 'string' ? field : field.toString('latin1')
}

const kinds: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: { kind: 'refused', during: 'connect' },
  ENOTFOUND: { kind: 'refused', during: 'connect' },
  EHOSTUNREACH: { kind: 'refused', during: 'connect' },
  UND_ERR_CONNECT_TIMEOUT: { kind: 'timeout', during: 'connect' },
}

function failureOf(error: unknown, during: 'headers' | 'body'): Failure {
  const { name = '', code = '' } = error as { name?: string; code?: string | number }
  const known = kinds[String(code)]
  if (known !== undefined) return known
  if (name === 'TimeoutError' || String(code).endsWith('_TIMEOUT') || code === 'ETIMEDOUT')
    return { kind: 'timeout', during }
  if (String(code).startsWith('HPE_') || name === 'HTTPParserError') return { kind: 'malformed', during }
  return { kind: 'reset', during }
}
