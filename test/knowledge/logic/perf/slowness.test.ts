import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { defaultThresholds } from '../../../../src/knowledge/cause.js'
import { concurrentHerd, herdsApart } from '../../../../src/knowledge/logic/infra/concurrent-herd.js'
import { slower } from '../../../../src/knowledge/logic/perf/slower.js'
import type { TimedPair } from '../../../../src/model/timing.js'

interface ATiming {
  legacy?: number
  candidate?: number
  /** Until the candidate's first byte; the total unless given. */
  candidateFirst?: number
  client?: string
  at?: number
}

const aTiming = ({
  legacy = 50,
  candidate = 50,
  candidateFirst = candidate,
  client = 'Firefox',
  at = 0,
}: ATiming = {}): TimedPair => ({
  receivedAt: at,
  target: '/',
  client,
  yardstick: 'legacy',
  legacy: { firstByte: legacy, total: legacy },
  candidate: { firstByte: candidateFirst, total: candidate },
})

/** So many of them, each a little off the others, as real times are. */
const many = (n: number, timing: ATiming): TimedPair[] =>
  Array.from({ length: n }, (_, index) => {
    const wobble = ((index * 7) % 5) - 2
    const { legacy = 50, candidate = 50, at = 0 } = timing
    return aTiming({ ...timing, legacy: legacy + wobble, candidate: candidate - wobble, at: at + index * 5000 })
  })

const sightingsOf = (pairs: readonly TimedPair[]) =>
  slower.sightingsOfRoute?.({ route: 'GET /', pairs }, defaultThresholds) ?? []
const herdOf = (pairs: readonly TimedPair[]) =>
  concurrentHerd.sightingsOfRoute?.({ route: 'GET /', pairs }, defaultThresholds) ?? []

describe('a route is slower', () => {
  test('when both intervals clear their floors, with the figures as evidence', () => {
    const [sighting] = sightingsOf(many(60, { legacy: 50, candidate: 150 }))
    expect(sighting).toMatchObject({ cause: 'perf-slower', key: 'GET /', proof: 'measured', severity: 'major' })
    expect(sighting?.evidence).toMatchObject({ timedPairs: 57, phase: 'total', legacyP50Ms: 50, candidateP50Ms: 150 })
    expect(Number(sighting?.evidence['ratioLow'])).toBeGreaterThan(2)
    expect(sighting?.shownBy).toEqual({ route: 'GET /', slowerByMs: 20 })
  })

  test.each<[why: string, pairs: TimedPair[]]>([
    ['it is not', many(100, {})],
    ['three times as long is five milliseconds', many(100, { legacy: 3, candidate: 9 })],
    ['30 ms more are 3 %', many(100, { legacy: 1000, candidate: 1030 })],
    ['there are too few pairs', many(22, { candidate: 500 })],
    ['only its first requests are', [...many(3, { candidate: 5000 }), ...many(40, {})]],
    ['a few wild ones are', [...many(50, {}), ...many(5, { candidate: 9000 })]],
  ])('but not when %s', (_, pairs) => {
    expect(sightingsOf(pairs)).toEqual([])
  })

  test('until its first byte, where the last comes no later', () => {
    const pairs = many(60, { legacy: 50, candidate: 50, candidateFirst: 50 }).map((pair) => ({
      ...pair,
      legacy: { firstByte: 2, total: pair.legacy.total },
    }))
    expect(sightingsOf(pairs)[0]?.evidence).toMatchObject({ phase: 'firstByte', legacyP50Ms: 2 })
  })

  test('for one of its clients only, and that one is named', () => {
    const pairs = [...many(40, { client: 'Mobile app', candidate: 300 }), ...many(40, { client: 'Firefox' })]
    const sightings = sightingsOf(pairs)
    expect(sightings.map(({ key, shownBy }) => [key, shownBy.client])).toEqual([['GET / Mobile app', 'Mobile app']])
  })

  test('never for less than the floor, however steady it is', () => {
    const noisy = fc.tuple(fc.integer({ min: 5, max: 200 }), fc.integer({ min: 0, max: 15 }))
    fc.assert(
      fc.property(fc.array(noisy, { minLength: 30, maxLength: 80 }), (values) => {
        const pairs = values.map(([ms, more]) => aTiming({ legacy: ms, candidate: ms + more }))
        return sightingsOf(pairs).length === 0
      }),
    )
  })
})

describe('a herd', () => {
  const burst = (at: number, candidate: number): TimedPair[] =>
    Array.from({ length: 6 }, (_, index) => aTiming({ at: at + index * 10, candidate: candidate + index }))
  const alone = many(40, { at: 1_000_000 })

  test('is told from those that come alone, and what is neither is left out', () => {
    const neither = [aTiming({ at: 500 }), aTiming({ at: 700 })]
    const { together, alone: apart } = herdsApart([...burst(0, 50), ...neither, aTiming({ at: 90_000 })])
    expect([together.length, apart.map(({ receivedAt }) => receivedAt)]).toEqual([6, [90_000]])
  })

  test('that is slow where a single request is not, is a finding of its own', () => {
    const bursts = Array.from({ length: 8 }, (_, n) => burst(2_000_000 + n * 10_000, 400)).flat()
    expect(herdOf([...alone, ...bursts])).toMatchObject([
      { cause: 'infra-concurrent-herd', proof: 'measured', evidence: { pairsAlone: 37, pairsTogether: 48 } },
    ])
  })

  test('explains its slow pairs: the route is not told as slower besides', () => {
    const bursts = Array.from({ length: 20 }, (_, n) => burst(2_000_000 + n * 10_000, 400)).flat()
    expect(sightingsOf(bursts)).toHaveLength(1)
    expect(sightingsOf([...alone, ...bursts])).toEqual([])
  })

  test('that is as fast as a single request, or of a page that is slow alone too, is none', () => {
    const bursts = (ms: number) => Array.from({ length: 8 }, (_, n) => burst(2_000_000 + n * 10_000, ms)).flat()
    expect(herdOf([...alone, ...bursts(50)])).toEqual([])
    expect(herdOf([...many(40, { at: 1_000_000, candidate: 400 }), ...bursts(400)])).toEqual([])
  })
})
