import type { ApartBecause } from '../../model/judgement.js'
import type { ReadPair } from '../../compare/read/pair.js'
import type { CountedByControl } from './counted-by-control.js'
import type { FailedWrites } from './failed-writes.js'
import { readsApart } from './tables.js'
import type { UnmirroredWrites } from './unmirrored-writes.js'

/** Says whether a pair may differ because of its data rather than the code; undefined when nothing points to that. */
export type DataApart = (pair: ReadPair) => ApartBecause | undefined

/** What a run knows about data that only one stack holds. Each part may grow during the run. */
export interface DataKnown {
  readonly drifted?: ReadonlySet<string>
  readonly writtenByControl?: ReadonlySet<string>
  readonly unmirrored?: UnmirroredWrites
  readonly counted?: CountedByControl
  readonly failed?: FailedWrites
}

export function dataApart({ drifted, writtenByControl, unmirrored, counted, failed }: DataKnown): DataApart {
  return (pair) =>
    apart('drift', drifted && readsApart(pair, drifted)) ??
    apart('control-write', writtenByControl && readsApart(pair, writtenByControl)) ??
    apart('unmirrored-write', unmirrored?.shownBy(pair)) ??
    failed?.shownBy(pair) ??
    apart('control-count', counted?.shownBy(pair))
}

function apart(kind: ApartBecause['kind'], name: string | undefined): ApartBecause | undefined {
  return name === undefined ? undefined : { kind, name }
}
