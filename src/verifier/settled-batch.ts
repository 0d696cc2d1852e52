import { columnLayout, type Columns, type RowReader } from '../base/columns.js'
import { headerSetSender, type NumberedHeaders } from '../model/header-sets.js'
import type { LegTime, SettledPair } from '../model/pair.js'
import type { Yardstick } from '../model/timing.js'

/** Settled pairs on their way to the verifier thread. Header fields hardly change, so each set crosses once. */
export interface SettledBatch extends Columns {
  readonly headers: NumberedHeaders
}

/** A pair as it comes out of a batch. */
export interface SettledItem {
  readonly id: string
  readonly method: string
  readonly target: string
  /** Number of its set of header fields. */
  readonly headers: number
  readonly receivedAt: number
  readonly status: number
  readonly size: number
  readonly legacy: LegTime
  readonly candidate: LegTime
  readonly control?: LegTime
  readonly yardstick?: Yardstick
}

const texts = ['id', 'method', 'target'] as const
const numbers = [
  'headers',
  'receivedAt',
  'status',
  'size',
  'legacyFirstByte',
  'legacyTotal',
  'candidateFirstByte',
  'candidateTotal',
  'controlFirstByte',
  'controlTotal',
] as const
const flags = ['legacyFromCache', 'candidateFromCache', 'controlFromCache', 'byLegacy', 'byControl'] as const
const layout = columnLayout(texts, numbers, flags)

type Unpacked = RowReader<(typeof texts)[number], (typeof numbers)[number], (typeof flags)[number]>

export interface SettledPacker {
  add(pair: SettledPair): void
  readonly size: () => number
  /** Returns what was added since the last call. */
  take(): SettledBatch
  /** Drops what was added, and prepares for a new receiver, which knows no header fields yet. */
  forget(): void
}

export function settledPacker(): SettledPacker {
  const sets = headerSetSender()
  let pairs: SettledPair[] = []

  return {
    add: (pair) => void pairs.push(pair),
    size: () => pairs.length,
    take() {
      const columns = layout.pack(
        pairs.map(({ request, status, size, legacy, candidate, control, yardstick }) => ({
          texts: request,
          numbers: {
            headers: sets.numberOf(request.headers),
            receivedAt: request.receivedAt,
            status,
            size,
            legacyFirstByte: legacy.firstByte,
            legacyTotal: legacy.total,
            candidateFirstByte: candidate.firstByte,
            candidateTotal: candidate.total,
            controlFirstByte: control?.firstByte,
            controlTotal: control?.total,
          },
          flags: {
            legacyFromCache: legacy.fromCache,
            candidateFromCache: candidate.fromCache,
            controlFromCache: control?.fromCache === true,
            byLegacy: yardstick === 'legacy',
            byControl: yardstick === 'control',
          },
        })),
      )
      pairs = []
      return { ...columns, headers: sets.take() }
    },
    forget() {
      sets.forget()
      pairs = []
    },
  }
}

export function* settledItems(batch: SettledBatch): Iterable<SettledItem> {
  for (const row of layout.read(batch)) {
    yield {
      id: row.text('id'),
      method: row.text('method'),
      target: row.text('target'),
      headers: row.number('headers') ?? 0,
      receivedAt: row.number('receivedAt') ?? 0,
      status: row.number('status') ?? 0,
      size: row.number('size') ?? 0,
      legacy: timeOf('legacy', row),
      candidate: timeOf('candidate', row),
      ...(row.number('controlTotal') !== undefined && { control: timeOf('control', row) }),
      ...(row.has('byLegacy') && { yardstick: 'legacy' as const }),
      ...(row.has('byControl') && { yardstick: 'control' as const }),
    }
  }
}

function timeOf(leg: 'legacy' | 'candidate' | 'control', row: Unpacked): LegTime {
  return {
    firstByte: row.number(`${leg}FirstByte`) ?? 0,
    total: row.number(`${leg}Total`) ?? 0,
    fromCache: row.has(`${leg}FromCache`),
  }
}
