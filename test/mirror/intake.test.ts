import { describe, expect, test } from '@jest/globals'
import { liveBooks } from '../../src/mirror/books.js'
import { openGate, type Gate } from '../../src/mirror/gate.js'
import { createIntake, type Intake } from '../../src/mirror/intake.js'
import type { LiveOffer } from '../../src/mirror/offer.js'
import { sessionTracker } from '../../src/mirror/sessions.js'
import { aBody, anExchange, aRequest } from '../support/factories.js'

const tenBytes = anExchange({ response: { text: '0123456789' } })

function anIntake({ queued = 3, queuedBytes = 100 } = {}): {
  intake: Intake
  gate: Gate
  sent: LiveOffer[]
  counted: () => unknown
} {
  const gate = openGate()
  const sent: LiveOffer[] = []
  const books = liveBooks()
  const intake = createIntake(
    { queued, queuedBytes },
    {
      policy: ({ target }) => (target === '/denied' ? 'denied' : undefined),
      sessions: sessionTracker(),
      books,
      gate: () => gate,
      send: (offer) => void sent.push(offer),
    },
  )
  return { intake, gate, sent, counted: () => books.counts().notMirrored }
}

describe('the intake', () => {
  test('sends what has room, counts what has none, and has room again when the mirror took something', () => {
    const { intake, gate, sent, counted } = anIntake({ queued: 2 })
    for (let n = 0; n < 3; n += 1) intake.offer(aRequest(), tenBytes)
    expect([sent.length, gate.queued(), gate.queuedBytes(), counted()]).toEqual([2, 2, 20, { 'queue-full': 1 }])
    gate.leave(10)
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
    const { intake, gate } = anIntake()
    expect([intake.admit(aRequest(), ''), intake.admit(aRequest({ target: '/denied' }), '')]).toEqual([
      undefined,
      'denied',
    ])
    gate.close('breaker-open')
    expect(intake.admit(aRequest(), '')).toBe('breaker-open')
    gate.close(undefined)
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

  test('knows a session that diverged while it was not mirrored', () => {
    const { intake, sent } = anIntake()
    const headers = [['Cookie', 'PHPSESSID=abc']] as const
    intake.passedBy(aRequest({ method: 'POST', headers }), [])
    intake.offer(aRequest({ headers }), tenBytes)
    expect(sent.map(({ diverged }) => diverged)).toEqual([true])
  })
})

test('a gate opened on the same memory says the same', () => {
  const gate = openGate()
  const other = openGate(gate.memory)
  gate.enter(7)
  other.close('cap-reached')
  expect([other.queued(), other.queuedBytes(), gate.closedBecause()]).toEqual([1, 7, 'cap-reached'])
})
