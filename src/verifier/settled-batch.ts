import { headerSetSender, type NumberedHeaders } from '../model/header-sets.js'
import type { LegTime, SettledPair } from '../model/pair.js'
import type { Yardstick } from '../model/timing.js'

/**
 * Settled pairs on their way to the verifier thread, column by column: a few arrays cross for the price of a few objects, where an
 * object for each pair would cost more than its comparison. Header fields, which hardly change, cross once.
 */
export interface SettledBatch {
  /** Three for each pair: id, method, target. */
  readonly texts: readonly string[]
  /** As many as `columns` for each pair. */
  readonly numbers: Float64Array
  readonly headers: NumberedHeaders
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
  readonly control?: LegTime
  readonly yardstick?: Yardstick
}

const columns = 11
const texts = 3

/** What is true of a pair, a bit each. */
const bits = { legacyCached: 1, candidateCached: 2, controlAsked: 4, controlCached: 8, byLegacy: 16, byControl: 32 }
type Flag = keyof typeof bits

function flagsOf(flags: Readonly<Record<Flag, boolean>>): number {
  return Object.entries(bits).reduce((sum, [flag, bit]) => sum + (flags[flag as Flag] ? bit : 0), 0)
}

export interface SettledPacker {
  add(pair: SettledPair): void
  readonly size: () => number
  /** What was added since the last time. */
  take(): SettledBatch
  /** Drops what was added: whoever takes the batches knows no header fields any more. */
  forget(): void
}

export function settledPacker(): SettledPacker {
  const sets = headerSetSender()
  let words: string[] = []
  let numbers: number[] = []

  return {
    add({ request, status, size, legacy, candidate, control, yardstick }) {
      words.push(request.id, request.method, request.target)
      numbers.push(sets.numberOf(request.headers), request.receivedAt, status, size)
      numbers.push(legacy.firstByte, legacy.total, candidate.firstByte, candidate.total)
      numbers.push(control?.firstByte ?? 0, control?.total ?? 0)
      numbers.push(
        flagsOf({
          legacyCached: legacy.fromCache,
          candidateCached: candidate.fromCache,
          controlAsked: control !== undefined,
          controlCached: control?.fromCache === true,
          byLegacy: yardstick === 'legacy',
          byControl: yardstick === 'control',
        }),
      )
    },
    size: () => words.length / texts,
    take() {
      const batch: SettledBatch = { texts: words, numbers: Float64Array.from(numbers), headers: sets.take() }
      words = []
      numbers = []
      return batch
    },
    forget() {
      sets.forget()
      words = []
      numbers = []
    },
  }
}

export function* settledItems({ texts: words, numbers }: SettledBatch): Iterable<SettledItem> {
  for (let index = 0; index * texts < words.length; index += 1) {
    const at = index * columns
    const number = (column: number): number => numbers[at + column] ?? 0
    const has = (flag: Flag): boolean => (number(10) & bits[flag]) !== 0
    yield {
      id: words[index * texts] ?? '',
      method: words[index * texts + 1] ?? '',
      target: words[index * texts + 2] ?? '',
      headers: number(0),
      receivedAt: number(1),
      status: number(2),
      size: number(3),
      legacy: { firstByte: number(4), total: number(5), fromCache: has('legacyCached') },
      candidate: { firstByte: number(6), total: number(7), fromCache: has('candidateCached') },
      ...(has('controlAsked') && {
        control: { firstByte: number(8), total: number(9), fromCache: has('controlCached') },
      }),
      ...(has('byLegacy') && { yardstick: 'legacy' as const }),
      ...(has('byControl') && { yardstick: 'control' as const }),
    }
  }
}
