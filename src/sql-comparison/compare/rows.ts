import type { SqlDifferenceKind } from '../../model/sql-difference.js'
import type { ResultColumn, StatementAnswer } from '../model.js'
import { rowOrderOf, type RowOrder, type SortKey } from '../../sql/row-order.js'
import { valuesOf } from './wire-row.js'

/** How the rows of two answers differ, and the rows that show it. */
export interface RowDifference {
  readonly kind: SqlDifferenceKind
  readonly detail: string
  readonly legacy: readonly Buffer[]
  readonly candidate: readonly Buffer[]
}

/** Max rows of each side in an example. */
const shownRows = 5
/** Max relative difference between FLOATs and DOUBLEs, by protocol type: servers round the last digit differently. */
const floatTolerance: Readonly<Record<number, number>> = { 4: 1e-5, 5: 1e-13 }

/** Compares the rows of two answers; undefined when both sides have the same rows in the same order. */
export function rowDifference(
  sql: string,
  legacy: StatementAnswer,
  candidate: StatementAnswer,
): RowDifference | undefined {
  if (legacy.beyond !== undefined || candidate.beyond !== undefined) return beyondDifference(sql, legacy, candidate)
  if (sameSequence(legacy.rows, candidate.rows)) return undefined
  const order = rowOrderOf(sql)
  const only = onlyOnOneSide(legacy.rows, candidate.rows)
  if (only.legacy.length + only.candidate.length === 0) return inAnotherOrder(order, legacy, candidate)
  if (isFloatNoise(only, legacy, candidate))
    return { kind: 'float-noise', detail: 'Only the last digits of floating point numbers.', ...shown(only) }
  return otherRows(order, only, legacy, candidate)
}

function sameSequence(legacy: readonly Buffer[], candidate: readonly Buffer[]): boolean {
  return legacy.length === candidate.length && legacy.every((row, at) => candidate[at]?.equals(row) === true)
}

interface Sides {
  readonly legacy: readonly Buffer[]
  readonly candidate: readonly Buffer[]
}

function shown({ legacy, candidate }: Sides): Sides {
  return { legacy: legacy.slice(0, shownRows), candidate: candidate.slice(0, shownRows) }
}

/** Returns the rows that remain on either side after each row is paired with an equal one on the other. */
function onlyOnOneSide(legacy: readonly Buffer[], candidate: readonly Buffer[]): Sides {
  const counts = new Map<string, number>()
  for (const row of candidate) {
    const key = row.toString('latin1')
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const takes = (row: Buffer): boolean => {
    const key = row.toString('latin1')
    const left = counts.get(key) ?? 0
    if (left > 0) counts.set(key, left - 1)
    return left > 0
  }
  const onlyLegacy = legacy.filter((row) => !takes(row))
  return { legacy: onlyLegacy, candidate: candidate.filter(takes) }
}

function inAnotherOrder(order: RowOrder, legacy: StatementAnswer, candidate: StatementAnswer): RowDifference {
  const sides = shown(
    legacy.rows.length <= shownRows
      ? { legacy: legacy.rows, candidate: candidate.rows }
      : firstApart(legacy.rows, candidate.rows),
  )
  if (order.keys === undefined) {
    if (order.grouped)
      return {
        kind: 'order-of-groups',
        detail: 'The same rows, no longer sorted by the columns of GROUP BY.',
        ...sides,
      }
    return { kind: 'order-undecided', detail: 'The same rows in another order; no ORDER BY decides it.', ...sides }
  }
  const decided = keysOf(order.keys, legacy, candidate)
  if (decided?.same === true)
    return { kind: 'order-undecided', detail: 'Rows that ORDER BY holds equal changed places.', ...sides }
  return { kind: 'order', detail: 'The same rows in another order, though ORDER BY decides it.', ...sides }
}

function firstApart(legacy: readonly Buffer[], candidate: readonly Buffer[]): Sides {
  const at = legacy.findIndex((row, index) => candidate[index]?.equals(row) !== true)
  return { legacy: legacy.slice(at), candidate: candidate.slice(at) }
}

function otherRows(order: RowOrder, only: Sides, legacy: StatementAnswer, candidate: StatementAnswer): RowDifference {
  const sides = shown(only)
  const [before, after] = [legacy.rows.length, candidate.rows.length]
  if (before === after && order.limited) {
    if (order.keys === undefined && order.grouped)
      return {
        kind: 'order-of-groups',
        detail: 'LIMIT took other groups: they are no longer sorted by GROUP BY.',
        ...sides,
      }
    if (order.keys === undefined)
      return { kind: 'nondeterministic', detail: 'LIMIT without ORDER BY: any rows are right.', ...sides }
    if (keyReader(order.keys, legacy.columns) === undefined)
      return {
        kind: 'rows-at-limit',
        detail:
          'LIMIT took other rows; what ORDER BY sorts by is not in the answer, so perhaps rows that it holds equal.',
        ...sides,
      }
    if (areTiesAtTheEdge(order.keys, only, legacy, candidate))
      return { kind: 'order-undecided', detail: 'LIMIT cuts among rows that ORDER BY holds equal.', ...sides }
  }
  const detail =
    before === after ? `${only.legacy.length} of ${before} rows are others.` : `${before} rows became ${after}.`
  return { kind: 'rows', detail, ...sides }
}

/** Returns a function that gives a row's sort keys as one text; undefined when a key is not among the columns. */
function keyReader(keys: readonly SortKey[], columns: readonly ResultColumn[]): ((row: Buffer) => string) | undefined {
  const places = keys.map((key) => placeOf(key, columns))
  if (places.some((place) => place === -1)) return undefined
  return (row) => {
    const values = valuesOf(row)
    // Folded because rows that a collation considers equal may change places.
    return JSON.stringify(places.map((place) => folded(values[place] ?? null)))
  }
}

function placeOf(key: SortKey, columns: readonly ResultColumn[]): number {
  if (key === 'unknown') return -1
  if ('place' in key) return key.place <= columns.length ? key.place - 1 : -1
  const name = key.column.toLowerCase()
  return columns.findIndex((column) => column.name.toLowerCase() === name)
}

function folded(value: string | null): string | null {
  if (value === null) return null
  const text = Buffer.from(value, 'latin1').toString('utf8')
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trimEnd()
}

function keysOf(
  keys: readonly SortKey[],
  legacy: StatementAnswer,
  candidate: StatementAnswer,
): { same: boolean } | undefined {
  const [ofLegacy, ofCandidate] = [keyReader(keys, legacy.columns), keyReader(keys, candidate.columns)]
  if (ofLegacy === undefined || ofCandidate === undefined) return undefined
  return { same: legacy.rows.every((row, at) => ofLegacy(row) === ofCandidate(candidate.rows[at] ?? row)) }
}

/** True when the keys come in the same sequence, and the rows that differ have the key of a row where LIMIT or OFFSET cuts. */
function areTiesAtTheEdge(
  keys: readonly SortKey[],
  only: Sides,
  legacy: StatementAnswer,
  candidate: StatementAnswer,
): boolean {
  const keyOf = keyReader(keys, legacy.columns)
  if (keyOf === undefined || keysOf(keys, legacy, candidate)?.same !== true) return false
  const edges = [legacy.rows[0], legacy.rows.at(-1)].map((row) => (row === undefined ? '' : keyOf(row)))
  return [...only.legacy, ...only.candidate].every((row) => edges.includes(keyOf(row)))
}

function isFloatNoise(only: Sides, legacy: StatementAnswer, candidate: StatementAnswer): boolean {
  if (only.legacy.length !== only.candidate.length || only.legacy.length === 0) return false
  const tolerances = legacy.columns.map(({ type }, at) =>
    candidate.columns[at]?.type === type ? (floatTolerance[type] ?? 0) : 0,
  )
  if (tolerances.every((tolerance) => tolerance === 0)) return false
  return only.legacy.every((row, index) => {
    const [before, after] = [valuesOf(row), valuesOf(only.candidate[index] ?? row)]
    return before.every((value, at) => value === after[at] || isNear(value, after[at] ?? null, tolerances[at] ?? 0))
  })
}

function isNear(before: string | null, after: string | null, tolerance: number): boolean {
  if (before === null || after === null || tolerance === 0) return false
  const [one, other] = [Number(before), Number(after)]
  return Math.abs(one - other) <= tolerance * Math.max(Math.abs(one), Math.abs(other))
}

function beyondDifference(sql: string, legacy: StatementAnswer, candidate: StatementAnswer): RowDifference | undefined {
  const [before, after] = [legacy.beyond, candidate.beyond]
  if (before?.inOrder === after?.inOrder && before?.rows === after?.rows) return undefined
  const sides = shown(firstApart(legacy.rows, candidate.rows))
  const count = (answer: StatementAnswer): number => answer.beyond?.rows ?? answer.rows.length
  if (before === undefined || before.inAnyOrder !== after?.inAnyOrder) {
    const detail = `${count(legacy)} rows became ${count(candidate)}, or others: the answer is too large to be kept, its hash is another.`
    return { kind: 'rows', detail, ...sides }
  }
  const { keys, grouped } = rowOrderOf(sql)
  const kind = keys !== undefined ? 'order' : grouped ? 'order-of-groups' : 'order-undecided'
  return { kind, detail: 'The same rows in another order, by the hash of an answer too large to be kept.', ...sides }
}
