import { isSosieError } from '../base/errors.js'
import type { TableDrift } from './model.js'
import { findings, type Found } from './findings.js'
import { walkLookups, walkRanges, type WalkOptions } from './narrow.js'
import { rest, type Breathe } from './pace.js'
import { planOf, type TablePlan } from './plan.js'
import { summaryOf, tableReader } from './reader.js'
import { readTable } from './schema.js'
import { errnoOf, type Side } from './side.js'
import { ranOutOfTime } from '../sql/ran-out-of-time.js'

export interface TableOptions {
  /** Rows per step. */
  readonly chunk: number
  /** Max differing rows of a table that are listed. */
  readonly keys: number
  /** Milliseconds to wait before a step that differs is read again: as long as replication may lag behind. 0 does not read it again. */
  readonly lagMs: number
}

export interface Sides {
  readonly legacy: Side
  readonly candidate: Side
}

/** Number of differing rows of a table after which chunks that differ are no longer examined: nobody fixes so many one by one. */
export const maxDifferences = 10_000

export const nothingFound: Found = {
  legacyRows: 0,
  candidateRows: 0,
  missing: 0,
  extra: 0,
  changed: 0,
  exact: true,
  rows: [],
}
export const noColumns = { onlyLegacy: [], onlyCandidate: [], otherType: [] } as const

/** Result of checking one table, with the error message when the loss of a server ended the check. */
export interface CheckedTable {
  readonly drift: TableDrift
  readonly lost?: string
}

/**
 * Compares one table on both sides.
 *
 * @param progress Called with the number of legacy's rows read so far.
 */
export async function checkTable(
  sides: Sides,
  table: string,
  options: TableOptions,
  breathe: Breathe,
  progress: (rows: number) => void,
  signal: AbortSignal,
): Promise<CheckedTable> {
  const started = performance.now()
  let plan: TablePlan | undefined
  let found = nothingFound
  const result = (state: TableDrift['state'], why?: string): TableDrift => ({
    table,
    state,
    ...(plan === undefined ? {} : { walk: plan.walk }),
    ...found,
    columns: plan?.differing ?? noColumns,
    ...(why === undefined ? {} : { why }),
    seconds: Math.round(performance.now() - started) / 1000,
  })
  const cutShort = (why: string, otherwise: 'unreadable' | 'unchecked'): TableDrift => {
    found = { ...found, exact: false }
    return result(isDrifted(found) ? 'drifted' : otherwise, why)
  }
  try {
    plan = planOf(await readTable(sides.legacy, table), await readTable(sides.candidate, table))
    const walk = plan.walk === 'whole' ? wholeTable(sides, plan) : stepwise(sides, plan, plan.walk, options, signal)
    for await (const now of walk) {
      found = now
      progress(found.legacyRows)
      if (signal.aborted) return { drift: cutShort('the check was stopped before its end', 'unchecked') }
      await breathe()
    }
    return { drift: result(isDrifted(found) ? 'drifted' : 'in-step') }
  } catch (error) {
    if (isSosieError(error))
      return { drift: cutShort('the server was lost before its end', 'unchecked'), lost: error.message }
    return { drift: cutShort(reasonOf(error), 'unreadable') }
  }
}

async function* stepwise(
  { legacy, candidate }: Sides,
  plan: TablePlan,
  walk: 'ranges' | 'lookups',
  { chunk, keys, lagMs }: TableOptions,
  signal: AbortSignal,
): AsyncGenerator<Found> {
  const readers = { legacy: tableReader(legacy, plan.legacy), candidate: tableReader(candidate, plan.candidate) }
  const all = findings(readers, plan, keys)
  const examine: WalkOptions['examine'] = async () => {
    if (all.count() >= maxDifferences) return 'no'
    if (lagMs === 0) return 'as-it-is'
    await rest(lagMs, signal)
    return 'again'
  }
  for await (const step of walk === 'ranges'
    ? walkRanges(readers, { chunk, examine })
    : walkLookups(readers, { chunk, examine })) {
    await all.add(step)
    yield all.found()
  }
}

/** Compares tables without a common key. Rows have no names then: only a minimum of how many differ is known. */
async function* wholeTable({ legacy, candidate }: Sides, plan: TablePlan): AsyncGenerator<Found> {
  const [one, other] = await Promise.all([summaryOf(legacy, plan.legacy, ''), summaryOf(candidate, plan.candidate, '')])
  const more = one.rows - other.rows
  yield {
    ...nothingFound,
    legacyRows: one.rows,
    candidateRows: other.rows,
    missing: Math.max(0, more),
    extra: Math.max(0, -more),
    // The same number of rows but a different sum: at least one row differs.
    changed: more === 0 && one.sum !== other.sum ? 1 : 0,
    exact: one.sum === other.sum,
  }
}

function isDrifted({ missing, extra, changed }: Found): boolean {
  return missing + extra + changed > 0
}

const reasons: Readonly<Record<number, string>> = {
  1054: 'its columns were altered during the check',
  1142: 'the user may not read it',
  1143: 'the user may not read all its columns',
  1146: 'it was dropped or renamed during the check',
  1205: 'somebody holds a lock on it',
  1412: 'its definition was changed during the check',
}

const tooLong = 'a statement took too long: give a smaller --chunk, or a longer --statement-timeout'

function reasonOf(error: unknown): string {
  const errno = errnoOf(error)
  const message = error instanceof Error ? error.message : String(error)
  const known = ranOutOfTime(errno, message) ? tooLong : reasons[errno]
  return known === undefined ? message : `${known} (${message})`
}
