import { expect, test } from '@jest/globals'
import { mirrorRequestCounts } from '../../src/mirror/request-counts.js'
import { circuitBreaker } from '../../src/mirror/breaker.js'
import { mirrorCap } from '../../src/mirror/cap.js'
import { controlWrites, onACopy } from '../../src/mirror/control-writes.js'
import { createDispatcher, type DispatcherPorts } from '../../src/mirror/dispatcher.js'
import { openQueueRoom } from '../../src/mirror/queue-room.js'
import type { Offer, PassedBy } from '../../src/mirror/offer.js'
import type { LegName } from '../../src/model/exchange.js'
import type { Request } from '../../src/model/http.js'
import type { Pair } from '../../src/model/pair.js'
import { aBody, anExchange, aRequest, aStatement } from '../support/factories.js'

function aDispatcher(over: Partial<DispatcherPorts> = {}) {
  const asked: LegName[] = []
  const pairs: Pair[] = []
  const ports: DispatcherPorts = {
    ask(leg) {
      asked.push(leg)
      return Promise.resolve(anExchange({ leg, response: { text: `the ${leg}` } }))
    },
    concurrency: 2,
    room: openQueueRoom(),
    cap: mirrorCap({}, () => 0),
    breaker: circuitBreaker({ failures: 5, retryMs: 1000, maxRetryMs: 1000 }, () => 0),
    draw: () => 0,
    inOrder: false,
    pairs: {
      take: (pair) => void pairs.push(pair),
      settled: () => undefined,
      lost: () => undefined,
      controlWrote: () => undefined,
      unmirrored: () => undefined,
      legacyLogged: () => undefined,
    },
    requestCounts: mirrorRequestCounts(false),
    ...over,
  }
  return { asked, pairs, dispatcher: createDispatcher(ports) }
}

const anyBreaker = () => circuitBreaker({ failures: 5, retryMs: 1000, maxRetryMs: 1000 }, () => 0)

const offered = (legacy: Offer['legacy']): Promise<ReturnType<typeof aDispatcher>> =>
  new Promise((resolve) => {
    const made = aDispatcher()
    made.dispatcher.offer({ request: aRequest(), legacy, diverged: false, ended: () => resolve(made) })
  })

test('of a live request legacy has answered: only the candidate is asked', async () => {
  const { asked, pairs } = await offered(anExchange({ response: { text: 'live' } }))
  expect(asked).toEqual(['candidate'])
  expect(pairs[0]?.legacy.response?.body.size).toBe(4)
})

test.each([
  ['legacy-first', ['legacy', 'candidate']],
  ['candidate-first', ['candidate', 'legacy']],
] as const)('a replay has both asked, one after the other: %s', async (order, expected) => {
  const { asked, pairs } = await offered(order)
  expect(asked).toEqual(expected)
  expect(pairs.map(({ legacy, candidate }) => [legacy.leg, candidate.leg])).toEqual([['legacy', 'candidate']])
})

test.each([
  [false, ['candidate', 'control', 'legacy']],
  [true, ['candidate', 'legacy']],
])('control is left out of a session that wrote: %s', async (withoutControl, expected) => {
  const control = { share: () => 'asked' as const, breaker: anyBreaker(), writes: onACopy }
  const { asked, dispatcher } = aDispatcher({ control })
  await new Promise<void>((ended) =>
    dispatcher.offer({ request: aRequest(), legacy: 'candidate-first', diverged: false, withoutControl, ended }),
  )
  expect(asked).toEqual(expected)
})

test('a safe request that wrote on control is asked there no more, and told once', async () => {
  const told: unknown[] = []
  const writes = controlWrites((route, tables) => told.push([route, tables]))
  const asked: LegName[] = []
  const { dispatcher } = aDispatcher({
    control: { share: () => 'asked', breaker: anyBreaker(), writes },
    ask(leg) {
      asked.push(leg)
      const counting = aStatement({ sql: 'UPDATE photos SET hits = hits + 1 WHERE id = 7', affectedRows: 1 })
      return Promise.resolve(anExchange({ leg, statements: leg === 'control' ? [counting] : [] }))
    },
  })
  for (const target of ['/photo/7', '/photo/8', '/list'])
    await new Promise<void>((ended) =>
      dispatcher.offer({ request: aRequest({ target }), legacy: anExchange(), diverged: false, ended }),
    )
  expect(asked).toEqual(['candidate', 'control', 'candidate', 'candidate', 'control'])
  expect(told).toEqual([
    ['GET /photo/{id}', ['photos']],
    ['GET /list', ['photos']],
  ])
})

test.each([
  [0.2, ['candidate', 'control']],
  [0.7, ['control', 'candidate']],
])('candidate and control are asked one after the other, in the order that is drawn: %d', async (drawn, expected) => {
  const told: string[] = []
  const { dispatcher, pairs } = aDispatcher({
    control: { share: () => 'asked', breaker: anyBreaker(), writes: onACopy },
    draw: () => drawn,
    async ask(leg) {
      told.push(leg)
      await new Promise(setImmediate)
      told.push('answered')
      return anExchange({ leg, response: { text: leg } })
    },
  })
  await new Promise<void>((ended) =>
    dispatcher.offer({ request: aRequest(), legacy: anExchange(), diverged: false, ended }),
  )
  expect(told).toEqual(expected.flatMap((leg) => [leg, 'answered']))
  expect(pairs.map(({ candidate, control }) => [candidate.leg, control?.leg])).toEqual([['candidate', 'control']])
})

const live = anExchange({ response: { headers: [['ETag', '"b"']], status: 412 } })

test.each<[string, Request, boolean]>([
  ['carries-session', aRequest(), true],
  ['conditional', aRequest({ method: 'PUT', headers: [['If-Match', '"a"']] }), false],
])('what must not reach another leg is counted as %s, and no leg is asked', async (reason, request, carries) => {
  const requestCounts = mirrorRequestCounts(false)
  const room = openQueueRoom()
  const { asked, dispatcher } = aDispatcher({
    requestCounts,
    room,
    sessions: { carries: () => carries, stateOf: () => undefined },
  })
  room.enter(0)
  await new Promise<void>((ended) => dispatcher.offer({ request, legacy: live, ended }))
  expect([asked, requestCounts.counts().notMirrored, room.queued()]).toEqual([[], { [reason]: 1 }, 0])
})

test.each([
  ['diverged', { incomparable: 'unpaired-session' }],
  ['unknown', { heldBack: 'unknown' }],
  ['fresh', { heldBack: 'fresh' }],
] as const)('what legacy knows of a session goes along with the pair: %s', async (state, expected) => {
  const { dispatcher, pairs } = aDispatcher({ sessions: { carries: () => false, stateOf: () => state } })
  await new Promise<void>((ended) => dispatcher.offer({ request: aRequest(), legacy: live, ended }))
  expect(pairs).toMatchObject([expected])
})

test('a write that was offered and is not mirrored after all passed by: legacy holds it alone', () => {
  const passed: PassedBy[] = []
  const { dispatcher } = aDispatcher({ passedBy: (one) => void passed.push(one) })
  dispatcher.pause()
  for (const method of ['POST', 'GET'])
    dispatcher.offer({
      request: aRequest({ method, body: aBody('a=1') }),
      legacy: anExchange({ response: { text: 'saved' } }),
    })
  expect(passed.map(({ request, wrote }) => [request.method, String(wrote?.body)])).toEqual([['POST', 'a=1']])
})
