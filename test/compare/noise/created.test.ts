import { describe, expect, test } from '@jest/globals'
import { differencesBetween } from '../../../src/compare/compare.js'
import { noHosts } from '../../../src/compare/comparator.js'
import { createdPairs, differsOnlyInCreated } from '../../../src/compare/noise/builtin/created.js'
import { nothingLearned } from '../../../src/compare/noise/ledger.js'
import { separate } from '../../../src/compare/noise/noise.js'
import type { MadeValue } from '../../../src/model/made-value.js'
import { anExchange, type AnAnswer } from '../../support/factories.js'

const made = (value: string, key = '4 location query.id'): MadeValue[] => [{ key, value }]

/** What is news and what is noise of a session that created order 7 on legacy and 3 on the candidate. */
function judged(legacy: AnAnswer, candidate: AnAnswer, created = createdPairs(made('7'), made('3'))) {
  const found = differencesBetween(
    anExchange({ response: legacy }),
    anExchange({ leg: 'candidate', response: candidate }),
    { identicalBodies: false, hosts: noHosts },
  )
  const context = { receivedAt: 0, hosts: noHosts, recorded: false, created, faults: [] }
  const { signal, noise } = separate(found, [], 'GET /', context, { rules: [], learned: nothingLearned })
  return { news: signal.map(({ path }) => path), noise: noise.map(({ source }) => source) }
}

const order = (id: number, articles: number): AnAnswer => ({
  html: `<h1>Order no. ${id}</h1><a href="/order?id=${id}">see</a><form><input type="hidden" name="id" value="${id}"></form><p>${articles} articles</p>`,
})

test('an order that the session made is called by its own id on each side: that is no news', () => {
  expect(judged(order(7, 2), order(3, 2))).toEqual({ news: [], noise: Array(3).fill('builtin:created') })
})

test('another number beside it is', () => {
  const { news, noise } = judged(order(7, 2), order(3, 1))
  expect(noise).toHaveLength(3)
  expect(news).toEqual(['html > body > p'])
})

test('without a record made on both sides, ids that differ are news', () => {
  expect(judged(order(7, 2), order(3, 2), []).noise).toEqual([])
  expect(createdPairs(made('7'), undefined)).toEqual([])
  expect(createdPairs(made('7'), made('3', '5 location query.id'))).toEqual([])
})

test('redirects and JSON are looked at, too', () => {
  const to = (id: number): AnAnswer => ({ status: 302, headers: [['Location', `/order?id=${id}`]] })
  expect(judged(to(7), to(3)).news).toEqual([])
  expect(judged(to(7), to(4)).news).not.toEqual([])
  expect(judged({ json: { order: { id: 7 }, stock: 12 } }, { json: { order: { id: 3 }, stock: 11 } }).news).toEqual([
    '$.stock',
  ])
})

test('a number that became a text is a change of type, whatever was made', () => {
  expect(judged({ json: { id: 7 } }, { json: { id: '3' } }).news).toEqual(['$.id'])
})

test.each([
  ['the sides exchanged', 'order 3', 'order 7'],
  ['the id of the other leg', 'order 7', 'order 9'],
  ['part of a number', 'order 17', 'order 13'],
  ['part of a price', '7.50', '3.50'],
  ['the end of a price', '1,7', '1,3'],
  ['part of a word', 'x7', 'x3'],
  ['something else around it', 'order 7', 'Order 3'],
  ['one more on one side', 'order 7', 'order 3 3'],
])('%s is news', (_, legacy, candidate) => {
  expect(
    differsOnlyInCreated(
      { part: 'body', kind: 'value', path: 'p', legacy, candidate },
      createdPairs(made('7'), made('3')),
    ),
  ).toBe(false)
})

test.each([
  ['3 articles in order 7.', '3 articles in order 3.'],
  ['7', '3'],
  ['/order/7/lines?of=7', '/order/3/lines?of=3'],
])('%s against %s differs in the id alone', (legacy, candidate) => {
  expect(
    differsOnlyInCreated(
      { part: 'body', kind: 'value', path: 'p', legacy, candidate },
      createdPairs(made('7'), made('3')),
    ),
  ).toBe(true)
})

describe('two ids are a pair only where they look alike', () => {
  test.each([
    ['7', '1203', 1],
    ['CMD-2026-0007', 'CMD-2026-0003', 1],
    ['6f1e2d3c-4b5a-4978-8a69-0123456789ab', '00112233-4455-4677-8899-aabbccddeeff', 1],
    ['7', '7', 0],
    ['7', 'CMD-2026-0003', 0],
    ['CMD-2026-0007', 'ERR-2026-0007', 0],
  ])('%s, %s', (legacy, candidate, pairs) => {
    expect(createdPairs(made(legacy), made(candidate))).toHaveLength(pairs)
  })
})
