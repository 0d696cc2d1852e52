import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { busySpans, rowsOf, runsOf } from '../../src/views/statement-runs.js'
import { aReportedStatement, aSequence, anExampleSql } from '../support/statements.js'

const of = (...texts: readonly string[]) => texts.map((sql) => aReportedStatement({ sql }))
const read = (id: number): string => `SELECT n FROM t WHERE id = ${id}`
const price = (id: number): string => `SELECT p FROM prices WHERE id = ${id}`
const told = (...runs: readonly string[]) => runs.map((sql) => aReportedStatement({ sql }).digest)

describe('loops are folded', () => {
  test('one shape again and again is one run, whatever its values', () => {
    const runs = runsOf(of('SELECT 1', ...[1, 2, 3, 4].map(read), 'SELECT x FROM y'))
    expect(runs.map(({ statements, ms }) => [statements.length, ms])).toEqual([
      [1, 1],
      [4, 4],
      [1, 1],
    ])
  })

  test('two shapes by turns are two runs of one loop', () => {
    const runs = runsOf(of(...[1, 2, 3].flatMap((id) => [read(id), price(id)])))
    expect(runs.map(({ digest }) => digest)).toEqual(told(read(1), price(1)))
    expect(runs.map(({ statements, shapesInLoop }) => [statements.length, shapesInLoop])).toEqual([
      [3, 2],
      [3, 2],
    ])
  })

  test('whatever ran, folding loses no statement', () => {
    const texts = fc.constantFrom(read(1), price(1), 'SELECT 1', 'SET NAMES utf8')
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 40 }), (list) => {
        const statements = of(...list)
        const folded = runsOf(statements).flatMap((run) => run.statements)
        return folded.length === statements.length && statements.every((statement) => folded.includes(statement))
      }),
    )
  })
})

describe('both sides are laid side by side', () => {
  const differs = (legacy: readonly string[], candidate: readonly string[]) =>
    rowsOf(anExampleSql({ legacy: of(...legacy), candidate: of(...candidate) })).map((row) => row.differs)

  test('the same statements do not differ', () => {
    expect(differs(['SELECT 1', read(1)], ['SELECT 1', read(1)])).toEqual([undefined, undefined])
  })

  test('a statement of one side only stands alone, what follows is found again', () => {
    expect(differs(['SELECT 1', read(1)], ['SELECT 1', price(1), read(1)])).toEqual([
      undefined,
      'only-candidate',
      undefined,
    ])
  })

  test('a loop that runs more often on one side is one line', () => {
    expect(differs([read(1)], [read(1), read(2), read(3)])).toEqual(['count'])
  })

  test('other values, other rows and errors are told apart', () => {
    expect(differs([read(1)], [read(2)])).toEqual(['values'])
    const [one, other] = [aReportedStatement({ rows: 3 }), aReportedStatement({ rows: 4 })]
    expect(rowsOf(anExampleSql({ legacy: [one], candidate: [other] }))[0]?.differs).toBe('rows')
    const failed = aReportedStatement({ rows: 4, errno: 1064 })
    expect(rowsOf(anExampleSql({ legacy: [one], candidate: [failed] }))[0]?.differs).toBe('error')
  })

  test('a side that no tap saw differs in nothing', () => {
    expect(rowsOf(anExampleSql({ legacy: null, candidate: of(read(1)) })).map((row) => row.differs)).toEqual([
      undefined,
    ])
  })
})

describe('when a side was busy', () => {
  test('what is too close together to be seen is one stretch, a pause is a gap', () => {
    const statements = [
      aReportedStatement({ startMs: 0, ms: 10 }),
      aReportedStatement({ startMs: 10.05, ms: 10 }),
      aReportedStatement({ startMs: 60, ms: 5 }),
    ]
    expect(busySpans(statements, 0.1)).toEqual([
      { from: 0, to: 20.05, dearest: true },
      { from: 60, to: 65, dearest: true },
    ])
  })

  test('the shape that costs the most is told from the others', () => {
    const spans = busySpans(aSequence(['SELECT 1', 2], [read(1), 9], [read(2), 9]), 0.1)
    expect(spans).toEqual([
      { from: 0, to: 2, dearest: false },
      { from: 2, to: 20, dearest: true },
    ])
  })

  test('recordings without moments are drawn one after the other', () => {
    const spans = busySpans([aReportedStatement({ ms: 2 }), aReportedStatement({ sql: read(1), ms: 5 })], 0.1)
    expect(spans.at(-1)).toEqual({ from: 2, to: 7, dearest: true })
  })
})
