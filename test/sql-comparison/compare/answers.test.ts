import fc from 'fast-check'
import { expect, test } from '@jest/globals'
import { sqlDifferences } from '../../../src/sql-comparison/compare/answers.js'
import { valuesOf } from '../../../src/sql-comparison/compare/wire-row.js'
import type { StatementAnswer } from '../../../src/sql-comparison/model.js'
import { aColumn, aFailure, anAnswer, aRow } from '../../support/sql-answers.js'

function kinds(sql: string, legacy: StatementAnswer, candidate: StatementAnswer): string[] {
  return sqlDifferences(sql, legacy, candidate, undefined).map(({ kind }) => kind)
}

test('the same answer is no difference, and neither is the same error in other words', () => {
  const same = anAnswer(['a'], [[1], [null]])
  expect(kinds('SELECT a FROM t', same, anAnswer(['a'], [[1], [null]]))).toEqual([])
  expect(kinds('SELECT b FROM t', aFailure(1054, 'one'), aFailure(1054, 'other'))).toEqual([])
})

test('errors: on one side, or another one', () => {
  expect(kinds('SELECT 1', anAnswer(), aFailure(1064))).toEqual(['candidate-fails'])
  expect(kinds('SELECT 1', aFailure(1064), anAnswer())).toEqual(['legacy-fails'])
  expect(kinds('SELECT 1', aFailure(1064), aFailure(1055))).toEqual(['other-error'])
})

test('rows: without ORDER BY their order is nobody’s, with GROUP BY it was sorted, with ORDER BY it is decided', () => {
  const [there, back] = [anAnswer(['a'], [[1], [2]]), anAnswer(['a'], [[2], [1]])]
  expect(kinds('SELECT a FROM t', there, back)).toEqual(['order-undecided'])
  expect(kinds('SELECT a FROM t GROUP BY a', there, back)).toEqual(['order-of-groups'])
  expect(kinds('SELECT a FROM t ORDER BY a', there, back)).toEqual(['order'])
  expect(kinds('SELECT a FROM t ORDER BY LOWER(b)', there, back)).toEqual(['order'])
  expect(kinds('SELECT a FROM t GROUP BY a ORDER BY NULL', there, back)).toEqual(['order-undecided'])
})

test('rows that ORDER BY holds equal may change places, others may not', () => {
  const legacy = anAnswer(['p', 'id'], [[1, 1], [1, 2], [2, 3]]) // prettier-ignore
  expect(kinds('SELECT p, id FROM t ORDER BY p', legacy, anAnswer(['p', 'id'], [[1, 2], [1, 1], [2, 3]]))).toEqual(['order-undecided']) // prettier-ignore
  expect(kinds('SELECT p, id FROM t ORDER BY 1', legacy, anAnswer(['p', 'id'], [[1, 1], [2, 3], [1, 2]]))).toEqual(['order']) // prettier-ignore
  const [upper, lower] = [anAnswer(['n'], [['É'], ['e']]), anAnswer(['n'], [['e'], ['É']])]
  expect(kinds('SELECT n FROM t ORDER BY n', upper, lower)).toEqual(['order-undecided'])
})

test('LIMIT: any rows are right without ORDER BY, those at its edge with ties, none where the keys are not seen', () => {
  const legacy = anAnswer(['p', 'id'], [[1, 1], [2, 2]]) // prettier-ignore
  const other = anAnswer(['p', 'id'], [[1, 1], [2, 9]]) // prettier-ignore
  expect(kinds('SELECT p, id FROM t LIMIT 2', legacy, other)).toEqual(['nondeterministic'])
  expect(kinds('SELECT p, id FROM t ORDER BY p LIMIT 2', legacy, other)).toEqual(['order-undecided'])
  expect(kinds('SELECT p, id FROM t ORDER BY x LIMIT 2', legacy, other)).toEqual(['rows-at-limit'])
  expect(kinds('SELECT p, id FROM t GROUP BY p LIMIT 2', legacy, other)).toEqual(['order-of-groups'])
  expect(kinds('SELECT p, id FROM t ORDER BY p LIMIT 2', legacy, anAnswer(['p', 'id'], [[1, 1], [3, 2]]))).toEqual(['rows']) // prettier-ignore
  expect(kinds('SELECT p, id FROM t LIMIT 2', legacy, anAnswer(['p', 'id'], [[1, 1]]))).toEqual(['rows'])
})

test('last digits of floating point numbers are told apart from other values, and only of those', () => {
  const float = aColumn('f', { type: 5 })
  expect(kinds('SELECT f FROM t', anAnswer([float], [['0.30000000000000004']]), anAnswer([float], [['0.3']]))).toEqual(['float-noise']) // prettier-ignore
  expect(kinds('SELECT f FROM t', anAnswer([float], [['0.31']]), anAnswer([float], [['0.3']]))).toEqual(['rows'])
  expect(kinds('SELECT f FROM t', anAnswer(['f'], [['0.30000000000000004']]), anAnswer(['f'], [['0.3']]))).toEqual(['rows']) // prettier-ignore
})

test('NULL is not the empty text, and not the text NULL', () => {
  for (const value of ['', 'NULL', 0]) expect(kinds('SELECT a', anAnswer(['a'], [[null]]), anAnswer(['a'], [[value]]))).toEqual(['rows']) // prettier-ignore
})

test('columns and types: names letter by letter, types by what a client makes of them', () => {
  expect(kinds('SELECT a', anAnswer(['table_name'], [[1]]), anAnswer(['TABLE_NAME'], [[1]]))).toEqual(['columns'])
  expect(kinds('SELECT *', anAnswer(['a'], [[1]]), anAnswer(['a', 'b'], [[1, 2]]))).toEqual(['columns'])
  const [int, big] = [aColumn('a', { type: 3, charset: 63 }), aColumn('a', { type: 8, charset: 63 })]
  expect(kinds('SELECT a', anAnswer([int], [[1]]), anAnswer([big], [[1]]))).toEqual(['types'])
  const [utf8, utf8mb4] = [aColumn('a', { charset: 33 }), aColumn('a', { charset: 255 })]
  expect(kinds('SELECT a', anAnswer([utf8], [[1]]), anAnswer([utf8mb4], [[1]]))).toEqual([])
})

test('warnings by their codes; what only the candidate will take away later is no harm', () => {
  const warned = (code: number): StatementAnswer =>
    anAnswer([], [], { warningCount: 1, warnings: [{ level: 'Warning', code, message: '' }] })
  expect(kinds('SELECT 1', warned(1292), anAnswer())).toEqual(['warnings'])
  expect(kinds('SELECT 1', anAnswer(), warned(1287))).toEqual(['deprecations'])
  expect(kinds('SELECT 1', warned(1292), warned(1292))).toEqual([])
})

test('where the answer is left open, other rows are told and are no harm, other columns are', () => {
  const found = sqlDifferences('SELECT NOW() a', anAnswer(['a'], [['1']]), anAnswer(['A'], [['2']]), 'clock')
  expect(found.map(({ kind }) => kind)).toEqual(['columns', 'nondeterministic'])
})

test('an answer too large to be kept is compared by its hashes', () => {
  const beyond = (inOrder: string, inAnyOrder: string): StatementAnswer =>
    anAnswer(['a'], [[1]], { beyond: { rows: 9, inOrder, inAnyOrder } })
  expect(kinds('SELECT a FROM t', beyond('x', 'y'), beyond('x', 'y'))).toEqual([])
  expect(kinds('SELECT a FROM t', beyond('x', 'y'), beyond('z', 'y'))).toEqual(['order-undecided'])
  expect(kinds('SELECT a FROM t ORDER BY a', beyond('x', 'y'), beyond('z', 'y'))).toEqual(['order'])
  expect(kinds('SELECT a FROM t', beyond('x', 'y'), beyond('z', 'w'))).toEqual(['rows'])
})

const cells = fc.array(fc.oneof(fc.constant(null), fc.string({ maxLength: 400, unit: 'binary-ascii' })), {
  minLength: 1,
})

test('a row is read as it was written', () => {
  fc.assert(fc.property(cells, (values) => expect(valuesOf(aRow(...values))).toEqual(values)))
})

test('shuffled rows are never other rows', () => {
  const row = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom('a', 'b', null))
  const both = fc
    .array(row, { maxLength: 12 })
    .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })))
  fc.assert(
    fc.property(both, ([legacy, candidate]) => {
      const found = kinds('SELECT * FROM t', anAnswer(['a', 'b'], legacy), anAnswer(['a', 'b'], candidate))
      expect(found.every((kind) => kind === 'order-undecided')).toBe(true)
    }),
  )
})
