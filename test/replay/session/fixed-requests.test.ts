import { expect, test } from '@jest/globals'
import type { ScenarioExchange } from '../../../src/replay/scenario/model.js'
import { roundsOf } from '../../../src/replay/session/round.js'
import { aResponse } from '../../support/factories.js'

const exchange = (over: Partial<ScenarioExchange> = {}): ScenarioExchange => ({
  method: 'GET',
  target: '/cart',
  session: 'v1',
  after: 0,
  writes: false,
  headers: { accept: 'text/html' },
  capture: {},
  ...over,
})

/** How visits of one scenario ask; `value` is the variable that its requests may hold. */
const asking = (exchanges: readonly ScenarioExchange[]) => {
  let value = 'first'
  const scenario = { name: 'n', why: 'w', variables: {}, sessions: {}, exchanges }
  const sources = { variable: () => value, sideFile: () => new Uint8Array(), host: 'shop.example' }
  const begin = roundsOf(scenario, sources)
  return { begin, change: (next: string) => (value = next) }
}

test('a request into which nothing is filled is one object for both legs and every round', () => {
  const plain = exchange()
  const { begin } = asking([plain])
  const first = begin().visitOf('legacy', 'v1').request(plain)
  expect(first.headers).toEqual([
    ['Host', 'shop.example'],
    ['accept', 'text/html'],
  ])
  expect(begin().visitOf('candidate', 'v1').request(plain)).toBe(first)
})

test.each([
  ['target', { target: '/cart/${who}' }],
  ['header field', { headers: { authorization: '${who}' } }],
  ['body', { method: 'POST', body: { kind: 'text', text: '${who}' } as const }],
])('a request with a value in its %s is filled in each time', (_, over) => {
  const filled = exchange(over)
  const { begin, change } = asking([filled])
  const before = begin().visitOf('legacy', 'v1').request(filled)
  change('second')
  expect(begin().visitOf('legacy', 'v1').request(filled)).not.toEqual(before)
})

test('a leg that set a cookie sends it, the other and the next round do not', () => {
  const plain = exchange()
  const { begin } = asking([plain])
  const round = begin()
  const legacy = round.visitOf('legacy', 'v1')
  const request = legacy.request(plain)
  const answer = aResponse({ headers: [['Set-Cookie', 'sid=7; Path=/']] })
  legacy.answered({ exchange: plain, position: 0, request, answer, recorded: undefined })
  expect(legacy.request(plain).headers).toContainEqual(['Cookie', 'sid=7'])
  expect(round.visitOf('candidate', 'v1').request(plain)).toBe(request)
  expect(begin().visitOf('legacy', 'v1').request(plain)).toBe(request)
})

test('a leg whose pages gave a token sends it in requests that hold the recorded one', () => {
  const plain = exchange({ headers: { 'x-csrf-token': 'recorded' } })
  const { begin } = asking([plain])
  const legacy = begin().visitOf('legacy', 'v1')
  const request = legacy.request(plain)
  const bytes = Buffer.from('<html><input type=hidden name=x-csrf-token value=own>')
  const answer = aResponse({ headers: [['Content-Type', 'text/html']], bytes })
  legacy.answered({ exchange: plain, position: 0, request, answer, recorded: undefined })
  expect(legacy.request(plain).headers).toContainEqual(['x-csrf-token', 'own'])
})
