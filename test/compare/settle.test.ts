import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { differencesBetween } from '../../src/compare/compare.js'
import { settledByEquality } from '../../src/compare/settle.js'
import { anExchange, aStatement, type AnAnswer } from '../support/factories.js'
import { noHosts } from '../../src/compare/comparator.js'

const settled = (legacy: AnAnswer, candidate: AnAnswer): boolean =>
  settledByEquality(anExchange({ response: legacy }), anExchange({ leg: 'candidate', response: candidate }))

test.each<[string, AnAnswer, AnAnswer, boolean]>([
  ['the same', { text: 'a' }, { text: 'a' }, true],
  [
    'another date, server and length of time',
    {
      headers: [
        ['Date', '1'],
        ['Server', 'a'],
      ],
    },
    {
      headers: [
        ['server', 'b'],
        ['date', '2'],
      ],
    },
    true,
  ],
  ['another body', { text: 'a' }, { text: 'b' }, false],
  ['another status', { status: 200 }, { status: 201 }, false],
  ['a field more', {}, { headers: [['X-A', '1']] }, false],
  ['a field less', { headers: [['X-A', '1']] }, {}, false],
  ['a cookie of another value', { headers: [['Set-Cookie', 'a=1']] }, { headers: [['Set-Cookie', 'a=2']] }, false],
  ['a name in another case', { headers: [['x-a', '1']] }, { headers: [['X-A', '1']] }, true],
  ['another redirect', { headers: [['Location', '/a']] }, { headers: [['Location', '/b']] }, false],
  ['a body that was cut', { text: 'a', complete: false }, { text: 'a' }, false],
])('%s', (_, legacy, candidate, expected) => {
  expect(settled(legacy, candidate)).toBe(expected)
})

test('what a tap or a log saw is for the causes to judge', () => {
  expect(settledByEquality(anExchange({ statements: [aStatement()] }), anExchange())).toBe(false)
  expect(settledByEquality(anExchange(), anExchange({ log: ['PHP Warning'] }))).toBe(false)
})

describe('whatever is settled', () => {
  const field = fc.tuple(fc.constantFrom('X-A', 'x-a', 'Date', 'Set-Cookie', 'Vary'), fc.constantFrom('a=1', 'b=2'))
  const answer = fc.record({
    text: fc.constantFrom('a', 'b'),
    headers: fc.array(field, { maxLength: 4 }),
  })
  test('has no difference', () => {
    fc.assert(
      fc.property(answer, answer, (one, other) => {
        const [legacy, candidate] = [anExchange({ response: one }), anExchange({ response: other })]
        if (!settledByEquality(legacy, candidate)) return true
        return differencesBetween(legacy, candidate, { identicalBodies: true, hosts: noHosts }).length === 0
      }),
    )
  })
})
