import { expect, test } from '@jest/globals'
import type { SqlDifference } from '../../../src/sql-comparison/compare/answers.js'
import { sqlClasses, type ComparedStatement, type SqlClasses } from '../../../src/sql-comparison/compare/classes.js'
import { aFailure, anAnswer } from '../../support/sql-answers.js'

const rows: SqlDifference = { kind: 'rows', detail: '2 rows became 1.' }
const noise: SqlDifference = { kind: 'float-noise', detail: '' }

function aStatement(digest: string, over: Partial<ComparedStatement> = {}): ComparedStatement {
  return {
    sql: `SELECT ${digest}`,
    digest,
    shape: digest,
    place: 'line 1',
    setsUp: false,
    legacy: anAnswer(),
    candidate: anAnswer(),
    ...over,
  }
}

/** So many statements of one class with these times on either side. */
function timed(classes: SqlClasses, count: number, legacyMs: number, candidateMs: number): void {
  for (let n = 0; n < count; n += 1) {
    const [legacy, candidate] = [
      anAnswer([], [], { ms: legacyMs + n / 100 }),
      anAnswer([], [], { ms: candidateMs + n / 100 }),
    ]
    classes.add(aStatement('timed', { legacy, candidate }), [])
  }
}

test('the request counts balance, and only differences that do harm make a statement different', () => {
  const classes = sqlClasses()
  classes.add(aStatement('a'), [])
  classes.add(aStatement('a', { legacy: aFailure(1), candidate: aFailure(1) }), [])
  classes.add(aStatement('a'), [noise])
  classes.add(aStatement('a'), [noise, rows])
  classes.add(aStatement('a', { legacy: aFailure(1), candidate: aFailure(2) }), [rows])
  classes.add(aStatement('set', { setsUp: true }), [])
  expect(classes.totals()).toMatchObject({ compared: 6, same: 3, noise: 1, different: 2, bothFailed: 2, setUp: 1 })
  expect(classes.totals().bothFailedWith).toEqual({ 1: { count: 2, message: expect.any(String) as unknown } })
})

test('three examples of a kind, the most harmful kind and class first', () => {
  const classes = sqlClasses()
  for (let n = 0; n < 5; n += 1) classes.add(aStatement('harmless', { place: `line ${n}` }), [noise])
  classes.add(aStatement('harmful'), [noise, rows])
  const [first, second] = classes.classes()
  expect(first).toMatchObject({ digest: 'harmful', severity: 'critical', statements: 1 })
  expect(first?.differences.map(({ kind }) => kind)).toEqual(['rows', 'float-noise'])
  expect(second?.differences[0]).toMatchObject({ count: 5 })
  expect(second?.differences[0]?.examples.map(({ place }) => place)).toEqual(['line 0', 'line 1', 'line 2'])
})

test('slower needs enough statements, twice the half again, and milliseconds that are felt', () => {
  const seen = (count: number, legacyMs: number, candidateMs: number): string[] => {
    const classes = sqlClasses()
    timed(classes, count, legacyMs, candidateMs)
    return classes.classes().flatMap(({ differences }) => differences.map(({ kind }) => kind))
  }
  expect(seen(40, 10, 30)).toEqual(['slower'])
  expect(seen(15, 10, 30)).toEqual([])
  expect(seen(40, 100, 110)).toEqual([])
  expect(seen(40, 1, 3)).toEqual([])
  expect(seen(40, 30, 10)).toEqual([])
})

test('past ten thousand shapes the rest is one class, and no more examples are kept than three thousand', () => {
  const classes = sqlClasses()
  for (let n = 0; n < 10_050; n += 1) classes.add(aStatement(String(n)), [rows])
  const found = classes.classes()
  expect(found).toHaveLength(10_001)
  expect(found.find(({ digest }) => digest === 'others')?.statements).toBe(50)
  expect(found.flatMap(({ differences }) => differences.flatMap(({ examples }) => examples))).toHaveLength(3000)
})
