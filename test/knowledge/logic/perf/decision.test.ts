import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { defaultThresholds } from '../../../../src/knowledge/cause.js'
import type { Plans, PlanStep, StatementMeasurement } from '../../../../src/knowledge/measurement.js'
import { conclude } from '../../../../src/diagnose/experiments.js'
import type { Sighting } from '../../../../src/model/finding.js'
import { decideSlowness } from '../../../../src/knowledge/logic/perf/decision.js'
import { aMeasurement, aMethod, aSession, times } from '../../../support/measurement.js'

const cache = 'query-cache-dependence'
const plan = 'perf-plan-regression'
const loop = 'perf-repeated-statements'
const decide = (measured: StatementMeasurement, suspected: typeof cache | typeof plan | typeof loop = cache) =>
  decideSlowness(suspected, measured, defaultThresholds)

/** The finding as an experiment on a suspected cause decides it. */
function concluded(measured: StatementMeasurement, cause: string = cache): Sighting {
  const question = { cause, key: 'd', sql: measured.sql, lostMs: 0 }
  return conclude(question, measured, measured.sql, defaultThresholds)?.sighting as Sighting
}

const step = (over: Partial<PlanStep>): PlanStep => ({
  table: 't',
  access: 'ref',
  key: 'k',
  rows: 1,
  extra: '',
  ...over,
})
const plans = (candidate: Partial<PlanStep>): Plans => ({ legacy: [step({})], candidate: [step(candidate)] })
const once = { executions: 1, distinct: 1, identical: 1 }
const noLoop = { ...once, candidate: { answerMs: 410, shapeMs: 400, shapeRepeatsMs: 0, sameTextMs: 0 } }

test.each([
  ['legacy takes the time without its cache', aMeasurement(times(3, 300, 400)), cache, 'proven'],
  ['the cache makes no difference, and it is no loop', aMeasurement(times(300, 310, 400), noLoop), cache, 'refuted'],
  ['the cache makes too little difference', aMeasurement(times(150, 300, 400), noLoop), cache, 'inconclusive'],
  ['repeated, it loses next to nothing', aMeasurement(times(8, 14, 16), noLoop), cache, 'refuted'],
  ['what is lost is below the floor', aMeasurement(times(1, 45, 47), noLoop), cache, 'inconclusive'],
  ['the candidate is much slower than legacy without cache', aMeasurement(times(3, 100, 400)), plan, 'inconclusive'],
  [
    '… and both say they run it alike',
    aMeasurement(times(3, 100, 400), { ...noLoop, plans: plans({ rows: 9 }) }),
    cache,
    'inconclusive',
  ],
  [
    '… and it reads every row',
    aMeasurement(times(3, 100, 400), { plans: plans({ access: 'ALL', key: null }) }),
    plan,
    'proven',
  ],
  ['the cache makes no difference, and it is a loop', aMeasurement(times(300, 310, 400)), loop, 'proven'],
  [
    'legacy does not run it at all',
    aMeasurement(times(0, 0, 400), { tap: aMethod(times(0, 0, 400), 0) }),
    loop,
    'proven',
  ],
])('%s', (_, measured, cause, outcome) => {
  expect(decide(measured)).toMatchObject({ cause, outcome })
})

test('a loop that the cache hides stays with the cache, also where the loop was suspected', () => {
  expect(decide(aMeasurement(times(3, 300, 400)), loop)).toMatchObject({ cause: cache, outcome: 'proven' })
})

test('without any way to ask legacy, a loop is proven by itself and nothing else is', () => {
  const blind: StatementMeasurement = { ...aMeasurement(times(3, 300, 400)) }
  delete (blind as { tap?: unknown }).tap
  expect(decide(blind, loop)).toMatchObject({ cause: loop, outcome: 'proven' })
  expect(decide({ ...blind, ...noLoop })).toMatchObject({
    cause: cache,
    outcome: 'inconclusive',
    because: expect.stringContaining('legacy.database'),
  })
})

test('two ways that disagree prove nothing, and the finding says so with both figures', () => {
  const measured = aMeasurement(times(3, 380, 400), { session: aSession(times(3, 200, 400)) })
  const decision = decide(measured)
  expect(decision).toMatchObject({ cause: cache, outcome: 'inconclusive' })
  const { proof, evidence } = concluded(measured)
  expect(proof).toBe('none')
  expect(evidence).toMatchObject({ shareByTapPercent: 95, shareBySessionPercent: 50 })
  expect(evidence['hint']).toBe(
    "Not proven: the statements' time through the tap says that the cache explains 95 % of the loss, the statements repeated in sessions says 50 %.",
  )
})

test('how far apart they may be is a threshold', () => {
  const measured = aMeasurement(times(3, 380, 400), { session: aSession(times(3, 330, 400)) })
  expect(decide(measured).outcome).toBe('proven')
  expect(decideSlowness(cache, measured, { ...defaultThresholds, agreementPoints: 5 }).outcome).toBe('inconclusive')
})

test('what legacy\u2019s whole answer loses must be what its statements lose; what PHP adds on the candidate does not count', () => {
  const answers = { legacyCachedMs: 20, legacyUncachedMs: 315, candidateMs: 2000 }
  expect(decide(aMeasurement(times(3, 300, 400), { answers })).outcome).toBe('proven')
  expect(decide(aMeasurement(times(3, 300, 400), { answers: { ...answers, legacyUncachedMs: 100 } })).outcome).toBe(
    'inconclusive',
  )
})

test('the evidence says what a fix would bring: the answer with each text run once', () => {
  const measured = aMeasurement(times(3, 300, 360))
  const { evidence, title } = concluded(measured)
  expect(evidence).toMatchObject({ answerCandidateMs: 370, answerMendedMs: 40, sharePercent: 83, method: 'tap' })
  expect(title).toBe("The same SELECT on t runs 12 times a request, and legacy's query cache hides it")
})

test('a loop that legacy pays for as well is minor, one that it does not is major', () => {
  const severityOf = (measured: StatementMeasurement) => concluded(measured).severity
  expect(severityOf(aMeasurement(times(390, 395, 400)))).toBe('minor')
  expect(severityOf(aMeasurement(times(0, 0, 400), { tap: aMethod(times(0, 0, 400), 0) }))).toBe('major')
})

test('plans are told a line a table', () => {
  const measured = aMeasurement(times(3, 100, 400), {
    plans: plans({ access: 'ALL', key: null, rows: 6000, extra: 'Using where' }),
  })
  const { evidence } = concluded(measured)
  expect(evidence['legacyPlan']).toEqual(['t: looks its rows up (ref), index k, about 1 row'])
  expect(evidence['candidatePlan']).toEqual(['t: reads every row (ALL), no index, about 6000 rows; Using where'])
})

test('whatever was measured, the cache is never proven for a candidate beyond planFactor times legacy without it', () => {
  const ms = fc.double({ min: 0, max: 1e5, noNaN: true })
  fc.assert(
    fc.property(ms, ms, ms, (cached, uncached, candidate) => {
      const { cause, outcome } = decide(aMeasurement(times(cached, uncached, candidate)))
      const proven = cause === cache && outcome === 'proven'
      return (
        !proven ||
        candidate <= 2 * uncached ||
        candidate - uncached < 50 ||
        candidate - uncached < 0.2 * (candidate + 10)
      )
    }),
  )
})
