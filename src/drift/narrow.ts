import { differencesOf, extra, keyOfName, missingOrChanged, type RowDifference, type RowHashes } from './rows.js'
import type { Key, Range } from './range.js'

/** What a range holds on one side: equal counts and sums mean equal rows, but for one case in 2^64. */
export interface Summary {
  readonly rows: number
  /** Sum of the first 64 bits of the rows' hashes, as digits: the order of rows does not matter, and doubles count twice. */
  readonly sum: string
}

/** One side's table, read by its key. */
export interface TableReader {
  /** The last key of the first rows of a range, so many at the most, in this server's order; undefined where the range is empty. */
  bound(range: Range, max: number): Promise<Key | undefined>
  summary(range: Range): Promise<Summary>
  /** All rows of a range. */
  rows(range: Range): Promise<RowHashes>
  /** The rows of these keys that there are. */
  rowsOf(keys: readonly Key[]): Promise<RowHashes>
}

export interface Readers {
  readonly legacy: TableReader
  readonly candidate: TableReader
}

/** A step of a walk: rows that it read, and what differs among them. */
export interface Step {
  readonly legacyRows: number
  readonly candidateRows: number
  readonly differences: readonly RowDifference[]
  /** It differs and was not looked into: `differences` is empty. */
  readonly unexamined?: boolean
}

export interface WalkOptions {
  /** Rows of a step. */
  readonly chunk: number
  /** Asked when a step differs: false leaves it at that. It may wait, so that a replica catches up: then the step is asked again. */
  readonly examine: () => Promise<'as-it-is' | 'again' | 'no'>
}

/** Up to so many rows are read one by one; a range of more is split first. */
export const leafRows = 500
/** Parts that a range is split into. */
const parts = 8
/** Halved twice at each level, no range of any table needs more; rows that come in faster than they are split do. */
const maxLevels = 40

/** Both tables in steps of the same key bounds: sound where both servers sort the key alike. */
export async function* walkRanges(readers: Readers, { chunk, examine }: WalkOptions): AsyncGenerator<Step> {
  const { legacy, candidate } = readers
  for (let after: Key | undefined; ;) {
    const rest: Range = after === undefined ? {} : { after }
    // Behind legacy's last row the candidate may have any number of its own.
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

/** The rows that differ in a range whose summaries do. */
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

/** A range in parts of so many rows of one side. */
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
 * For keys that the two servers sort otherwise: legacy's rows in legacy's order, each looked up at the candidate. Only where the
 * candidate has more rows than were found there, its own are looked up at legacy.
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

/** One side's rows, found or not at the other; asked again where that may help. */
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

/** Rows of a table, counted in steps. */
async function countOf(reader: TableReader): Promise<number> {
  let rows = 0
  for await (const part of split(reader, {}, 20 * leafRows)) rows += (await reader.summary(part)).rows
  return rows
}
