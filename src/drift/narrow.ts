import { differencesOf, extra, keyOfName, missingOrChanged, type RowDifference, type RowHashes } from './rows.js'
import type { Key, Range } from './range.js'

/** Content of a range on one side: equal counts and sums mean equal rows, except in one case in 2^64. */
export interface Summary {
  readonly rows: number
  /** Sum of the first 64 bits of each row's hash, as digits: independent of the rows' order, and duplicates count twice. */
  readonly sum: string
}

/** One side's table, read by its key. */
export interface TableReader {
  /** Returns the last key among the first `max` rows of a range, in this server's order; undefined when the range is empty. */
  bound(range: Range, max: number): Promise<Key | undefined>
  summary(range: Range): Promise<Summary>
  /** Returns all rows of a range. */
  rows(range: Range): Promise<RowHashes>
  /** Returns those rows of the given keys that exist. */
  rowsOf(keys: readonly Key[]): Promise<RowHashes>
}

export interface Readers {
  readonly legacy: TableReader
  readonly candidate: TableReader
}

/** One step of a walk: how many rows it read, and which of them differ. */
export interface Step {
  readonly legacyRows: number
  readonly candidateRows: number
  readonly differences: readonly RowDifference[]
  /** True when the step differs but was not examined: `differences` is empty. */
  readonly unexamined?: boolean
}

export interface WalkOptions {
  /** Rows per step. */
  readonly chunk: number
  /**
   * Decides what to do about a step that differs: `as-it-is` examines it, `again` reads it once more before that, `no` does not examine
   * it. May wait before it answers `again`, so that a replica catches up.
   */
  readonly examine: () => Promise<'as-it-is' | 'again' | 'no'>
}

/** Max rows of a range that is read row by row; a larger range is split first. */
export const leafRows = 500
/** Parts that a range is split into. */
const parts = 8
/** Max levels of splitting. Two levels make a range eight times smaller, so only rows inserted faster than they are split need more. */
const maxLevels = 40

/** Walks both tables in steps with the same key bounds, which is sound only when both servers sort the key alike. */
export async function* walkRanges(readers: Readers, { chunk, examine }: WalkOptions): AsyncGenerator<Step> {
  const { legacy, candidate } = readers
  for (let after: Key | undefined; ;) {
    const rest: Range = after === undefined ? {} : { after }
    // After legacy's last row, the candidate may have any number of rows of its own.
    const upTo: Key | undefined = (await legacy.bound(rest, chunk)) ?? (await candidate.bound(rest, chunk))
    yield await compareRange(readers, upTo === undefined ? rest : { ...rest, upTo }, examine)
    if (upTo === undefined) return
    after = upTo
  }
}

async function compareRange(readers: Readers, range: Range, examine: WalkOptions['examine']): Promise<Step> {
  let both = await summaries(readers, range)
  let differences: RowDifference[] = []
  let examined: Awaited<ReturnType<WalkOptions['examine']>> | undefined
  if (!same(both)) {
    examined = await examine()
    if (examined === 'again') both = await summaries(readers, range)
    if (examined !== 'no' && !same(both)) differences = await narrow(readers, range, both)
  }
  const step = { legacyRows: both[0].rows, candidateRows: both[1].rows, differences }
  return examined === 'no' ? { ...step, unexamined: true } : step
}

type Both = readonly [legacy: Summary, candidate: Summary]

async function summaries({ legacy, candidate }: Readers, range: Range): Promise<Both> {
  return Promise.all([legacy.summary(range), candidate.summary(range)])
}

function same([legacy, candidate]: Both): boolean {
  return legacy.rows === candidate.rows && legacy.sum === candidate.sum
}

/** Returns the rows that differ in a range whose summaries differ. */
export async function narrow(readers: Readers, range: Range, both: Both, level = 0): Promise<RowDifference[]> {
  const [inLegacy, inCandidate] = [both[0].rows, both[1].rows]
  const max = Math.max(inLegacy, inCandidate)
  if (max <= leafRows || level >= maxLevels) {
    const [legacy, candidate] = await Promise.all([readers.legacy.rows(range), readers.candidate.rows(range)])
    return differencesOf(legacy, candidate)
  }
  const larger = inLegacy >= inCandidate ? readers.legacy : readers.candidate
  const found: RowDifference[] = []
  for await (const part of split(larger, range, Math.max(leafRows, Math.ceil(max / parts)))) {
    const ofPart = await summaries(readers, part)
    if (!same(ofPart)) found.push(...(await narrow(readers, part, ofPart, level + 1)))
  }
  return found
}

/** Splits a range into parts that each hold `rows` rows of one side. */
async function* split(reader: TableReader, range: Range, rows: number): AsyncGenerator<Range> {
  for (let rest = range; ;) {
    const upTo = await reader.bound(rest, rows)
    if (upTo === undefined) {
      yield rest
      return
    }
    yield { ...rest, upTo }
    rest = { ...rest, after: upTo }
  }
}

/**
 * Walks tables whose key the two servers sort differently: legacy's rows in legacy's order, each looked up on the candidate. The
 * candidate's own rows are looked up on legacy only when their number is not the number found that way.
 */
export async function* walkLookups(readers: Readers, { examine }: WalkOptions): AsyncGenerator<Step> {
  const { legacy, candidate } = readers
  let inBoth = 0
  for await (const rows of inOwnOrder(legacy)) {
    const step = await lookUp(rows, (keys) => candidate.rowsOf(keys), missingOrChanged, examine)
    inBoth += rows.size - step.differences.filter(({ what }) => what === 'missing').length
    yield { ...step, legacyRows: rows.size, candidateRows: 0 }
  }
  const total = await countOf(candidate)
  yield { legacyRows: 0, candidateRows: total, differences: [] }
  if (total === inBoth) return
  for await (const rows of inOwnOrder(candidate)) {
    const step = await lookUp(
      rows,
      (keys) => legacy.rowsOf(keys),
      (own, others) => extra(others, own),
      examine,
    )
    yield { ...step, legacyRows: 0, candidateRows: 0 }
  }
}

/** Compares one side's rows with the same rows of the other side; asks the other side again when `examine` says so. */
async function lookUp(
  rows: RowHashes,
  ask: (keys: readonly Key[]) => Promise<RowHashes>,
  compare: (rows: RowHashes, others: RowHashes) => RowDifference[],
  examine: WalkOptions['examine'],
): Promise<Pick<Step, 'differences'>> {
  const keys = [...rows.keys()].map(keyOfName)
  const differences = compare(rows, await ask(keys))
  if (differences.length === 0 || (await examine()) !== 'again') return { differences }
  return { differences: compare(rows, await ask(keys)) }
}

async function* inOwnOrder(reader: TableReader): AsyncGenerator<RowHashes> {
  for await (const part of split(reader, {}, leafRows)) {
    const rows = await reader.rows(part)
    if (rows.size > 0) yield rows
  }
}

/** Counts the rows of a table in steps. */
async function countOf(reader: TableReader): Promise<number> {
  let rows = 0
  for await (const part of split(reader, {}, 20 * leafRows)) rows += (await reader.summary(part)).rows
  return rows
}
