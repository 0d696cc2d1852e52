import type { DriftReport, TableDrift } from './model.js'
import { checkTable, noColumns, nothingFound, type Sides, type TableOptions } from './check-table.js'
import { pace, type PaceSettings } from './pace.js'
import { chosenTables, type TableChoice } from './choice.js'
import { tableNames } from './schema.js'

export interface DriftOptions extends TableOptions, PaceSettings, TableChoice {}

export interface DriftEvents {
  /** Called while a table is being read. @param at Number of the table, from 1. @param rows Rows read so far. */
  readonly reading: (table: string, at: number, tables: number, rows: number) => void
  readonly read: (drift: TableDrift) => void
  /** Called once per second while the check waits for a busy server to calm down. */
  readonly busy: (side: string, threads: number) => void
}

/** Compares the rows of both databases, table by table. The report says what was left undone when a server was lost or the signal aborted. */
export async function checkDrift(
  sides: Sides,
  options: DriftOptions,
  events: DriftEvents,
  signal: AbortSignal,
): Promise<DriftReport> {
  const startedAt = new Date().toISOString()
  const [inLegacy, inCandidate] = await Promise.all([tableNames(sides.legacy), tableNames(sides.candidate)])
  const chosen = chosenTables([...inLegacy, ...inCandidate], options)
  const breathe = pace(
    [sides.legacy, sides.candidate],
    options,
    ({ name }, threads) => events.busy(name, threads),
    signal,
  )
  const [legacyHas, candidateHas] = [new Set(inLegacy), new Set(inCandidate)]
  const tables: TableDrift[] = []
  let ended: string | undefined
  let next: string | undefined

  const check = async (table: string, at: number): Promise<TableDrift> => {
    if (!candidateHas.has(table)) return untouched(table, 'only-legacy')
    if (!legacyHas.has(table)) return untouched(table, 'only-candidate')
    if (ended === undefined && signal.aborted) ended = 'It was stopped.'
    if (ended !== undefined) {
      next ??= table
      return untouched(table, 'unchecked')
    }
    const reading = (rows: number): void => events.reading(table, at + 1, chosen.length, rows)
    reading(0)
    const { drift, lost } = await checkTable(sides, table, options, breathe, reading, signal)
    if (lost !== undefined) ended = lost
    else if (signal.aborted && drift.why !== undefined) ended = 'It was stopped.'
    if (ended !== undefined) next ??= table
    return drift
  }
  for (const [at, table] of chosen.entries()) {
    const drift = await check(table, at)
    tables.push(drift)
    if (drift.state !== 'unchecked') events.read(drift)
  }
  return {
    schema: 1,
    startedAt,
    endedAt: new Date().toISOString(),
    complete: ended === undefined && tables.every(({ state, why }) => state !== 'unreadable' && why === undefined),
    ...(ended === undefined ? {} : { ended }),
    ...(next === undefined ? {} : { next }),
    legacy: sides.legacy.described,
    candidate: sides.candidate.described,
    tables,
  }
}

function untouched(table: string, state: TableDrift['state']): TableDrift {
  return { table, state, ...nothingFound, columns: noColumns, seconds: 0 }
}
