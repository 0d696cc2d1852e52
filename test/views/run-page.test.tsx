import { describe, expect, test } from '@jest/globals'
import type { ExampleSql, ReportedFinding, RunReport } from '../../src/model/report.js'
import { applyGate } from '../../src/diagnose/gate/gate.js'
import { defaultGate, type GateSettings } from '../../src/diagnose/gate/settings.js'
import { html } from '../../src/report/html.js'
import { aFinding, aGate, anExample, aRoute, aRunReport, aShopReport } from '../support/report.js'
import { aReportedStatement, aSequence, anExampleSql } from '../support/statements.js'

/** As a gate that was given nothing decides. */
const gated = (over: Partial<RunReport>, settings: Partial<GateSettings> = {}): RunReport =>
  applyGate(aRunReport(over), { settings: { ...defaultGate, ...settings }, at: Date.parse('2026-11-24T12:00:00Z') })

describe('the decision comes first', () => {
  test('what the gate allows is no reason of its no', () => {
    const routes = [aRoute({ ratio: { median: 2.2, low: 2, high: 2.4 } })]
    const settings = { max: { critical: 1 }, ratios: [{ route: '*', max: 1.5 }] }
    expect(headingOf(gated({ findings: [aFinding()], routes }, settings))).toMatch(
      /^No-go: GET .* takes 2\.20 times as long/,
    )
    expect(headingOf(gated({ findings: [aFinding()], routes }, { ...settings, max: { critical: 0 } }))).toBe(
      'No-go: 1 regression would reach your users, and it is proven; 1 other rule of the gate is broken.',
    )
  })

  test('a no-go says how many regressions would reach users and how many are proven', () => {
    expect(headingOf(aShopReport())).toBe('No-go: 9 regressions would reach your users, 5 proven.')
  })

  test('one regression is told in the singular', () => {
    expect(headingOf(gated({ findings: [aFinding()] }))).toBe(
      'No-go: 1 regression would reach your users, and it is proven.',
    )
  })

  test('accepted and small findings are no regressions', () => {
    const report = aRunReport({ findings: [aFinding({ state: 'accepted' }), aFinding({ severity: 'minor' })] })
    expect(headingOf(report)).toBe('Go: no regression in 10 compared requests, 1 small finding to read at leisure.')
  })

  test('regressions within the limits of the gate are told as such', () => {
    expect(headingOf(aRunReport({ findings: [aFinding(), aFinding({ severity: 'minor' })] }))).toBe(
      'Go: 1 regression within the limits of your gate, in 10 compared requests, 1 small finding to read at leisure.',
    )
  })

  test('each reason of the gate is told', () => {
    const text = textOf(html.render(aRunReport({ gate: aGate('One.', 'Two.') })))
    expect(text).toContain("The gate's reasons: One. Two.")
  })

  test('of a shadow legacy served every user; of a replay there were no users', () => {
    const { run } = aRunReport()
    const factsOf = (kind: RunReport['run']['kind']): string =>
      textOf(html.render(aRunReport({ run: { ...run, kind } })))
    expect(factsOf('shadow')).toContain('Legacy, served every user')
    expect(factsOf('replay')).not.toContain('served every user')
  })

  test("a no-go without a finding tells the gate's reason", () => {
    const report = aRunReport({
      gate: aGate('Nothing was compared: there is no proof either way.'),
    })
    expect(headingOf(report)).toBe('No-go: nothing was compared: there is no proof either way.')
  })
})

describe('findings stand in the order in which they matter', () => {
  const page = html.render(aShopReport())

  test('severity, then proof, then count; unexplained after explained, settled last', () => {
    const ids = [...page.matchAll(/<article class="finding" id="finding-(\w{4})/g)].map(([, id]) => id)
    const explained = ['9c41', '7e11', '2ab7', '0d93', '51d0']
    const unexplained = ['b355', 'e82f', '4410', 'a907']
    expect(ids).toEqual([...explained, ...unexplained, 'c1d4'])
  })

  test('what is unexplained and not proven is folded, the proven error beside it is not', () => {
    const folded = page.slice(page.indexOf('class="section-fold"'))
    expect(page.indexOf('finding-b355')).toBeLessThan(page.indexOf('class="section-fold"'))
    expect(folded).toContain('3 findings without a proven cause')
  })

  test('the worst one is the first to fix, named by its place', () => {
    const [before, after] = [page.indexOf('Fix this first'), page.indexOf('Where every request went')]
    expect(textOf(page.slice(before, after))).toContain('LEFT JOIN avis a ON a.produit_id = p.id')
  })

  test('nothing is to be fixed where nothing is open', () => {
    expect(html.render(aRunReport({ findings: [aFinding({ state: 'accepted' })] }))).not.toContain('Fix this first')
  })
})

describe('a finding is told in words', () => {
  test('the query cache: how it is proven and what its loss explains', () => {
    const text = textOf(html.render(aShopReport()))
    expect(text).toContain("proven by repeating the request with legacy's query cache switched off")
    expect(text).toContain('The loss of the cache explains 95 % of the extra time.')
    expect(text).toContain('its SQL takes 1.25 s instead of 9.8 ms on every request')
  })

  test('what is not proven says so', () => {
    expect(textOf(pageOf(aFinding({ proof: 'none' })))).toContain('possible, not proven')
  })

  test('each face of a division by zero is what users would see', () => {
    const seen = (face: string): string => textOf(pageOf(aFinding({ evidence: { face } })))
    expect(seen('error-text')).toContain("PHP's error text in the page")
    expect(seen('empty-500')).toContain('An empty page with status 500.')
    expect(seen('cut-short')).toContain('A page that stops half-way')
  })

  test('evidence without a name for people keeps its key', () => {
    expect(pageOf(aFinding({ evidence: { newField: 12_000 } }))).toMatch(/>newField<\/th><td>12,000</)
  })
})

describe('an example is shown side by side', () => {
  test('a body that is cut short shows where it stops', () => {
    const example = anExample({
      differences: [{ part: 'body', kind: 'cut-short', path: 'character 8', legacy: 'c' }],
      legacy: { text: 'one\ntwo\nthree\n' },
      candidate: { text: 'one\ntw' },
    })
    const text = textOf(pageOf(aFinding({ example })))
    expect(text).toMatch(/2−two 2\+tw The candidate's answer stops here.*3−three/)
  })

  test('a log line and a failure stand on their side', () => {
    const example = anExample({ candidate: { status: null, text: null, failure: 'refused', log: ['PHP Fatal error'] } })
    const text = textOf(pageOf(aFinding({ example })))
    expect(text).toContain('Candidate no answer: refused')
    expect(text).toContain('PHP Fatal error')
    expect(text).toContain("The candidate's body is not text, or was not kept.")
  })
})

describe('the SQL of an example stands side by side', () => {
  const read = (id: number): readonly [string, number] => [`SELECT n FROM t WHERE id = ${id}`, 2]
  const sqlOf = (over: Partial<ExampleSql>): string =>
    pageOf(aFinding({ example: anExample({ sql: anExampleSql(over) }) }))
  const loop = [1, 2, 3, 4].map(read)

  test('a loop is one line with its count and its cost', () => {
    const text = textOf(sqlOf({ legacy: aSequence(...loop), candidate: aSequence(...loop) }))
    expect(text).toMatch(/8.0.ms×4/)
    expect(text).toContain('SELECT n FROM t WHERE id = 1 … and 3 other texts of this shape')
    expect(text).toContain('only their cost differs')
    expect(text).toContain("Legacy's side is control's")
  })

  test('the first difference is marked where it is, in words', () => {
    const page = sqlOf({ legacy: aSequence(['SELECT 1', 1], read(1)), candidate: aSequence(['SELECT 1', 1], ...loop) })
    expect(textOf(page)).toContain('First difference: once on legacy, 4 times on the candidate')
    expect(page.match(/class="parting"/g)).toHaveLength(1)
    expect(page.indexOf('SELECT 1')).toBeLessThan(page.indexOf('First difference'))
  })

  test('a statement that only one side runs, and one that fails, say so', () => {
    const failing = [aReportedStatement({ errno: 1064 })]
    expect(textOf(sqlOf({ legacy: [], candidate: aSequence(read(1)) }))).toContain('only the candidate runs this')
    expect(textOf(sqlOf({ legacy: aSequence(['SELECT 1', 1]), candidate: failing }))).toContain(
      'no error on legacy, error 1064 on the candidate',
    )
  })

  test('a side that no tap saw is no difference', () => {
    const text = textOf(sqlOf({ legacy: null, candidate: aSequence(read(1)) }))
    expect(text).toContain("No tap saw legacy's side of this request.")
    expect(text).not.toContain('First difference')
  })

  test('what a report has no room for is counted', () => {
    const text = textOf(sqlOf({ candidate: aSequence(read(1)), leftOut: { legacy: 2, candidate: 5 } }))
    expect(text).toContain('Not kept here: 2 more statements of legacy, 5 of the candidate.')
  })
})

describe('an experiment is shown', () => {
  test('both plans side by side, with the lines that only one has set off', () => {
    const evidence = {
      legacyPlan: ['f: index PRIMARY, about 1 row', 'l: index k, about 1 row'],
      candidatePlan: ['f: index PRIMARY, about 80 rows', 'l: no index, about 6000 rows'],
    }
    const page = pageOf(aFinding({ cause: 'perf-plan-regression', evidence }))
    expect([...page.matchAll(/<b>(.*?)<\/b>/g)].map(([, line]) => line)).toEqual([
      'l: index k, about 1 row',
      'l: no index, about 6000 rows',
    ])
  })

  test('what a fix would bring stands beside what is', () => {
    const evidence = { answerCachedMs: 20, answerUncachedMs: 900, answerCandidateMs: 1000, answerMendedMs: 40 }
    const text = textOf(pageOf(aFinding({ cause: 'query-cache-dependence', evidence })))
    expect(text).toMatch(/what a fix would bring.*Candidate +1.00.s.*Candidate, each statement once +40.ms/)
  })

  test('two methods are said to be two', () => {
    const evidence = { method: 'tap', shareByTapPercent: 95, shareBySessionPercent: 97 }
    const text = textOf(pageOf(aFinding({ cause: 'query-cache-dependence', proof: 'probe', evidence })))
    expect(text).toContain('proven two ways')
    expect(text).toMatch(/by repeating its statements +97 %/)
  })
})

describe('the request counts', () => {
  test('a reason is told in plain words', () => {
    const totals = { ...aRunReport().totals, requests: 12, notMirrored: { 'queue-full': 2 } }
    expect(textOf(html.render(aRunReport({ totals })))).toContain('2 the queue to the candidate was full queue-full')
  })

  test('requests under way at a crash are told, and no imbalance', () => {
    const totals = { ...aRunReport().totals, requests: 13, unsettled: 3 }
    const text = textOf(html.render(aRunReport({ totals })))
    expect(text).toContain('3 requests under way when the recording ended')
    expect(text).not.toContain('do not balance')
  })

  test('counts that do not balance say so', () => {
    const totals = { ...aRunReport().totals, match: 9 }
    expect(textOf(html.render(aRunReport({ totals })))).toContain(
      'The request counts do not balance: compared = match + noise + mismatch: 10 is not 9.',
    )
  })
})

describe('routes', () => {
  test('a route without enough samples has no ratio, one without times no figures', () => {
    const page = html.render(aRunReport({ routes: [aRoute({ ratio: null, legacyMs: null })] }))
    expect(page).toContain('too few to tell')
    expect(page).toContain('data-label="Legacy p50" data-value="-1">–<')
  })

  test('a ratio is a picture with its figures in words', () => {
    const page = html.render(aRunReport({ routes: [aRoute({ ratio: { median: 2, low: 1.5, high: 2.5 } })] }))
    expect(page).toContain('aria-label="2.0×, between 1.5× and 2.5×"')
  })
})

test('what control cost legacy is said, with what its cap left out', () => {
  const text = textOf(html.render(aRunReport({ controlLoad: { asked: 1200, ms: 34_567, leftOut: 80 } })))
  expect(text).toContain('Control asked legacy a second time: 1,200 requests, 35 seconds of its time together.')
  expect(text).toContain('80 more requests would have passed its cap')
  expect(textOf(html.render(aRunReport()))).not.toContain('Control asked')
})

test('the share of live SQL that is certain is said, with what to do where it is low', () => {
  const pageWith = (exact: number, ambiguous: number): string =>
    textOf(html.render(aRunReport({ liveTap: { exact, ambiguous, attributed: 4 * exact, statements: 6000 } })))
  const low = pageWith(300, 900)
  expect(low).toContain(
    'certain of the SQL of 300 requests in 1,200 (25 %), and gave them 1,200 of the 6,000 statements',
  )
  expect(low).toContain('legacy.tap.accessLog')
  expect(low).toContain('see docs/taps.md')
  expect(pageWith(1100, 100)).toContain("What may be another request's was given to none")
  expect(pageWith(1100, 100)).not.toContain('legacy.tap.accessLog')
  expect(pageWith(1200, 0)).not.toContain('another request')
  expect(textOf(html.render(aRunReport()))).not.toContain('tap on live legacy')
})

test('noise is listed by what it is known, with places and warnings, and escaped', () => {
  const place = {
    route: 'GET /a',
    part: 'body',
    kind: 'value',
    path: '$.x',
    differences: 4,
    legacy: '<b>',
    candidate: null,
    disagreed: {
      pairs: 40,
      candidate: { pairs: 12, lowPercent: 18.1, highPercent: 45.4 },
      control: { pairs: 10, lowPercent: 14.2, highPercent: 40.2 },
    },
  } as const
  const noise = [
    { source: 'control', differences: 4, pairs: 3, routes: 1, places: [place] },
    { source: 'rule:stock', differences: 2, pairs: 2, routes: 1, places: [] },
  ]
  const page = html.render(aRunReport({ noise, noiseWarnings: ['The rule "x" of Ada hid nothing.'] }))
  const text = textOf(page)
  expect(text).toContain('Differences that are no news 6')
  expect(text).toContain('did not repeat it either: 4 differences in 3 pairs')
  expect(text).toContain('12 of 40 (18 to 45 %) 10 of 40 (14 to 40 %)')
  expect(text).toContain('Your rule “stock”: 2 differences')
  expect(text).toContain('The rule "x" of Ada hid nothing.')
  expect(page).toContain('&lt;b&gt;')
  expect(textOf(html.render(aRunReport()))).not.toContain('no news')
})

test('new, expired, accepted, fixed and not covered findings stand against the baseline, with who accepted them', () => {
  const entry = {
    id: 'gone',
    cause: 'unexplained',
    title: 'Gone <b>',
    routes: ['GET /a'],
    reason: 'r',
    author: 'Ada',
    expires: '2027-01-01',
  }
  const acceptance = { by: 'baseline', reason: 'ticket 41', author: 'Ada', expires: '2027-01-01' } as const
  const findings = [
    aFinding({ id: 'n', title: 'Fresh' }),
    aFinding({ id: 'a', title: 'Old', state: 'accepted', acceptance }),
    aFinding({ id: 'e', title: 'Over' }),
  ]
  const baseline = {
    new: ['n'],
    accepted: ['a'],
    expired: ['e'],
    fixed: [entry],
    notCovered: [{ ...entry, id: 'far' }],
  }
  const text = textOf(html.render(aRunReport({ findings, baseline })))
  expect(text).toContain('New 1 finding that nobody accepted Fresh')
  expect(text).toContain('Expired 1 finding whose acceptance is over Over')
  expect(text).toContain('Accepted 1 finding still accepted Old')
  expect(text).toContain('Fixed 1 finding looked for and not seen any more Gone <b> gone GET /a')
  expect(text).toContain('Not known 1 finding accepted, but not every route was compared Gone <b> far GET /a')
  expect(text).toContain('Accepted by Ada until 2027-01-01: ticket 41')
  expect(textOf(html.render(aRunReport()))).not.toContain('Against the baseline')
})

function pageOf(finding: ReportedFinding): string {
  return html.render(aRunReport({ gate: aGate('…'), findings: [finding] }))
}

function headingOf(report: RunReport): string {
  return textOf(/<h1>(.*?)<\/h1>/.exec(html.render(report))?.[1] ?? '').trim()
}

/** What a reader reads: no tags, entities decoded, white space as one space. */
function textOf(page: string): string {
  return page
    .replace(/<(style|script)>[^]*?<\/\1>/g, '')
    .replace(/<(?:td|th|p|div|li|dt|dd|summary)\b[^>]*>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
}
