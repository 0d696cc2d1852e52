import { expect, test } from '@jest/globals'
import { experimentLedger } from '../../src/verifier/experiments.js'
import { aRequest } from '../support/factories.js'

const asked = (lostMs: number, route: string) => ({
  question: { cause: 'query-cache-dependence', key: 'd', sql: 'SELECT 1', lostMs } as const,
  request: aRequest(),
  route,
})
const identity = 'query-cache-dependence\nd'

test('a question is asked once while traffic flows', () => {
  const ledger = experimentLedger()
  expect([ledger.wants(asked(60, 'GET /a')), ledger.wants(asked(90, 'GET /b'))]).toEqual([true, false])
})

test('when traffic is over the worst route is measured, unless it was', () => {
  const ledger = experimentLedger()
  ledger.wants(asked(60, 'GET /a'))
  ledger.concluded(identity, 'proven', 'GET /a')
  expect(ledger.stillOpen()).toEqual([])
  ledger.wants(asked(90, 'GET /b'))
  expect(ledger.stillOpen().map(({ route }) => route)).toEqual(['GET /b'])
})

test('what was not decided is asked again, what was refuted is not', () => {
  const ledger = experimentLedger()
  ledger.wants(asked(60, 'GET /a'))
  expect(ledger.concluded(identity, 'inconclusive', 'GET /a')).toBe('inconclusive')
  expect(ledger.stillOpen()).toHaveLength(1)
  expect(ledger.concluded(identity, 'refuted', 'GET /a')).toBe('refuted')
  expect([ledger.stillOpen(), ledger.refuted(identity)]).toEqual([[], true])
})

test('a proof stays a proof, whatever a later measurement says', () => {
  const ledger = experimentLedger()
  ledger.wants(asked(60, 'GET /a'))
  ledger.concluded(identity, 'proven', 'GET /a')
  expect(ledger.concluded(identity, 'refuted', 'GET /b')).toBeUndefined()
  expect(ledger.refuted(identity)).toBe(false)
})

test('what is still being asked is not asked twice, but for a route that it hurts more', () => {
  const ledger = experimentLedger()
  ledger.wants(asked(60, 'GET /a'))
  expect(ledger.stillOpen()).toEqual([])
  ledger.wants(asked(90, 'GET /b'))
  expect(ledger.stillOpen()).toHaveLength(1)
})

test('a suspicion that turned out to be another cause is settled', () => {
  const ledger = experimentLedger()
  ledger.wants(asked(60, 'GET /a'))
  expect(ledger.concluded(identity, 'another-cause', 'GET /a')).toBe('another-cause')
  expect([ledger.stillOpen(), ledger.refuted(identity)]).toEqual([[], true])
})
