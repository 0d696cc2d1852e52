import { describe, expect, test } from '@jest/globals'
import { liveRequestCounts } from '../../src/mirror/request-counts.js'
import { openQueueRoom, type QueueRoom } from '../../src/mirror/queue-room.js'
import { createIntake, type Intake } from '../../src/mirror/intake.js'
import type { LiveOffer, PassedBy } from '../../src/mirror/offer.js'
import type { Headers } from '../../src/model/http.js'
import { unmirroredWriteBytes } from '../../src/model/unmirrored-write.js'
import { aBody, anExchange, aRequest } from '../support/factories.js'

const nothing = new Uint8Array(0)
const tenBytes = anExchange({ response: { text: '0123456789' } })

function anIntake({ queued = 3, queuedBytes = 100 } = {}): {
  intake: Intake
  room: QueueRoom
  sent: LiveOffer[]
  passed: PassedBy[]
  counted: () => unknown
} {
  const room = openQueueRoom()
  const sent: LiveOffer[] = []
  const passed: PassedBy[] = []
  const requestCounts = liveRequestCounts()
  const intake = createIntake(
    { queued, queuedBytes },
    {
      policy: ({ target }) => (target === '/denied' ? 'denied' : undefined),
      requestCounts,
      room: () => room,
      send: (offer) => void sent.push(offer),
      sendPassedBy: (one) => void passed.push(one),
    },
  )
  return { intake, room, sent, passed, counted: () => requestCounts.counts().notMirrored }
}

describe('the intake', () => {
  test('sends what has room, counts what has none, and has room again when the mirror took something', () => {
    const { intake, room, sent, counted } = anIntake({ queued: 2 })
    for (let n = 0; n < 3; n += 1) intake.offer(aRequest(), tenBytes)
    expect([sent.length, room.queued(), room.queuedBytes(), counted()]).toEqual([2, 2, 20, { 'queue-full': 1 }])
    room.leave(10)
    intake.offer(aRequest(), tenBytes)
    expect(sent).toHaveLength(3)
  })

  test('counts bytes as well as requests', () => {
    const { intake, sent, counted } = anIntake({ queuedBytes: 25 })
    for (let n = 0; n < 3; n += 1) intake.offer(aRequest(), tenBytes)
    expect([sent.length, counted()]).toEqual([2, { 'bytes-full': 1 }])
  })

  test('an upload that was not kept whole cannot be mirrored', () => {
    const { intake, counted } = anIntake()
    intake.offer(aRequest({ body: { ...aBody(), size: 9, truncated: true } }), tenBytes)
    expect(counted()).toEqual({ 'body-too-large': 1 })
  })

  test('admits what the policy allows while the mirror wants requests', () => {
    const { intake, room } = anIntake()
    expect([intake.admit(aRequest(), ''), intake.admit(aRequest({ target: '/denied' }), '')]).toEqual([
      undefined,
      'denied',
    ])
    room.close('breaker-open')
    expect(intake.admit(aRequest(), '')).toBe('breaker-open')
    room.close(undefined)
    expect(intake.admit(aRequest(), '')).toBeUndefined()
  })

  test('paused, it takes nothing, also nothing that was admitted before; shut down, it does not open again', () => {
    const { intake, sent, counted } = anIntake()
    intake.close('paused')
    expect(intake.admit(aRequest(), '')).toBe('paused')
    intake.offer(aRequest(), tenBytes)
    expect([sent.length, counted()]).toEqual([0, { paused: 1 }])
    intake.open()
    expect(intake.admit(aRequest(), '')).toBeUndefined()
    intake.close('shutdown')
    intake.open()
    expect(intake.admit(aRequest(), '')).toBe('shutdown')
  })

  test('of a request that is not mirrored it sends what it says of sessions, and nothing where it says nothing', () => {
    const { intake, passed } = anIntake()
    const asker = [
      ['User-Agent', 'Firefox'],
      ['X-Forwarded-For', '203.0.113.6'],
    ] as const
    const passBy = (headers: Headers, answer: Headers): void =>
      intake.passedBy(aRequest({ headers }), { status: 200, headers: answer }, nothing)
    passBy([['Host', 'a'], ['cookie', 'shop=1'], ...asker], [['Date', 'x']])
    passBy(asker, [['Set-Cookie', 'shop=2']])
    passBy(asker, [['Content-Type', 'text/html']])
    expect(passed).toEqual([
      { request: { method: 'GET', target: '/', headers: [['cookie', 'shop=1'], ...asker] }, answer: [] },
      { request: { method: 'GET', target: '/', headers: asker }, answer: [['Set-Cookie', 'shop=2']] },
    ])
  })

  test('of a write that legacy took alone it sends the beginning of what was sent, and of one that legacy refused nothing', () => {
    const { intake, passed } = anIntake()
    const write = aRequest({ method: 'POST', target: '/save.php', headers: [['Content-Type', 'text/plain']] })
    const sent = Buffer.alloc(2 * unmirroredWriteBytes, 'x')
    intake.passedBy(write, { status: 302, headers: [['Location', '/page/7']] }, sent)
    intake.passedBy(write, undefined, nothing)
    intake.passedBy(write, { status: 403, headers: [] }, sent)
    const { id, receivedAt } = write
    const request = { method: 'POST', target: '/save.php', headers: [['Content-Type', 'text/plain']] }
    const body = sent.subarray(0, unmirroredWriteBytes)
    expect(passed).toEqual([
      { request, answer: [['Location', '/page/7']], wrote: { id, body, receivedAt } },
      { request, answer: [], wrote: { id, body: nothing, receivedAt } },
    ])
  })

  test('what was admitted and had no room is noted as well', () => {
    const { intake, passed } = anIntake({ queued: 0 })
    intake.offer(aRequest({ headers: [['Cookie', 'shop=1']] }), tenBytes)
    expect(passed).toHaveLength(1)
  })
})

test('a gate opened on the same memory says the same', () => {
  const room = openQueueRoom()
  const other = openQueueRoom(room.memory)
  room.enter(7)
  other.close('cap-reached')
  expect([other.queued(), other.queuedBytes(), room.closedBecause()]).toEqual([1, 7, 'cap-reached'])
})
