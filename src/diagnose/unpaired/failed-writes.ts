import type { ReadPair } from '../../compare/read/pair.js'
import { rankOf, type FindingKey, type Sighting } from '../../model/finding.js'
import { headersOf, isSafeMethod, type Headers } from '../../model/http.js'
import type { ApartBecause } from '../../model/judgement.js'
import type { Pair } from '../../model/pair.js'
import { writtenTablesOf } from '../../sql/written-tables.js'
import { rowsInStep } from './rows-in-step.js'
import { namesOfTables, readsApart } from './tables.js'
import { unmirroredWrites, type UnmirroredWrites } from './unmirrored-writes.js'

/** Max writes to remember, the latest; what follows from a forgotten one is reported as a finding of its own. */
const maxWrites = 200

/** Min characters of a cookie value that identifies a client: shorter ones are choices that many clients share. */
const minIdentityLength = 16

interface FailedWrite {
  readonly route: string
  readonly at: number
  /** Absent when the failure is no finding, for example when the candidate did not answer in time. */
  readonly finding?: FindingKey
  /** Tables that legacy wrote, or that the candidate tried to write. */
  readonly tables: ReadonlySet<string>
  /** What its form sent, and the page to which legacy's answer pointed. */
  readonly sent: UnmirroredWrites
  /** Values that only its client sends. */
  readonly clientValues: ReadonlySet<string>
}

/** Writes that legacy took and at which the candidate failed: pages that show them later differ because of the failure. */
export interface FailedWrites {
  /** Remembers the pair if it is such a write. @param sightings The pair's sightings, as they may be stored. */
  readonly judged: (pair: Pair, sightings: readonly Sighting[]) => void
  /** Returns the write from which this pair's differences follow; undefined when it shows none. */
  readonly shownBy: (pair: ReadPair) => ApartBecause | undefined
}

export function failedWrites(): FailedWrites {
  const writes: FailedWrite[] = []
  const inStep = rowsInStep()
  return {
    judged(pair, sightings) {
      inStep.saw(pair)
      const lost = lostTables(pair, sightings)
      if (!isFailedRequest(pair, sightings) && lost.size === 0) return
      writes.push(failedWrite(pair, lost, sightings))
      if (writes.length > maxWrites) writes.shift()
    },
    shownBy(pair) {
      if (isServerError(pair)) return undefined // a crash is not blamed on the data
      for (const write of writes) {
        if (write.at >= pair.request.receivedAt) continue
        const parted = inStep.partedSince(write.at, pair)
        const way = wayOf(write, pair) ?? (parted === undefined ? undefined : `the table ${parted}`)
        if (way !== undefined) return apartBecause(write, way)
      }
      return undefined
    },
  }
}

/** True when legacy took an unsafe request and the candidate gave an error or no answer. */
function isFailedRequest({ request, legacy, candidate }: Pair, sightings: readonly Sighting[]): boolean {
  if (isSafeMethod(request.method) || (legacy.response?.status ?? 500) >= 400) return false
  return sightings.some(isLoss) || (candidate.response?.status ?? 500) >= 400
}

/** True when the candidate died, or a write was refused on its side alone. */
function isLoss({ cause, severity, proof }: Sighting): boolean {
  return cause !== 'unexplained' && severity === 'critical' && proof !== 'none'
}

/** Returns the tables that the candidate's server refused to write, if that is known to be its own doing. */
function lostTables({ candidate }: Pair, sightings: readonly Sighting[]): ReadonlySet<string> {
  if (!sightings.some(isLoss)) return new Set()
  const refused = candidate.statements.filter(({ error }) => error !== undefined)
  return new Set(refused.flatMap(({ sql }) => [...writtenTablesOf(sql)]))
}

function failedWrite(pair: Pair, lost: ReadonlySet<string>, sightings: readonly Sighting[]): FailedWrite {
  const { request, legacy, route } = pair
  const answer = legacy.response?.headers ?? []
  const taken = legacy.statements.filter(({ affectedRows }) => affectedRows > 0)
  const sent = unmirroredWrites()
  const { method, target, headers, body, receivedAt } = request
  sent.took({ method, target, headers, body: body.bytes, answer, receivedAt, tables: [] })
  const [worst] = [...sightings].sort((one, other) => rankOf(one) - rankOf(other))
  return {
    route,
    at: receivedAt,
    ...(worst === undefined ? {} : { finding: { cause: worst.cause, key: worst.key } }),
    tables: namesOfTables([...lost, ...taken.flatMap(({ sql }) => [...writtenTablesOf(sql)])]),
    sent,
    clientValues: new Set([...cookiesOf(headers), ...cookiesSetBy(answer)]),
  }
}

function wayOf({ tables, sent, clientValues }: FailedWrite, pair: ReadPair): string | undefined {
  const table = readsApart(pair, tables)
  if (table !== undefined) return `the table ${table}`
  if (sent.shownBy(pair) !== undefined) return 'what it sent'
  return cookiesOf(pair.request.headers).some((value) => clientValues.has(value)) ? 'the session' : undefined
}

function apartBecause({ route, finding }: FailedWrite, way: string): ApartBecause {
  return { kind: 'failed-write', name: route, ...(finding === undefined ? {} : { follows: { finding, way } }) }
}

function isServerError({ candidate }: Pair): boolean {
  return (candidate.response?.status ?? 0) >= 500
}

/** Returns the cookie values that are long enough to tell one client from all others. */
function cookiesOf(headers: Headers): string[] {
  return headersOf(headers, 'cookie')
    .flatMap((field) => field.split(';').map(valueOf))
    .filter(isIdentity)
}

function cookiesSetBy(headers: Headers): string[] {
  return headersOf(headers, 'set-cookie')
    .map((field) => valueOf(field.split(';', 1)[0] ?? ''))
    .filter(isIdentity)
}

function valueOf(cookie: string): string {
  return cookie.slice(cookie.indexOf('=') + 1).trim()
}

function isIdentity(value: string): boolean {
  return value.length >= minIdentityLength && /\d/.test(value) && /[a-z]/i.test(value)
}
