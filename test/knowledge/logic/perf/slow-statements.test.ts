import { expect, test } from '@jest/globals'
import { judge } from '../../../../src/diagnose/judge.js'
import type { Statement } from '../../../../src/model/statement.js'
import { aPair, aRequest, aStatement } from '../../../support/factories.js'
import { knowledge } from '../../../support/knowledge.js'

const same = (times: number, ms: number): Statement[] =>
  Array.from({ length: times }, () => aStatement({ sql: 'SELECT SUM(v) FROM t', ms }))
const reads = (times: number, ms: number): Statement[] =>
  Array.from({ length: times }, (_, id) => aStatement({ sql: `SELECT n FROM t WHERE id=${id}`, ms }))
const pairOf = (candidate: readonly Statement[], control: readonly Statement[]) =>
  aPair({
    candidate: { statements: candidate, attribution: 'exact', timing: { total: 10 + sum(candidate) } },
    control: { statements: control, attribution: 'exact' },
  })
const sum = (statements: readonly Statement[]): number => statements.reduce((total, { ms }) => total + ms, 0)
const told = (candidate: readonly Statement[], control: readonly Statement[]) =>
  judge(pairOf(candidate, control), knowledge).sightings.map(({ cause, severity }) => `${cause} ${severity}`)

test.each([
  ['40 distinct fast reads', reads(40, 0.4), reads(40, 0.2), []],
  ['a loop hidden by the cache', same(12, 20), same(12, 0.1), ['query-cache-dependence critical']],
  ['a loop that legacy pays for as well', same(12, 20), same(12, 18), ['perf-repeated-statements minor']],
  ['many reads with other values', reads(400, 0.4), reads(400, 0.3), ['perf-repeated-statements minor']],
  ['a loop that legacy leaves at once', reads(400, 0.4), reads(1, 0.3), ['perf-repeated-statements major']],
  ['a loop that legacy never enters', reads(400, 0.4), [], ['perf-repeated-statements major']],
  ['one statement three times as slow', same(1, 150), same(1, 50), ['perf-plan-regression major']],
  ['one statement a little slower', same(1, 90), same(1, 50), []],
  ['40 distinct reads on a machine that is busy with something else', reads(40, 6), reads(40, 5), []],
  ['a dear loop of too few', same(9, 20), same(9, 18), []],
])('%s', (_, candidate, control, expected) => {
  expect(told(candidate, control)).toEqual(expected)
})

test('one page may have both: a shape that the cache hides, and a loop of another shape', () => {
  const candidate = [...same(12, 20), ...reads(400, 0.4)]
  expect(told(candidate, [...same(12, 0.1), ...reads(400, 0.3)])).toEqual([
    'query-cache-dependence critical',
    'perf-repeated-statements minor',
  ])
})

test('more executions on the candidate than on legacy are named', () => {
  const [sighting] = judge(pairOf(reads(400, 0.4), reads(3, 0.3)), knowledge).sightings
  expect(sighting?.title).toBe(
    'A SELECT on t runs 400 times in one request on the candidate and 3 times on legacy, with other values each time',
  )
})

test('a request or a statement that may change data raises no question', () => {
  const pair = pairOf(same(12, 20), same(12, 0.1))
  expect(judge(pair, knowledge).questions).toHaveLength(1)
  expect(judge({ ...pair, request: aRequest({ method: 'POST' }) }, knowledge).questions).toEqual([])
  const writes = Array.from({ length: 60 }, (_, id) => aStatement({ sql: `INSERT INTO t VALUES (${id})`, ms: 3 }))
  const { sightings, questions } = judge(pairOf(writes, writes), knowledge)
  expect([sightings.length, questions]).toEqual([1, []])
})
