import { failureKinds, type Exchange, type Failure } from '../model/exchange.js'
import { headerSetReceiver, headerSetSender, type NumberedHeaders } from '../model/header-sets.js'
import { noBody, type Body, type Headers, type Response } from '../model/http.js'
import { bytesOf, type LiveOffer, type PassedBy } from './offer.js'

/** What crosses, in the order in which legacy answered. */
export type Crossing = LiveOffer | PassedBy

export function isPassedBy(crossing: Crossing): crossing is PassedBy {
  return 'answer' in crossing
}

/**
 * Offers on their way to the mirror's thread, column by column and with all bodies in one buffer: the live path pays for a few
 * arrays and one copy of the bytes, whatever the number of requests.
 */
export interface OfferBatch {
  /** Three for each offer: id, method, target. */
  readonly texts: readonly string[]
  /** As many as `column` has for each offer. */
  readonly numbers: Float64Array
  readonly headers: NumberedHeaders
  /** All bodies, one after the other; transferred, not cloned. */
  readonly bodies: Uint8Array
}

const texts = 3
const column = {
  requestHeaders: 0,
  receivedAt: 1,
  requestBytes: 2,
  requestSize: 3,
  flags: 4,
  status: 5,
  headers: 6,
  bytes: 7,
  size: 8,
  firstByte: 9,
  total: 10,
  stalled: 11,
  failure: 12,
}
const columns = Object.keys(column).length
const flag = { requestTruncated: 1, truncated: 2, complete: 4, passedBy: 8, wrote: 16 }
/** In a column whose value is absent. */
const absent = -1

const phases: readonly Failure['during'][] = ['connect', 'headers', 'body']

export interface OfferPacker {
  add(offer: LiveOffer): void
  addPassedBy(passed: PassedBy): void
  /** Offers and what passed by. */
  readonly size: () => number
  readonly bytes: () => number
  /** Bytes of each offer that was added since the last batch. */
  readonly waiting: () => number[]
  /** What was added since the last time. */
  take(): OfferBatch
  /** Whoever takes the batches knows no header fields any more; what was added stays. */
  forgetHeaders(): void
}

export function offerPacker(): OfferPacker {
  const sets = headerSetSender()
  /** What passed by is packed as an offer without an answer's body. */
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
      const words: string[] = []
      const numbers = new Float64Array(offers.length * columns)
      const bodies = Buffer.allocUnsafeSlow(bytes)
      let at = 0
      const copy = (body: Uint8Array): void => {
        bodies.set(body, at)
        at += body.byteLength
      }
      offers.forEach(({ offer: { request, legacy }, passedBy }, index) => {
        const { response } = legacy
        words.push(request.id, request.method, request.target)
        copy(request.body.bytes)
        if (response !== undefined) copy(response.body.bytes)
        numbers.set(
          [
            sets.numberOf(request.headers),
            request.receivedAt,
            request.body.bytes.byteLength,
            request.body.size,
            flagsOf(request.body, response) + passedByFlags(passedBy),
            response?.status ?? absent,
            response === undefined ? absent : sets.numberOf(response.headers),
            response?.body.bytes.byteLength ?? 0,
            response?.body.size ?? 0,
            legacy.timing.firstByte ?? absent,
            legacy.timing.total,
            legacy.timing.stalled ?? absent,
            numberOf(legacy.failure),
          ],
          index * columns,
        )
      })
      offers = []
      bytes = 0
      return { texts: words, numbers, headers: sets.take(), bodies }
    },
    forgetHeaders: () => sets.forget(),
  }
}

function flagsOf(request: Body, response: Response | undefined): number {
  return (
    (request.truncated ? flag.requestTruncated : 0) +
    (response?.body.truncated === true ? flag.truncated : 0) +
    (response?.complete === true ? flag.complete : 0)
  )
}

function passedByFlags(passedBy: PassedBy | undefined): number {
  if (passedBy === undefined) return 0
  return passedBy.wrote === undefined ? flag.passedBy : flag.passedBy + flag.wrote
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

function numberOf(failure: Failure | undefined): number {
  return failure === undefined
    ? absent
    : failureKinds.indexOf(failure.kind) * phases.length + phases.indexOf(failure.during)
}

function failureOf(number: number): Failure | undefined {
  const kind = failureKinds[Math.floor(number / phases.length)]
  const during = phases[number % phases.length]
  return kind === undefined || during === undefined ? undefined : { kind, during }
}

/** Opens batches in the order in which they were packed. Offers with the same header fields share one list of them. */
export function offerUnpacker(): (batch: OfferBatch) => Iterable<Crossing> {
  const sets = headerSetReceiver((headers) => headers)
  return function* unpack({ texts: words, numbers, headers, bodies }) {
    sets.learn(headers)
    let from = 0
    const nextBytes = (length: number): Uint8Array => {
      if (length === 0) return noBody.bytes
      from += length
      return bodies.subarray(from - length, from)
    }
    for (let index = 0; index * texts < words.length; index += 1) {
      const number = (name: keyof typeof column): number => numbers[index * columns + column[name]] ?? 0
      const has = (name: keyof typeof flag): boolean => (number('flags') & flag[name]) !== 0
      const headersOf = (name: 'requestHeaders' | 'headers'): Headers => sets.of(number(name)) ?? []
      if (has('passedBy')) {
        const [id = '', method = '', target = ''] = words.slice(index * texts, (index + 1) * texts)
        const wrote = { id, body: nextBytes(number('requestBytes')), receivedAt: number('receivedAt') }
        yield {
          request: { method, target, headers: headersOf('requestHeaders') },
          answer: headersOf('headers'),
          ...(has('wrote') ? { wrote } : {}),
        }
        continue
      }
      yield {
        request: {
          id: words[index * texts] ?? '',
          method: words[index * texts + 1] ?? '',
          target: words[index * texts + 2] ?? '',
          headers: headersOf('requestHeaders'),
          body: {
            bytes: nextBytes(number('requestBytes')),
            size: number('requestSize'),
            truncated: has('requestTruncated'),
          },
          receivedAt: number('receivedAt'),
        },
        legacy: legacyOf(
          number('status') === absent
            ? undefined
            : {
                status: number('status'),
                headers: headersOf('headers'),
                body: { bytes: nextBytes(number('bytes')), size: number('size'), truncated: has('truncated') },
                complete: has('complete'),
              },
          failureOf(number('failure')),
          { firstByte: number('firstByte'), total: number('total'), stalled: number('stalled') },
        ),
      }
    }
  }
}

function legacyOf(
  response: Response | undefined,
  failure: Failure | undefined,
  { firstByte, total, stalled }: { readonly firstByte: number; readonly total: number; readonly stalled: number },
): Exchange {
  return {
    leg: 'legacy',
    ...(response === undefined ? {} : { response }),
    ...(failure === undefined ? {} : { failure }),
    timing: {
      ...(firstByte === absent ? {} : { firstByte }),
      total,
      ...(stalled === absent ? {} : { stalled }),
    },
    statements: [],
    attribution: 'none',
  }
}
