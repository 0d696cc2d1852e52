import { expect, test } from '@jest/globals'
import type { ReportedRoute } from '../../src/model/report.js'
import { unmetExpectations } from '../../src/replay/expectations.js'
import type { Scenario } from '../../src/replay/scenario/model.js'

const page = { method: 'GET', target: '/', session: 'anna', after: 0, writes: false, headers: {}, capture: {} }
const scenario: Scenario = {
  name: 'front',
  why: 'The front page is as fast as it was',
  variables: {},
  sessions: {},
  expect: { causes: [], not: [], ratio: { max: 1.5 } },
  exchanges: [page],
}

const nothing = { statuses: new Set<number>(), held: new Set<string>(), failures: new Set<string>() }
const unmet = (ratio: ReportedRoute['ratio'], of: Scenario = scenario): string[] =>
  unmetExpectations(of, { findings: [], routes: [{ route: 'GET /', pairs: 7, ratio }], answersTo: () => nothing })

test('a ratio is met until its whole interval is above', () => {
  expect(unmet({ median: 2, low: 1.4, high: 2.6 })).toEqual([])
  expect(unmet({ median: 2, low: 1.6, high: 2.6 })).toEqual([
    '"front": GET / takes 2.0 times as long, at the most 1.5 was expected.',
  ])
})

test('a ratio that too few pairs can judge is not met', () => {
  expect(unmet(null)).toEqual([
    '"front": GET / was timed too seldom to say how long it takes (7 compared). Give --loops.',
  ])
})

test('what a repeated request expects is told once', () => {
  const often = { ...page, expect: { causes: ['php-division-by-zero'], not: [] } }
  const of = { name: 'front', why: 'w', variables: {}, sessions: {}, exchanges: [often, often, often] }
  expect(unmet(null, of)).toEqual(['"front", GET /: php-division-by-zero was expected and not found.'])
})
