import { expect, test } from '@jest/globals'
import { judge } from '../../../src/diagnose/judge.js'
import { dataApart } from '../../../src/diagnose/unpaired/data-apart.js'
import { namesOfTables } from '../../../src/diagnose/unpaired/tables.js'
import type { Judgement } from '../../../src/model/judgement.js'
import type { Pair } from '../../../src/model/pair.js'
import { aPair, aStatement } from '../../support/factories.js'
import { knowledge } from '../../support/knowledge.js'

function judged(pair: Pair, drifted: readonly string[] = ['Orders'], learn?: () => void): Judgement {
  return judge(pair, {
    ...knowledge,
    dataApart: dataApart({ drifted: namesOfTables(drifted) }),
    ...(learn === undefined ? {} : { learn }),
  })
}

const touching = {
  statements: [aStatement({ sql: 'SELECT * FROM `orders` WHERE id = 1' })],
  attribution: 'exact',
} as const
const different = { legacy: { response: { json: { a: 1 } } }, candidate: { response: { json: { a: 2 } } } }

test('a pair that differs and touches a drifted table is incomparable, and nothing is said of its code', () => {
  const pair = aPair({ ...different, candidate: { ...different.candidate, ...touching } })
  expect(judged(pair)).toEqual({
    verdict: 'incomparable',
    incomparable: 'unpaired-data',
    apart: { kind: 'drift', name: 'orders' },
    differences: [],
    noise: [],
    sightings: [],
    questions: [],
  })
  expect(judged(pair, ['customers']).verdict).toBe('mismatch')
  expect(judged(pair, []).verdict).toBe('mismatch')
})

test("control's statements are legacy's", () => {
  const control = { response: { json: { a: 1 } }, ...touching }
  expect(judged(aPair({ ...different, control })).incomparable).toBe('unpaired-data')
})

test('a pair that is the same all the same is a match; without statements nothing is known of its data', () => {
  const same = { response: { json: { a: 1 } } }
  expect(judged(aPair({ legacy: same, candidate: { ...same, ...touching } })).verdict).toBe('match')
  expect(judged(aPair(different)).verdict).toBe('mismatch')
})

test('what failed keeps its reason, and noise stays noise', () => {
  const failed = { failure: { kind: 'timeout', during: 'headers' }, ...touching } as const
  expect(judged(aPair({ candidate: failed })).incomparable).toBe('timeout')
  const control = { response: { json: { a: 3 } } }
  expect(judged(aPair({ ...different, control, candidate: { ...different.candidate, ...touching } })).verdict).toBe(
    'noise',
  )
})

test('drifted data teaches nothing about noise', () => {
  let taught = 0
  const control = { response: { json: { a: 1 } } }
  const learn = (): void => void (taught += 1)
  judged(aPair({ ...different, control }), ['orders'], learn)
  judged(aPair({ ...different, control, candidate: { ...different.candidate, ...touching } }), ['orders'], learn)
  expect(taught).toBe(1)
})

test('the same rows of a drifted table on both sides are no other data', () => {
  const reading = (unordered: string) =>
    ({
      statements: [aStatement({ sql: 'SELECT * FROM orders', rowsHash: { ordered: unordered, unordered } })],
      attribution: 'exact',
    }) as const
  const between = (legacys: string, candidates: string): string =>
    judged(
      aPair({
        ...different,
        candidate: { ...different.candidate, ...reading(candidates) },
        control: { response: { json: { a: 1 } }, ...reading(legacys) },
      }),
    ).verdict
  expect(between('f00d', 'f00d')).toBe('mismatch')
  expect(between('f00d', 'beef')).toBe('incomparable')
})
