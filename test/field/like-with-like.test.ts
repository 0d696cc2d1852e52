import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { defaultThresholds } from '../../src/knowledge/cause.js'
import { concurrentHerd } from '../../src/knowledge/logic/infra/concurrent-herd.js'
import { slower } from '../../src/knowledge/logic/perf/slower.js'
import { yardstickOf, type TimedPair } from '../../src/model/timing.js'
import { anExchange } from '../support/factories.js'

const tapped = { attribution: 'exact' } as const
const legs = (over: { legacy?: object; candidate?: object; control?: object }) => ({
  legacy: anExchange(over.legacy),
  candidate: anExchange({ leg: 'candidate', ...over.candidate }),
  ...(over.control && { control: anExchange({ leg: 'control', ...over.control }) }),
})

test.each([
  ['nothing is tapped', legs({}), 'legacy'],
  ['nothing is tapped, and control was asked', legs({ control: {} }), 'control'],
  ['the candidate alone is tapped', legs({ candidate: tapped }), undefined],
  ['the candidate is tapped and control is not', legs({ candidate: tapped, control: {} }), undefined],
  ['candidate and control are tapped', legs({ candidate: tapped, control: tapped }), 'control'],
  ['candidate and live legacy are tapped', legs({ candidate: tapped, legacy: tapped }), 'legacy'],
  ['control alone is tapped', legs({ control: tapped }), 'legacy'],
  [
    'control failed',
    legs({ control: { failure: { kind: 'timeout', during: 'headers' } }, candidate: tapped }),
    undefined,
  ],
  ['live legacy was recorded', legs({ legacy: { recorded: true } }), undefined],
  ['live legacy was recorded, and control was asked', legs({ legacy: { recorded: true }, control: {} }), 'control'],
  [
    'control came out of an HTTP cache',
    legs({ control: { ...tapped, response: { headers: [['Age', '7']] } }, candidate: tapped }),
    undefined,
  ],
])('%s', (_, asked, yardstick) => {
  expect(yardstickOf(asked)).toBe(yardstick)
})

/** What a stack takes, a tap adds and a moment disturbs, on two stacks that are one. */
const askedOnce = fc.record({
  own: fc.double({ min: 1, max: 60, noNaN: true }),
  disturbedCandidate: fc.double({ min: 0, max: 40, noNaN: true }),
  disturbedControl: fc.double({ min: 0, max: 40, noNaN: true }),
})
const timed = (live: number, control: number, candidate: number, at: number): TimedPair => ({
  receivedAt: at,
  target: '/',
  client: 'Firefox',
  yardstick: 'control',
  live: { firstByte: live, total: live },
  legacy: { firstByte: control, total: control },
  candidate: { firstByte: candidate, total: candidate },
})
const found = (pairs: readonly TimedPair[]): string[] =>
  [slower, concurrentHerd].flatMap(
    (cause) => cause.sightingsOfRoute?.({ route: 'GET /', pairs }, defaultThresholds).map(({ title }) => title) ?? [],
  )

test('two stacks that are one: whatever the tap costs, and whatever disturbs which side, nothing is slower', () => {
  const tap = fc.double({ min: 0, max: 400, noNaN: true })
  fc.assert(
    fc.property(tap, fc.array(askedOnce, { minLength: 27, maxLength: 60 }), (cost, requests) => {
      // Each disturbance falls on either side as often: that is what a random order makes of them.
      const pairs = requests.flatMap(({ own, disturbedCandidate: one, disturbedControl: other }, at) => [
        timed(own, own + cost + one, own + cost + other, 2 * at),
        timed(own, own + cost + other, own + cost + one, 2 * at + 1),
      ])
      expect(found(pairs)).toEqual([])
    }),
  )
})

test('30 ms more than control, with taps on both, are found', () => {
  const pairs = Array.from({ length: 40 }, (_, at) => timed(6, 33 + (at % 3), 63 + (at % 5), at))
  expect(found(pairs)).toEqual(['GET / takes 1.9 times as long'])
})

test('what control finds warm and the user found cold is no slowness of a candidate that finds it cold as well', () => {
  const pairs = Array.from({ length: 40 }, (_, at) => timed(300 + (at % 7), 9, 310 + (at % 5), at))
  expect(found(pairs)).toEqual([])
})

test('live legacy as the yardstick of some pairs is not mixed with control as that of others', () => {
  const byControl = Array.from({ length: 30 }, (_, at) => timed(6, 33, 33 + (at % 3), at))
  const byLegacy = byControl.map(({ receivedAt, target, client, candidate, live = candidate }): TimedPair => ({
    ...{ receivedAt, target, client, candidate },
    legacy: live,
    yardstick: 'legacy',
  }))
  expect(found([...byControl, ...byLegacy])).toEqual([])
})
