import { expect, test } from '@jest/globals'
import { defaultThresholds } from '../../src/knowledge/cause.js'
import { judge } from '../../src/diagnose/judge.js'
import type { StatementMeasurement } from '../../src/knowledge/measurement.js'
import { decideSlowness } from '../../src/knowledge/logic/perf/decision.js'
import { causeOf } from '../../src/knowledge/registry.js'
import { aPair, aStatement } from '../support/factories.js'
import { aMeasurement, aMethod, aSession, times } from '../support/measurement.js'
import { knowledge } from '../support/knowledge.js'

/** 900 different statements in a page: what they take with legacy's cache, without it, and on the candidate. */
const cheapOnes = (cached: number, uncached: number, candidate: number): StatementMeasurement => ({
  ...aMeasurement(times(cached, uncached, candidate)),
  tap: { ...aMethod(times(cached, uncached, candidate)), executions: { legacy: 900, candidate: 900 } },
  ...{ statements: 900, executions: 900, distinct: 900, identical: 1 },
  answers: { legacyCachedMs: cached + 8, legacyUncachedMs: uncached + 8, candidateMs: candidate + 8 },
})

test('many cheap statements, each a factor of three: the page lives off the cache, and the loop is not the reason', () => {
  for (const suspected of ['query-cache-dependence', 'perf-plan-regression', 'perf-repeated-statements'] as const)
    expect(decideSlowness(suspected, cheapOnes(28, 80, 102), defaultThresholds)).toEqual({
      cause: 'query-cache-dependence',
      outcome: 'proven',
    })
})

test('the whole request speaks before its cheap statements in sessions, which are lost in what asking costs', () => {
  const measured = { ...cheapOnes(28, 80, 102), session: aSession(times(100, 118, 190)) }
  expect(decideSlowness('query-cache-dependence', measured, defaultThresholds)).toEqual({
    cause: 'query-cache-dependence',
    outcome: 'proven',
  })
})

test('where the whole answer explains less than half of what the statements say, it is not proven', () => {
  const measured = {
    ...cheapOnes(100, 310, 450),
    answers: { legacyCachedMs: 110, legacyUncachedMs: 260, candidateMs: 460 },
  }
  expect(decideSlowness('query-cache-dependence', measured, defaultThresholds)).toEqual({
    cause: 'query-cache-dependence',
    outcome: 'inconclusive',
    because: 'Not proven: by one way of measuring the cache explains 43 % of the loss.',
  })
})

test('what legacy answers from its cache to 77 % but loses too little by is below the threshold, and that is said', () => {
  const once = { executions: 1, identical: 1, distinct: 1 }
  const measured = aMeasurement(times(2.3, 10, 10.4), {
    ...once,
    candidate: { answerMs: 120, shapeMs: 10.4, shapeRepeatsMs: 0, sameTextMs: 0 },
  })
  const decision = decideSlowness('query-cache-dependence', measured, defaultThresholds)
  expect(decision.outcome).toBe('refuted')
  const why = causeOf('query-cache-dependence')?.experiment?.whyRefuted(measured, defaultThresholds)
  expect(why).toMatch(/a loss of 8\.1 ms is below the \d+ ms from which it counts\.$/)

  const dearer = aMeasurement(times(23, 100, 104), {
    ...once,
    candidate: { answerMs: 120, shapeMs: 104, shapeRepeatsMs: 0, sameTextMs: 0 },
  })
  const undecided = decideSlowness('query-cache-dependence', dearer, { ...defaultThresholds, cacheFactor: 5 })
  expect(undecided).toMatchObject({
    outcome: 'inconclusive',
    because: expect.stringContaining('not by as much as the rule asks for'),
  })
})

test('many cheap statements that are as cheap without the cache: no dependence', () => {
  const { cause } = decideSlowness('query-cache-dependence', cheapOnes(80, 88, 250), {
    ...defaultThresholds,
    planFactor: 5,
  })
  expect(cause).toBe('perf-repeated-statements')
})

test('two identical plans are no worse plan, and that is said', () => {
  const step = { table: 'item', access: 'ref', key: 'shelf', rows: 10, extra: '' }
  const measured = aMeasurement(times(90, 100, 400), {
    ...{ executions: 1, distinct: 1, identical: 1, plans: { legacy: [step], candidate: [{ ...step, rows: 12 }] } },
    candidate: { answerMs: 410, shapeMs: 400, shapeRepeatsMs: 0, sameTextMs: 0 },
  })
  const decision = decideSlowness('perf-plan-regression', measured, defaultThresholds)
  expect(decision).toEqual({ cause: 'perf-plan-regression', outcome: 'refuted' })
  expect(causeOf('perf-plan-regression')?.experiment?.whyRefuted(measured, defaultThresholds)).toContain(
    'both servers run them by the same plan',
  )
})

test.each([0.06, 0.2, 0.5])('900 statements that read nothing and take %d ms each on both stacks are no news', (ms) => {
  const statements = Array.from({ length: 900 }, (_, at) => aStatement({ sql: `SELECT ${at + 1}`, ms }))
  const leg = { statements, attribution: 'exact', timing: { total: 900 * ms + 5 } } as const
  expect(judge(aPair({ candidate: leg, control: leg }), knowledge).sightings).toEqual([])
})
