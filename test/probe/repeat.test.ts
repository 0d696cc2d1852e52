import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { sampleOf } from '../../src/probe/repeat.js'
import { aStatement } from '../support/factories.js'

const read = (id: number) => aStatement({ sql: `SELECT n FROM t WHERE id = ${id}` })
const total = (weights: readonly { readonly weight: number }[]): number =>
  weights.reduce((sum, { weight }) => sum + weight, 0)

test('a text that repeats is run once, and counts as often as it ran', () => {
  expect(sampleOf(Array.from({ length: 12 }, () => read(1)))).toEqual([{ sql: read(1).sql, weight: 12 }])
})

test('a long loop is known by some of its texts, spread over all of it', () => {
  const sample = sampleOf(Array.from({ length: 1000 }, (_, id) => read(id)))
  expect([sample.length, sample[0]?.sql, sample.at(-1)?.sql]).toEqual([20, read(0).sql, read(950).sql])
  expect(total(sample)).toBeCloseTo(1000)
})

test('whatever a request ran, the sample stands for all of it that may be repeated', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 60 }), { maxLength: 200 }), (ids) => {
      expect(total(sampleOf(ids.map(read)))).toBeCloseTo(ids.length)
    }),
  )
})

test('what writes, locks or needs bound values is not run', () => {
  const unsafe = [
    aStatement({ sql: 'UPDATE t SET n = 1' }),
    aStatement({ sql: 'SELECT n FROM t FOR UPDATE' }),
    aStatement({ sql: 'SELECT n FROM t WHERE id = ?', parameters: [1] }),
    aStatement({ sql: 'SELECT GET_LOCK("a", 1)' }),
  ]
  expect(sampleOf(unsafe)).toEqual([])
})
