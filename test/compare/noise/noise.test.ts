import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fisherGreater } from '../../../src/base/statistics/fisher.js'
import { isLearnedNoise, noiseLedger, nothingLearned } from '../../../src/compare/noise/ledger.js'
import { separate } from '../../../src/compare/noise/noise.js'
import { generalised } from '../../../src/compare/noise/place.js'
import type { NoiseRule } from '../../../src/compare/noise/rules.js'
import { differenceKinds, differenceParts, type Difference } from '../../../src/model/difference.js'

const receivedAt = Date.parse('2026-11-24T10:00:00Z')
const context = {
  receivedAt,
  hosts: { legacy: ['127.0.0.1:8001'], candidate: ['127.0.0.1:8101'] },
  recorded: false,
  created: [],
  faults: [],
}
const aDifference = (over: Partial<Difference> = {}): Difference => ({
  part: 'body',
  kind: 'value',
  path: '$.price',
  legacy: '1',
  candidate: '2',
  ...over,
})
const sourceOf = (
  difference: Difference,
  rules: readonly NoiseRule[] = [],
  learned = nothingLearned,
): string | undefined => separate([difference], [], 'GET /a', context, { rules, learned }).noise[0]?.source

describe('what varies by itself', () => {
  test.each<[what: string, legacy: string, candidate: string, source: string | undefined]>([
    ['a moment near the request', 'at 2026-11-24 09:59:58', 'at 2026-11-24 10:00:01', 'builtin:timestamps'],
    ['a moment long past', 'on 2024-01-01 00:00:00', 'on 2024-01-02 00:00:00', undefined],
    ['seconds since 1970', `{"t":${receivedAt / 1000}}`, `{"t":${receivedAt / 1000 + 2}}`, 'builtin:timestamps'],
    ['a number that is no moment', '1234567890', '1234567891', undefined],
    ['a French moment', 'le 24/11/2026 à 10:59', 'le 24/11/2026 à 11:00', 'builtin:timestamps'],
    ['how long ago', 'il y a 4 minutes', 'il y a 5 minutes', 'builtin:timestamps'],
    [
      'a UUID of chance',
      '0b9d3f3e-6f0c-4c6e-9b1a-0123456789ab',
      '1b9d3f3e-6f0c-4c6e-9b1a-0123456789ab',
      'builtin:uuids',
    ],
    ['a UUID of a name', '0b9d3f3e-6f0c-5c6e-9b1a-0123456789ab', '1b9d3f3e-6f0c-5c6e-9b1a-0123456789ab', undefined],
    ['a nonce in a script', 'var x={"nonce":"a81fd31b0c"}', 'var x={"nonce":"b91fd31b0d"}', 'builtin:tokens'],
    ['a count under a like name', 'tokens: 123456', 'tokens: 123457', undefined],
    ['a version of a style sheet', '/s/site.css?ver=5.9', '/s/site.css?ver=6.1', 'builtin:asset-versions'],
    ['the hash of a script', '/app.3f9c2d1a.js', '/app.aa9c2d1b.js', 'builtin:asset-versions'],
    ['another script', '/app.3f9c2d1a.js', '/shop.3f9c2d1a.js', undefined],
    ['time spent', 'Page generated in 0.123 s', 'Page generated in 0,045 s', 'builtin:durations'],
    ['time to deliver', 'Livré en 3 secondes', 'Livré en 4 secondes', undefined],
    ['memory used', 'memory peak: 12.4 MB', 'memory peak: 9 MB', 'builtin:memory'],
    ['own address', 'http://127.0.0.1:8001/a.png', 'http://127.0.0.1:8101/a.png', 'builtin:own-hosts'],
    [
      'two of them at once',
      'took 3 ms at 2026-11-24 10:00:00',
      'took 4 ms at 2026-11-24 10:00:01',
      'builtin:timestamps+durations',
    ],
    ['one of them beside a real change', 'took 3 ms, 5 items', 'took 4 ms, 6 items', undefined],
  ])('%s', (_, legacy, candidate, source) => {
    expect(sourceOf(aDifference({ legacy, candidate }))).toBe(source)
  })

  test('a value under the name of a token', () => {
    expect(sourceOf(aDifference({ path: '$.csrf_token', legacy: '"a1b2c3d4"', candidate: '"e5f6a7b8"' }))).toBe(
      'builtin:tokens',
    )
    expect(sourceOf(aDifference({ path: '$.inside', legacy: '"a1b2c3d4"', candidate: '"e5f6a7b8"' }))).toBeUndefined()
  })

  test('hides no change but of a value', () => {
    const values = { legacy: '2026-11-24 09:59:58', candidate: '2026-11-24 10:00:01' }
    for (const kind of differenceKinds.filter((each) => each !== 'value'))
      expect(sourceOf(aDifference({ ...values, kind }))).toBeUndefined()
  })
})

describe('a rule of the user', () => {
  const rule: NoiseRule = {
    name: 'price',
    route: 'GET /*',
    path: '$.price',
    reason: 'r',
    author: 'a',
    expires: '2026-12-31',
  }

  test('hides what it names, on its routes, until it expires', () => {
    expect(sourceOf(aDifference(), [rule])).toBe('rule:price')
    expect(sourceOf(aDifference({ path: '$.name' }), [rule])).toBeUndefined()
    expect(sourceOf(aDifference(), [{ ...rule, route: 'POST *' }])).toBeUndefined()
    expect(sourceOf(aDifference(), [{ ...rule, expires: '2026-11-24' }])).toBe('rule:price')
    expect(sourceOf(aDifference(), [{ ...rule, expires: '2026-11-23' }])).toBeUndefined()
  })

  test('never hides a change of type that it does not name', () => {
    const anything = fc.record({
      part: fc.constantFrom(...differenceParts),
      path: fc.constantFrom('*', '$*', '*price'),
    })
    fc.assert(
      fc.property(anything, fc.option(fc.constantFrom(...differenceKinds), { nil: undefined }), (over, kind) => {
        const typed = aDifference({ kind: 'type', part: over.part })
        expect(sourceOf(typed, [{ ...rule, ...over, kind }])).toBe(kind === 'type' ? 'rule:price' : undefined)
      }),
    )
  })
})

describe('control', () => {
  test('in the same pair: what legacy does not repeat is noise, a change of another kind there is not', () => {
    const [price, typed] = [aDifference(), aDifference({ kind: 'type' })]
    const judged = separate([price, typed], [price], 'GET /a', context, { rules: [], learned: nothingLearned })
    expect(judged).toEqual({ signal: [typed], noise: [{ difference: price, source: 'control' }] })
  })

  /** So many pairs, of which so many had a difference on each side. */
  const learned = (pairs: number, candidate: number, control: number) => {
    const ledger = noiseLedger()
    for (let n = 0; n < pairs; n += 1)
      ledger.learn('GET /a', n < candidate ? [aDifference()] : [], n >= pairs - control ? [aDifference()] : [], [])
    return ledger.snapshot()
  }

  test.each<[what: string, pairs: number, candidate: number, control: number, noise: boolean]>([
    ['varies as often', 100, 30, 25, true],
    ['varies always', 100, 100, 100, true],
    ['varies a little, the candidate always differs', 100, 100, 5, false],
    ['varied once, by accident', 100, 1, 1, false],
    ['was asked too seldom', 10, 5, 5, false],
    ['never varied', 1000, 2, 0, false],
    ['varies seldom, the candidate a little oftener', 1000, 14, 9, true],
    ['varies seldom, the candidate clearly oftener', 1000, 60, 9, false],
  ])('over many pairs, a place that %s', (_, pairs, candidate, control, noise) => {
    expect(isLearnedNoise('GET /a', aDifference(), learned(pairs, candidate, control))).toBe(noise)
    expect(isLearnedNoise('GET /a', aDifference({ kind: 'type' }), learned(pairs, candidate, control))).toBe(false)
    expect(isLearnedNoise('GET /b', aDifference(), learned(pairs, candidate, control))).toBe(false)
  })

  test('the order of pairs does not matter', () => {
    const pair = fc.tuple(fc.boolean(), fc.boolean())
    const snapshotOf = (pairs: readonly [boolean, boolean][]): unknown => {
      const ledger = noiseLedger()
      for (const [found, own] of pairs) ledger.learn('r', found ? [aDifference()] : [], own ? [aDifference()] : [], [])
      return ledger.snapshot()
    }
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        expect(snapshotOf([...pairs].reverse())).toEqual(snapshotOf(pairs))
      }),
    )
  })

  test('control that equals legacy excuses nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 300 }),
        (pairs, differ) => !isLearnedNoise('GET /a', aDifference(), learned(pairs, Math.min(pairs, differ), 0)),
      ),
    )
  })
})

test('list items, rows and lines of one kind are one place', () => {
  expect(generalised('$.items[3].price')).toBe('$.items[*].price')
  expect(generalised('html > li:nth-of-type(2)')).toBe('html > li:nth-of-type(*)')
  expect(generalised('row 7, column price')).toBe('row *, column price')
})

/** The tea-tasting lady, and fractions worked out exactly. */
test.each([
  [3, 4, 1, 4, 0.2429],
  [4, 4, 0, 4, 0.0143],
  [10, 100, 1, 100, 0.0048],
  [0, 50, 0, 50, 1],
])('Fisher’s exact test: %d of %d against %d of %d', (first, ofFirst, second, ofSecond, expected) => {
  expect(fisherGreater(first, ofFirst, second, ofSecond)).toBeCloseTo(expected, 3)
})
