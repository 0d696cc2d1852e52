import type { Headers } from '../model/http.js'
import type { LegTime, SettledPair } from '../model/pair.js'

/**
 * Settled pairs on their way to the verifier thread, column by column: a few arrays cross for the price of a few objects, where an
 * object for each pair would cost more than its comparison. Header fields, which hardly change, cross once.
 */
export interface SettledBatch {
  /** Three for each pair: id, method, target. */
  readonly texts: readonly string[]
  /** As many as `columns` for each pair. */
  readonly numbers: Float64Array
  /** Header fields that later numbers refer to: their number, and the fields. */
  readonly headers: readonly (readonly [number: number, headers: Headers])[]
}

/** One pair as it comes out of a batch. */
export interface SettledItem {
  readonly id: string
  readonly method: string
  readonly target: string
  /** Number of the header fields. */
  readonly headers: number
  readonly receivedAt: number
  readonly status: number
  readonly size: number
  readonly legacy: LegTime
  readonly candidate: LegTime
}

const columns = 9
const texts = 3
/** Sets of header fields that are remembered; then all are forgotten, and cross again. */
const mostHeaderSets = 10_000

export interface SettledPacker {
  add(pair: SettledPair): void
  readonly size: () => number
  /** What was added since the last time. */
  take(): SettledBatch
  /** Drops what was added: whoever takes the batches knows no header fields any more. */
  forget(): void
}

export function settledPacker(): SettledPacker {
  const known = new Map<string, number>()
  let nextHeaders = 0
  let words: string[] = []
  let numbers: number[] = []
  let headers: [number, Headers][] = []

  const numberOf = (fields: Headers): number => {
    const key = keyOf(fields)
    const before = known.get(key)
    if (before !== undefined) return before
    if (known.size >= mostHeaderSets) known.clear()
    nextHeaders += 1
    known.set(key, nextHeaders)
    headers.push([nextHeaders, fields])
    return nextHeaders
  }

  return {
    add({ request, status, size, legacy, candidate }) {
      words.push(request.id, request.method, request.target)
      numbers.push(numberOf(request.headers), request.receivedAt, status, size)
      numbers.push(legacy.firstByte, legacy.total, candidate.firstByte, candidate.total)
      numbers.push(Number(legacy.fromCache) + 2 * Number(candidate.fromCache))
    },
    size: () => words.length / texts,
    take() {
      const batch: SettledBatch = { texts: words, numbers: Float64Array.from(numbers), headers }
      words = []
      numbers = []
      headers = []
      return batch
    },
    forget() {
      known.clear()
      words = []
      numbers = []
      headers = []
    },
  }
}

/** Neither a name nor a value can hold a line feed (RFC 9110 §5.5). */
function keyOf(fields: Headers): string {
  let key = ''
  for (const [name, value] of fields) key += `${name}\n${value}\n`
  return key
}

export function* settledItems({ texts: words, numbers }: SettledBatch): Iterable<SettledItem> {
  for (let index = 0; index * texts < words.length; index += 1) {
    const at = index * columns
    const number = (column: number): number => numbers[at + column] ?? 0
    const flags = number(8)
    yield {
      id: words[index * texts] ?? '',
      method: words[index * texts + 1] ?? '',
      target: words[index * texts + 2] ?? '',
      headers: number(0),
      receivedAt: number(1),
      status: number(2),
      size: number(3),
      legacy: { firstByte: number(4), total: number(5), fromCache: flags % 2 === 1 },
      candidate: { firstByte: number(6), total: number(7), fromCache: flags >= 2 },
    }
  }
}
