import { expect, test } from '@jest/globals'
import { findingLedger, type FindingLedger } from '../../src/diagnose/finding-ledger.js'
import { findingId } from '../../src/model/finding-id.js'
import type { Sighting } from '../../src/model/finding.js'

const aSighting = (over: Partial<Sighting> = {}): Sighting => ({
  cause: 'perf-slow',
  key: 'k',
  proof: 'none',
  severity: 'major',
  title: 'Slow',
  evidence: {},
  ...over,
})
const told = (ledger: FindingLedger, sighting = aSighting()) =>
  ledger
    .shownBy([sighting])
    .map(({ sighting: { cause, proof }, isNews }) => `${cause} ${proof}${isNews ? ' news' : ''}`)

test('the words of a finding are news the first time, and when it is better proven', () => {
  const ledger = findingLedger()
  expect(told(ledger)).toEqual(['perf-slow none news'])
  expect(told(ledger)).toEqual(['perf-slow none'])
  expect(told(ledger, aSighting({ proof: 'log' }))).toEqual(['perf-slow log news'])
  expect(told(ledger, aSighting({ proof: 'signature' }))).toEqual(['perf-slow signature'])
})

test('the statements of the first pairs are kept, no more', () => {
  const ledger = findingLedger()
  const has = Array.from({ length: 27 }, () => ledger.shownBy([aSighting()])[0]?.hasStatements)
  expect(has.filter((each) => each === false)).toHaveLength(25)
  expect(has.slice(-2)).toEqual([true, true])
})

test('what was refuted is told no more', () => {
  const ledger = findingLedger()
  told(ledger)
  expect(ledger.refuted('perf-slow', 'k', { a: 1 }, 'it is not')).toEqual({
    id: findingId('perf-slow', 'k'),
    outcome: 'refuted',
    evidence: { a: 1 },
    withdrawn: { reason: 'it is not' },
  })
  expect(told(ledger)).toEqual([])
})

test('what turned out to be another is told as that one, and is no news where that was better proven', () => {
  const other = aSighting({ cause: 'perf-plan', proof: 'probe' })
  const ledger = findingLedger()
  told(ledger)
  expect(ledger.instead('perf-slow', 'k', other, 'it is a plan').withdrawn?.instead?.isNews).toBe(true)
  expect(told(ledger)).toEqual(['perf-plan probe'])
  const weaker = ledger.instead('perf-third', 'k', aSighting({ cause: 'perf-plan' }), 'perhaps a plan')
  expect(weaker.withdrawn?.instead?.isNews).toBe(false)
})

test('what could not be written is as if it had not been said', () => {
  const ledger = findingLedger()
  told(ledger)
  ledger.rollBack()
  expect(told(ledger)).toEqual(['perf-slow none news'])
  ledger.keep()
  ledger.refuted('perf-slow', 'k', {}, 'r')
  ledger.rollBack()
  expect(told(ledger)).toEqual(['perf-slow none'])
})
