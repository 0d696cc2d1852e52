import { describe, expect, test } from '@jest/globals'
import { applyGate } from '../../../src/diagnose/gate/gate.js'
import { defaultGate } from '../../../src/diagnose/gate/settings.js'
import { updatedBaseline } from '../../../src/diagnose/gate/baseline.js'
import type { BaselineEntry } from '../../../src/model/baseline.js'
import type { RunReport } from '../../../src/model/report.js'
import { aFinding, aRoute, aRunReport } from '../../support/report.js'

const at = Date.parse('2026-11-24T12:00:00Z')

function anEntry(over: Partial<BaselineEntry> = {}): BaselineEntry {
  return {
    id: 'f00d',
    cause: 'php-division-by-zero',
    title: 'Division by zero in price.php:12',
    routes: ['GET /'],
    reason: 'fixed in the next release',
    author: 'Ada',
    expires: '2027-06-30',
    ...over,
  }
}

function against(entries: readonly BaselineEntry[], over: Partial<RunReport>): RunReport {
  return applyGate(aRunReport(over), { settings: defaultGate, decided: { allowances: [], baseline: entries }, at })
}

describe('each finding of a run, and each entry of its baseline, is one of five', () => {
  const routes = [aRoute({ route: 'GET /' }), aRoute({ route: 'GET /few', ratio: null })]

  test('new: it counts', () => {
    const { baseline, gate } = against([], { findings: [aFinding()], routes })
    expect([baseline?.new, gate.passed]).toEqual([['f00d'], false])
  })

  test('accepted: it does not count, and says who, why and until when', () => {
    const { baseline, gate, findings } = against([anEntry()], { findings: [aFinding()], routes })
    expect([baseline?.accepted, baseline?.new, gate.passed]).toEqual([['f00d'], [], true])
    expect(findings[0]).toMatchObject({
      state: 'accepted',
      acceptance: { by: 'baseline', author: 'Ada', reason: 'fixed in the next release', expires: '2027-06-30' },
    })
  })

  test('expired: it counts from the day after its last', () => {
    const { baseline, gate } = against([anEntry({ expires: '2026-11-23' })], { findings: [aFinding()], routes })
    expect([baseline?.expired, gate.passed]).toEqual([['f00d'], false])
    expect(against([anEntry({ expires: '2026-11-24' })], { findings: [aFinding()], routes }).gate.passed).toBe(true)
  })

  test('fixed: not seen, though each of its routes was compared', () => {
    expect(against([anEntry()], { routes }).baseline).toMatchObject({ fixed: [anEntry()], notCovered: [] })
  })

  test.each([
    ['one of its routes was not compared', anEntry({ routes: ['GET /', 'GET /gone'] })],
    [
      'it is one of time, and its route has too few timed pairs',
      anEntry({ cause: 'perf-slower', routes: ['GET /few'] }),
    ],
    ['nothing says where it would be seen', anEntry({ routes: [] })],
  ])('not covered, and never called fixed: %s', (_, entry) => {
    expect(against([entry], { routes }).baseline).toMatchObject({ fixed: [], notCovered: [entry] })
  })

  test('an entry that ends within two weeks is remarked', () => {
    const { gate } = against([anEntry({ expires: '2026-12-01' })], { findings: [aFinding()], routes })
    expect(gate.remarks).toEqual([
      'The baseline accepts "Division by zero in price.php:12" (f00d) until 2026-12-01: fix it or renew it soon.',
    ])
  })
})

describe('an update', () => {
  const signed = { reason: 'r', author: 'Eve', expires: '2027-01-01' }
  const routes = [aRoute({ route: 'GET /' })]

  test('adds what is new, renews what has expired, takes out what is fixed and leaves the rest', () => {
    const entries = [
      anEntry({ id: 'gone' }),
      anEntry({ id: 'holds' }),
      anEntry({ id: 'old', expires: '2026-01-01' }),
      anEntry({ id: 'unknown', routes: ['GET /far'] }),
    ]
    const findings = ['holds', 'old', 'brand-new'].map((id) => aFinding({ id }))
    const update = updatedBaseline(against(entries, { findings, routes }), entries, signed)
    expect(update.entries.map(({ id, author }) => `${id} ${author}`)).toEqual([
      'brand-new Eve',
      'holds Ada',
      'old Eve',
      'unknown Ada',
    ])
    expect([update.added, update.renewed, update.removed].map((list) => list.map(({ id }) => id))).toEqual([
      ['brand-new'],
      ['old'],
      ['gone'],
    ])
  })

  test('accepts only what is named, where something is named', () => {
    const report = against([], { findings: [aFinding({ id: 'a' }), aFinding({ id: 'b' })], routes })
    expect(updatedBaseline(report, [], signed, ['b']).entries.map(({ id }) => id)).toEqual(['b'])
  })

  test('after it the same run passes', () => {
    const over = { findings: [aFinding({ id: 'a' }), aFinding({ id: 'b', severity: 'minor' })], routes }
    const { entries } = updatedBaseline(against([], over), [], signed)
    expect(against(entries, over).gate.passed).toBe(true)
    expect(updatedBaseline(against(entries, over), entries, signed).entries).toEqual(entries)
  })

  test('names at most twenty routes, in their order', () => {
    const many = Array.from({ length: 30 }, (_, n) => ({ route: `GET /${String(99 - n)}`, count: 1 }))
    const report = against([], { findings: [aFinding({ routes: many })], routes })
    const named = updatedBaseline(report, [], signed).entries[0]?.routes ?? []
    expect(named).toHaveLength(20)
    expect(named).toEqual([...named].sort())
  })
})
