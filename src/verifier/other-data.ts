import { countedByControl } from '../diagnose/unpaired/counted-by-control.js'
import { apartInWords } from '../diagnose/unpaired/apart-words.js'
import { dataApart, type DataApart } from '../diagnose/unpaired/data-apart.js'
import { failedWrites } from '../diagnose/unpaired/failed-writes.js'
import { namesOfTables } from '../diagnose/unpaired/tables.js'
import { unmirroredWrites } from '../diagnose/unpaired/unmirrored-writes.js'
import type { Request } from '../model/http.js'
import type { ApartBecause, Judgement } from '../model/judgement.js'
import type { Pair } from '../model/pair.js'
import type { RunNote } from '../model/run.js'
import type { UnmirroredWrite } from '../model/unmirrored-write.js'

/** Whether control works on legacy's own database or on a copy of it; `absent` if there is no control. */
export type ControlData = 'on-legacy' | 'on-a-copy' | 'absent'

/** Maximum number of names in a sentence; the rest is only counted. */
const maxNamed = 5

/** What a run learns of data that only one stack holds, and the notes on it when the run ends. */
export interface OtherData {
  readonly apart: DataApart
  readonly controlWrote: (route: string, tables: readonly string[]) => void
  readonly unmirrored: (write: UnmirroredWrite) => void
  readonly controlAsked: (request: Pick<Request, 'method' | 'target' | 'receivedAt'>) => void
  /** @param judgement of the pair, redacted. */
  readonly judged: (pair: Pair, judgement: Judgement) => void
  readonly notes: () => RunNote[]
}

/** @param drifted tables in which a drift check found rows that differ. */
export function otherData(drifted: readonly string[], control: ControlData): OtherData {
  const writtenByControl = new Set<string>()
  const unmirrored = unmirroredWrites()
  const counted = countedByControl()
  const failed = failedWrites()
  const writingRoutes = new Set<string>()
  const left = new Map<ApartBecause['kind'], Map<string, number>>()

  return {
    apart: dataApart({ drifted: namesOfTables(drifted), writtenByControl, unmirrored, counted, failed }),
    controlWrote(route, tables) {
      writingRoutes.add(route)
      for (const table of tables) writtenByControl.add(table)
    },
    unmirrored: (write) => unmirrored.took(write),
    controlAsked: (request) => counted.asked(request),
    judged(pair, { apart, sightings }) {
      failed.judged(pair, sightings)
      if (apart === undefined) return
      const names = left.get(apart.kind) ?? new Map<string, number>()
      left.set(apart.kind, names.set(apart.name, (names.get(apart.name) ?? 0) + 1))
    },
    notes: () => [
      ...(control === 'on-legacy' ? [note(controlOnLegacy)] : []),
      ...(writingRoutes.size === 0 ? [] : [note(controlWroteWords(writingRoutes, writtenByControl))]),
      ...[...left].map(([kind, names]) => note(leftWords(kind, names))),
    ],
  }
}

/** A note in each report, because what control does cannot be seen everywhere. */
const controlOnLegacy =
  "Control works on legacy's own database, where a page that writes writes twice. With a copy, say control.copy: true."

function note(sentence: string): RunNote {
  return { kind: 'data', sentence }
}

function controlWroteWords(routes: ReadonlySet<string>, tables: ReadonlySet<string>): string {
  return (
    `Control wrote to legacy's database: ${listed([...routes])} changed ${listed([...tables])}. ` +
    'Control was asked there no more; let it work on a copy of the database.'
  )
}

function leftWords(kind: ApartBecause['kind'], names: ReadonlyMap<string, number>): string {
  const pairs = [...names.values()].reduce((sum, count) => sum + count, 0)
  const counted = pairs === 1 ? '1 pair that differs was' : `${pairs} pairs that differ were`
  return `${counted} not compared: ${apartInWords[kind](listed([...names.keys()]))}.`
}

function listed(names: readonly string[]): string {
  const more = names.length - maxNamed
  return names.slice(0, maxNamed).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
