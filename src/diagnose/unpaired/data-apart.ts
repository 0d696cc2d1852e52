import type { ApartBecause } from '../../model/judgement.js'
import type { ReadPair } from '../../compare/read/pair.js'
import type { CountedByControl } from './counted-by-control.js'
import type { FailedWrites } from './failed-writes.js'
import { readsApart } from './tables.js'
import type { UnmirroredWrites } from './unmirrored-writes.js'

/** Says whether what a pair shows may be the data's doing and not the code's; undefined where nothing points to that. */
export type DataApart = (pair: ReadPair) => ApartBecause | undefined

/** What a run knows of data that only one stack holds. Each part may grow while it runs. */
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
