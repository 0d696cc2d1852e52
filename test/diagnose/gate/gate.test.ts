import { describe, expect, test } from '@jest/globals'
import { applyGate, gateStatus } from '../../../src/diagnose/gate/gate.js'
import { defaultGate, type GateSettings } from '../../../src/diagnose/gate/settings.js'
import type { Allowance } from '../../../src/model/decision.js'
import type { ReportedFinding, RunReport } from '../../../src/model/report.js'
import { aFinding, aRoute, aRunReport } from '../../support/report.js'

const at = Date.parse('2026-11-24T12:00:00Z')

function gated(over: Partial<RunReport>, settings: Partial<GateSettings> = {}): RunReport {
  return applyGate(aRunReport(over), { settings: { ...defaultGate, ...settings }, at })
}

function allowed(findings: readonly ReportedFinding[], ...allowances: readonly Allowance[]): RunReport {
  return applyGate(aRunReport({ findings }), { settings: defaultGate, decided: { allowances }, at })
}

function reasonsOf(over: Partial<RunReport>, settings: Partial<GateSettings> = {}): readonly string[] {
  return gated(over, settings).gate.reasons
}

const [critical, major, minor] = [
  aFinding({ id: 'c', title: 'Division by zero in price.php:12' }),
  aFinding({
    id: 'm',
    severity: 'major',
    proof: 'none',
    cause: 'unexplained',
    signature: 'GET /a body value',
    title: 'M',
  }),
  aFinding({ id: 's', severity: 'minor', cause: 'unexplained', signature: 'headers missing x-a', title: 'S' }),
]

describe('severity', () => {
  test('without a word on it, no critical and no major finding is allowed, and any number of smaller ones', () => {
    expect(reasonsOf({ findings: [critical, major, minor] })).toEqual([
      '1 critical finding, proven, and none is allowed (gate.max.critical): Division by zero in price.php:12.',
      '1 major finding, not proven, and none is allowed (gate.max.major): M.',
    ])
    expect(gated({ findings: [minor] }).gate.passed).toBe(true)
  })

  test('accepted and fixed findings do not count', () => {
    const findings = [{ ...critical, state: 'accepted' } as const, { ...major, state: 'accepted' } as const]
    expect(reasonsOf({ findings })).toEqual([])
  })

  test('as many as are allowed pass, one more does not, and of many three are named', () => {
    const five = Array.from({ length: 5 }, (_, n) => aFinding({ id: `c${n}`, title: `T${n}` }))
    expect(reasonsOf({ findings: five }, { max: { critical: 5 } })).toEqual([])
    expect(reasonsOf({ findings: five }, { max: { critical: 4 } })).toEqual([
      '5 critical findings, 5 of them proven, and 4 are allowed (gate.max.critical): T0; T1; T2; and 2 more.',
    ])
  })

  test('a rule names the findings that it counts, also where it is kept', () => {
    const { checks } = gated({ findings: [critical, major] }, { max: { critical: 1, major: 0 } }).gate
    expect(checks.filter(({ findings }) => findings.length > 0)).toMatchObject([
      { rule: 'critical', reasons: [], findings: ['c'] },
      { rule: 'major', findings: ['m'] },
    ])
  })
})

test('unexplained findings have a limit of their own, whatever their severity', () => {
  const findings = [major, minor]
  expect(reasonsOf({ findings }, { max: {}, unexplained: 2 })).toEqual([])
  expect(reasonsOf({ findings }, { max: {}, unexplained: 1 })).toEqual([
    '2 findings without an explanation, and 1 is allowed (gate.unexplained): M; S.',
  ])
})

describe('what the configuration allows', () => {
  const reason = 'known'

  test.each([
    [{ cause: 'unexplained', reason }, ['c']],
    [{ signature: 'GET /a *', reason }, ['c']],
    [{ finding: 'c', reason }, ['m']],
    [{ cause: 'unexplained', signature: 'GET /b *', reason }, ['c', 'm']],
    [{ finding: 'c', reason, expires: '2026-11-23' }, ['c', 'm']],
    [{ finding: 'c', reason, expires: '2026-11-24' }, ['m']],
  ])('%j leaves %j open', (allowance, open) => {
    const { findings } = allowed([critical, major], allowance)
    expect(findings.filter(({ state }) => state === 'new').map(({ id }) => id)).toEqual(open)
  })

  test('it says why in the report', () => {
    const { findings } = allowed([critical], { finding: 'c', reason, expires: '2026-12-31' })
    expect(findings[0]).toMatchObject({
      state: 'accepted',
      acceptance: { by: 'configuration', reason, expires: '2026-12-31' },
    })
  })

  test('what allowed nothing, and what expired, is remarked', () => {
    const allow = [
      { cause: 'perf-slowr', reason },
      { finding: 'c', reason, expires: '2026-01-01' },
    ]
    expect(allowed([critical], ...allow).gate.remarks).toEqual([
      'gate.allow for cause perf-slowr allowed nothing in this run.',
      'gate.allow for finding c expired after 2026-01-01: what it allowed counts.',
    ])
  })
})

describe('limits of time', () => {
  const slow = aRoute({ route: 'GET /a', ratio: { median: 2.1, low: 1.8, high: 2.4 } })

  test('a route fails when its whole interval lies above the limit', () => {
    expect(reasonsOf({ routes: [slow] }, { ratios: [{ route: 'GET /*', max: 1.5 }] })).toEqual([
      'GET /a takes 2.10 times as long as on legacy (surely 1.80 times), and 1.5 is the limit (gate.ratios, GET /*).',
    ])
    expect(reasonsOf({ routes: [slow] }, { ratios: [{ route: 'GET /*', max: 1.8 }] })).toEqual([])
  })

  test('the first limit that fits is the limit', () => {
    const ratios = [
      { route: 'GET /a', max: 3 },
      { route: 'GET /*', max: 1 },
    ]
    expect(reasonsOf({ routes: [slow] }, { ratios })).toEqual([])
  })

  test('what cannot be judged is remarked and does not fail', () => {
    const routes = [slow, aRoute({ route: 'GET /b', ratio: null })]
    const ratios = [
      { route: 'GET /a', max: 2 },
      { route: 'GET /b', max: 2 },
      { route: 'GET /c', max: 2 },
    ]
    const { gate } = gated({ routes }, { ratios })
    expect(gate.passed).toBe(true)
    expect(gate.remarks).toEqual([
      'GET /a may be past its limit of 2: 2.10 times as long, between 1.80 times and 2.40 times. More pairs would tell.',
      'GET /b has too few timed pairs to be held to its limit of 2.',
      'No route of this run fits gate.ratios, GET /c.',
    ])
  })
})

describe('coverage', () => {
  const totals = {
    ...aRunReport().totals,
    requests: 20,
    mirrored: 20,
    compared: 18,
    match: 18,
    incomparable: { timeout: 2 },
  }
  const routes = [aRoute({ route: 'GET /a' }), aRoute({ route: 'GET /b' })]

  test('too few pairs, with what became of the others', () => {
    const coverage = { pairs: 0.95, expect: [] }
    expect(reasonsOf({ totals }, { coverage })).toEqual([
      '18 of 20 mirrored requests compared, and 95 % is the least (gate.coverage.pairs). Lost: timeout 2.',
    ])
    expect(reasonsOf({ totals }, { coverage: { ...coverage, pairs: 0.9 } })).toEqual([])
  })

  test('too few routes, with their names', () => {
    const coverage = { routes: 0.7, expect: [] }
    expect(reasonsOf({ routes, routesNotCompared: ['GET /c'] }, { coverage })).toEqual([
      '2 of 3 routes compared, and 70 % is the least (gate.coverage.routes). Not compared: GET /c.',
    ])
    expect(reasonsOf({ routes }, { coverage })).toEqual([])
  })

  test('routes that were expected', () => {
    const coverage = { expect: ['GET /a', 'POST /*'] }
    expect(reasonsOf({ routes }, { coverage })).toEqual([
      'POST /* was expected, and no pair of it was compared (gate.coverage.expect).',
    ])
  })
})

const gone = { kind: 'gone', sentence: 'The candidate stopped answering.' } as const

describe('a candidate that stopped answering under a replay', () => {
  const report = { run: { ...aRunReport().run, kind: 'replay' as const }, notes: [gone] }

  test('fails the gate: what was compared before proves nothing of the rest', () => {
    expect(reasonsOf(report)).toEqual(['The candidate stopped answering.'])
  })

  test('is a stack that could not be reached, unless something else was wrong before', () => {
    expect(gateStatus(gated(report))).toBe(3)
    expect(gateStatus(gated({ ...report, findings: [critical] }))).toBe(1)
  })
})

describe('a run that compared nothing', () => {
  const totals = {
    ...aRunReport().totals,
    compared: 0,
    match: 0,
    mirrored: 3,
    requests: 3,
    incomparable: { refused: 3 },
  }

  test('fails, with what became of its requests', () => {
    expect(reasonsOf({ totals })).toEqual([
      'Nothing was compared: there is no proof either way. What became of them: refused 3.',
    ])
  })

  test('has an exit status of its own', () => {
    expect(gateStatus(gated({ totals }))).toBe(3)
    expect(gateStatus(gated({ findings: [critical] }))).toBe(1)
    expect(gateStatus(gated({}))).toBe(0)
  })
})

test('a run that has not ended says so', () => {
  const { gate } = gated({ run: { ...aRunReport().run, endedAt: null } })
  expect(gate.remarks).toEqual(['The run has not ended, or Sosie was killed: more may have been coming.'])
})
