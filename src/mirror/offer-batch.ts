import { columnLayout, type Columns, type Row, type RowReader } from '../base/columns.js'
import { failureKinds, type Exchange, type Failure } from '../model/exchange.js'
import {
  headerSetReceiver,
  headerSetSender,
  type HeaderSetReceiver,
  type NumberedHeaders,
} from '../model/header-sets.js'
import { noBody, type Headers, type Response } from '../model/http.js'
import { bytesOf, type LiveOffer, type PassedBy } from './offer.js'

/** What crosses to the mirror's thread, in the order in which legacy answered. */
export type Crossing = LiveOffer | PassedBy

export function isPassedBy(crossing: Crossing): crossing is PassedBy {
  return 'answer' in crossing
}

/**
 * Offers on their way to the mirror's thread, with all bodies in one buffer: it costs the live path a few arrays and
 * one copy of the bytes.
 */
export interface OfferBatch extends Columns {
  readonly headers: NumberedHeaders
  /** All bodies, one after the other; transferred, not cloned. */
  readonly bodies: Uint8Array
}

const texts = ['id', 'method', 'target'] as const
const numbers = [
  'requestHeaders',
  'receivedAt',
  'requestBytes',
  'requestSize',
  'status',
  'headers',
  'bytes',
  'size',
  'firstByte',
  'total',
  'stalled',
  'failure',
] as const
const flags = ['requestTruncated', 'truncated', 'complete', 'passedBy', 'wrote'] as const
const layout = columnLayout(texts, numbers, flags)

type Packed = Row<(typeof texts)[number], (typeof numbers)[number], (typeof flags)[number]>
type Unpacked = RowReader<(typeof texts)[number], (typeof numbers)[number], (typeof flags)[number]>

const phases: readonly Failure['during'][] = ['connect', 'headers', 'body']

export interface OfferPacker {
  add(offer: LiveOffer): void
  addPassedBy(passed: PassedBy): void
  /** Number of offers and passed-by requests since the last batch. */
  readonly size: () => number
  readonly bytes: () => number
  /** Bytes of each offer since the last batch; passed-by requests are not among them. */
  readonly waiting: () => number[]
  /** Returns what was added since the last call. */
  take(): OfferBatch
  /** Prepares for a new receiver, which knows no header fields yet; what was added stays. */
  forgetHeaders(): void
}

export function offerPacker(): OfferPacker {
  const sets = headerSetSender()
  /** A passed-by request is packed as an offer whose answer has no body. */
  let offers: { readonly offer: LiveOffer; readonly passedBy?: PassedBy }[] = []
  let bytes = 0

  return {
    add(offer) {
      offers.push({ offer })
      bytes += bytesOf(offer)
    },
    addPassedBy(passedBy) {
      const offer = offerOf(passedBy)
      offers.push({ offer, passedBy })
      bytes += bytesOf(offer)
    },
    size: () => offers.length,
    bytes: () => bytes,
    waiting: () => offers.filter(({ passedBy }) => passedBy === undefined).map(({ offer }) => bytesOf(offer)),
    take() {
      const bodies = Buffer.allocUnsafeSlow(bytes)
      let at = 0
      for (const { offer } of offers) {
        for (const { body } of messagesOf(offer)) {
          bodies.set(body.bytes, at)
          at += body.bytes.byteLength
        }
      }
      const columns = layout.pack(offers.map(({ offer, passedBy }) => rowOf(offer, passedBy, sets.numberOf)))
      offers = []
      bytes = 0
      return { ...columns, headers: sets.take(), bodies }
    },
    forgetHeaders: () => sets.forget(),
  }
}

function messagesOf({ request, legacy }: LiveOffer): Pick<Response, 'body'>[] {
  return legacy.response === undefined ? [request] : [request, legacy.response]
}

function rowOf(
  { request, legacy }: LiveOffer,
  passedBy: PassedBy | undefined,
  numberOf: (headers: Headers) => number,
): Packed {
  const { response, timing } = legacy
  return {
    texts: request,
    numbers: {
      requestHeaders: numberOf(request.headers),
      receivedAt: request.receivedAt,
      requestBytes: request.body.bytes.byteLength,
      requestSize: request.body.size,
      status: response?.status,
      headers: response === undefined ? undefined : numberOf(response.headers),
      bytes: response?.body.bytes.byteLength,
      size: response?.body.size,
      firstByte: timing.firstByte,
      total: timing.total,
      stalled: timing.stalled,
      failure: numberOfFailure(legacy.failure),
    },
    flags: {
      requestTruncated: request.body.truncated,
      truncated: response?.body.truncated === true,
      complete: response?.complete === true,
      passedBy: passedBy !== undefined,
      wrote: passedBy?.wrote !== undefined,
    },
  }
}

function offerOf({ request, answer, wrote }: PassedBy): LiveOffer {
  const response: Response = { status: 0, headers: answer, body: noBody, complete: true }
  const bytes = wrote?.body ?? noBody.bytes
  return {
    request: {
      ...request,
      id: wrote?.id ?? '',
      body: { bytes, size: bytes.byteLength, truncated: false },
      receivedAt: wrote?.receivedAt ?? 0,
    },
    legacy: { leg: 'legacy', response, timing: { total: 0 }, statements: [], attribution: 'none' },
  }
}

function numberOfFailure(failure: Failure | undefined): number | undefined {
  return failure && failureKinds.indexOf(failure.kind) * phases.length + phases.indexOf(failure.during)
}

function failureOf(number: number | undefined): Failure | undefined {
  if (number === undefined) return undefined
  const kind = failureKinds[Math.floor(number / phases.length)]
  const during = phases[number % phases.length]
  return kind === undefined || during === undefined ? undefined : { kind, during }
}

/** Returns the next `length` bytes of a batch's bodies. */
type NextBytes = (length: number | undefined) => Uint8Array

/**
 * Returns a function that unpacks batches, in the order in which they were packed. Offers with the same header fields
 * share one list of them.
 */
export function offerUnpacker(): (batch: OfferBatch) => Iterable<Crossing> {
  const sets = headerSetReceiver((headers) => headers)
  return function* unpack(batch) {
    sets.learn(batch.headers)
    let from = 0
    const next: NextBytes = (length = 0) => {
      if (length === 0) return noBody.bytes
      from += length
      return batch.bodies.subarray(from - length, from)
    }
    for (const row of layout.read(batch))
      yield row.has('passedBy') ? passedByOf(row, sets, next) : liveOfferOf(row, sets, next)
  }
}

function passedByOf(row: Unpacked, sets: HeaderSetReceiver<Headers>, next: NextBytes): PassedBy {
  const wrote = {
    id: row.text('id'),
    body: next(row.number('requestBytes')),
    receivedAt: row.number('receivedAt') ?? 0,
  }
  return {
    request: {
      method: row.text('method'),
      target: row.text('target'),
      headers: headersOf(row, 'requestHeaders', sets),
    },
    answer: headersOf(row, 'headers', sets),
    ...(row.has('wrote') ? { wrote } : {}),
  }
}

function liveOfferOf(row: Unpacked, sets: HeaderSetReceiver<Headers>, next: NextBytes): LiveOffer {
  const request = {
    id: row.text('id'),
    method: row.text('method'),
    target: row.text('target'),
    headers: headersOf(row, 'requestHeaders', sets),
    body: {
      bytes: next(row.number('requestBytes')),
      size: row.number('requestSize') ?? 0,
      truncated: row.has('requestTruncated'),
    },
    receivedAt: row.number('receivedAt') ?? 0,
  }
  return { request, legacy: legacyOf(row, sets, next) }
}

function legacyOf(row: Unpacked, sets: HeaderSetReceiver<Headers>, next: NextBytes): Exchange {
  const [status, firstByte, stalled] = [row.number('status'), row.number('firstByte'), row.number('stalled')]
  const failure = failureOf(row.number('failure'))
  const body = { bytes: next(row.number('bytes')), size: row.number('size') ?? 0, truncated: row.has('truncated') }
  const headers = headersOf(row, 'headers', sets)
  return {
    leg: 'legacy',
    ...(status === undefined ? {} : { response: { status, headers, body, complete: row.has('complete') } }),
    ...(failure === undefined ? {} : { failure }),
    timing: {
      ...(firstByte === undefined ? {} : { firstByte }),
      total: row.number('total') ?? 0,
      ...(stalled === undefined ? {} : { stalled }),
    },
    statements: [],
    attribution: 'none',
  }
}

function headersOf(row: Unpacked, name: 'requestHeaders' | 'headers', sets: HeaderSetReceiver<Headers>): Headers {
  return sets.of(row.number(name) ?? 0) ?? []
}
