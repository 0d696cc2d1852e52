import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { settledByEquality } from '../../src/compare/settle.js'
import { titleOfStatuses } from '../../src/knowledge/logic/unexplained.js'
import { applyGate, gateStatus } from '../../src/diagnose/gate/gate.js'
import { defaultGate } from '../../src/diagnose/gate/settings.js'
import { judge, type Knowledge } from '../../src/diagnose/judge.js'
import { legacysLog } from '../../src/php/legacys-log.js'
import type { Proof, Severity } from '../../src/model/finding.js'
import type { Judgement } from '../../src/model/judgement.js'
import type { Pair } from '../../src/model/pair.js'
import type { ReportedFinding } from '../../src/model/report.js'
import { worstFirst } from '../../src/views/order.js'
import { aPair, aRequest, aStatement, type AnAnswer } from '../support/factories.js'
import { aFinding, aRunReport } from '../support/report.js'
import { heard } from '../support/heard.js'
import { knowledge } from '../support/knowledge.js'

const judged = (pair: Pair): Judgement => judge(pair, knowledge)

const page = '<html><head><title>Price</title></head><body><p>INF</p><p>the rest of the page</p></body></html>'
const broken =
  '<html><head><title>Price</title></head><body><br />\n<b>Fatal error</b>:  Uncaught DivisionByZeroError: Division by zero in ' +
  '/srv/www/price.php:12\nStack trace:\n#0 {main}\n  thrown in <b>/srv/www/price.php</b> on line <b>12</b><br />'
const codings = { gzip: gzipSync, br: brotliCompressSync } as const
const coded = (html: string, coding: keyof typeof codings, ...fields: [string, string][]): AnAnswer => ({
  bytes: codings[coding](html),
  headers: [['Content-Type', 'text/html; charset=utf-8'], ['Content-Encoding', coding], ...fields],
})
const thrown = (what: string, file = '/srv/www/order.php', line = 9): string =>
  `PHP Fatal error:  Uncaught ${what} in ${file}:${line}\nStack trace:\n#0 {main}\n  thrown in ${file} on line ${line}`

describe('a compressed page', () => {
  test.each(['gzip', 'br'] as const)('tells its error through %s as it does without', (coding) => {
    const pair = aPair({ legacy: { response: coded(page, coding) }, candidate: { response: coded(broken, coding) } })
    expect(heard(pair)).toEqual(['critical php-division-by-zero signature: Division by zero in price.php:12'])
  })

  test('that also lost a header field shows two defects', () => {
    const legacy = { response: coded(page, 'gzip', ['X-Frame-Options', 'DENY']) }
    expect(heard(aPair({ legacy, candidate: { response: coded(broken, 'gzip') } }))).toEqual([
      'critical php-division-by-zero signature: Division by zero in price.php:12',
      'minor unexplained none: Header x-frame-options: content missing',
    ])
  })
})

describe('an answer without a body', () => {
  const fatal = { response: { status: 500 } }

  test('to HEAD is no symptom of a division by zero', () => {
    const pair = aPair({ request: aRequest({ method: 'HEAD' }), route: 'HEAD /', candidate: fatal })
    expect(heard(pair)).toEqual(['critical unexplained none: Status 200 became 500 in HEAD /'])
  })

  test.each([204, 304])('of status %i is none either', (status) => {
    expect(heard(aPair({ legacy: { response: { status } }, candidate: fatal }))).toEqual([
      `critical unexplained none: Status ${status} became 500 in GET /`,
    ])
  })

  test('is a division by zero where the log says so', () => {
    const log = [thrown('DivisionByZeroError: Division by zero')]
    const pair = aPair({ request: aRequest({ method: 'HEAD' }), candidate: { ...fatal, log } })
    expect(heard(pair)).toEqual(['critical php-division-by-zero log: Division by zero in order.php:9'])
  })
})

test('a log that is followed and silent leaves no possible division by zero', () => {
  const legacy = { response: { html: page } }
  expect(heard(aPair({ legacy, candidate: { response: { status: 500 } } }))[0]).toMatch(/^critical php-division/)
  expect(heard(aPair({ legacy, candidate: { response: { status: 500 }, log: [] } }))).toEqual([
    'critical unexplained none: Status 200 became 500 in GET /',
  ])
})

describe('what cannot be compared is not silent', () => {
  const write = aRequest({ method: 'POST', target: '/order' })
  const saved = { response: { status: 302, headers: [['Location', '/thanks']] as const } }

  test('a write that dies with an error in the log is a finding', () => {
    const pair = aPair({
      request: write,
      route: 'POST /order',
      incomparable: 'unpaired-session',
      legacy: saved,
      candidate: { response: { status: 500 }, log: [thrown('Error: order not saved')] },
    })
    expect(judged(pair)).toMatchObject({
      verdict: 'incomparable',
      incomparable: 'unpaired-session',
      differences: [{ part: 'status', legacy: '302', candidate: '500' }],
    })
    expect(heard(pair)).toEqual(['critical php-uncaught-error log: Error in order.php:9: order not saved'])
  })

  test('nor is an error without a log, or a request that never got its answer', () => {
    const base = { request: write, route: 'POST /order', legacy: saved }
    const silent = aPair({ ...base, incomparable: 'unpaired-session', candidate: { response: { status: 503 } } })
    expect(heard(silent)).toEqual(['critical unexplained none: Status 302 became 503 in POST /order'])
    const hung = { failure: { kind: 'timeout', during: 'headers' }, log: [thrown('Error: no lock')] } as const
    expect(heard(aPair({ ...base, candidate: hung }))).toEqual([
      'critical php-uncaught-error log: Error in order.php:9: no lock',
    ])
  })

  test('a refused write behind an answer of another session is a finding', () => {
    const error = { errno: 1366, sqlState: 'HY000', message: 'Incorrect integer value' }
    const sql = "INSERT INTO visit (page, referrer_id) VALUES ('home', '')"
    const pair = aPair({
      request: write,
      incomparable: 'unpaired-session',
      legacy: { ...saved, statements: [aStatement({ sql })], attribution: 'exact' },
      candidate: { ...saved, statements: [aStatement({ sql, error })], attribution: 'exact' },
    })
    expect(heard(pair)).toEqual([
      'critical mysql-strict-writes signature: Statement refused with errno 1366 (incorrect value): INSERT INTO VISIT ( PAGE , REFERRER_ID ) VALUES ( ? )',
    ])
  })

  test('an answer that is as good as legacy’s says nothing', () => {
    expect(heard(aPair({ incomparable: 'unpaired-session', legacy: saved, candidate: saved }))).toEqual([])
    const alike = { response: { status: 500 } }
    expect(heard(aPair({ incomparable: 'unpaired-session', legacy: alike, candidate: alike }))).toEqual([])
  })
})

describe('behind equal answers', () => {
  const whole = { response: { html: '<!DOCTYPE html><title>s</title><p>whole page</p>' } }
  const count = thrown(
    'TypeError: count(): Argument #1 ($value) must be of type Countable|array, null given',
    '/srv/s.php',
    2,
  )

  test('a fatal after the answer is a finding', () => {
    const pair = aPair({ legacy: whole, candidate: { ...whole, log: [count] }, control: { ...whole, log: [] } })
    expect(judged(pair).verdict).toBe('match')
    expect(heard(pair)).toEqual([expect.stringMatching(/^major php-count-null log: TypeError in s\.php:2: count/)])
  })

  test('warnings alone are none', () => {
    const log = [
      'PHP Warning:  Undefined variable $a in /srv/s.php on line 1',
      'PHP Deprecated:  each() in /srv/s.php on line 3',
    ]
    expect(heard(aPair({ legacy: whole, candidate: { ...whole, log } }))).toEqual([])
  })

  const sql = 'SELECT grp, label, MIN(pos) FROM attr GROUP BY grp ORDER BY grp'
  const error = { errno: 1055, sqlState: '42000', message: 'Expression #2 of SELECT list is not in GROUP BY clause' }
  const seen = { ...whole, attribution: 'exact' } as const

  test('a statement that the candidate alone refuses is named by its errno', () => {
    const pair = aPair({
      legacy: whole,
      candidate: { ...seen, statements: [aStatement({ sql, error })] },
      control: { ...seen, statements: [aStatement({ sql })] },
    })
    expect(heard(pair)).toEqual([
      expect.stringMatching(
        /^major mysql-only-full-group-by signature: Statement refused with errno 1055 \(ONLY_FULL_GROUP_BY\): SELECT GRP/,
      ),
    ])
    expect(judged(pair).sightings[0]?.evidence).toMatchObject({
      errno: 1055,
      legacysAnswer: 'taken',
    })
  })

  test('one that both refuse was already failing', () => {
    const refused = { ...seen, statements: [aStatement({ sql, error })] }
    expect(heard(aPair({ legacy: whole, candidate: refused, control: refused }))).toEqual([
      expect.stringMatching(
        /^info mysql-statement-refused signature: Was already failing: Statement refused with errno 1055/,
      ),
    ])
  })

  test('where nobody saw what legacy asked, it is possible and not proven', () => {
    const unknown = { ...error, errno: 1146 }
    const told = (refused: typeof error): string =>
      heard(aPair({ legacy: whole, candidate: { ...seen, statements: [aStatement({ sql, error: refused })] } }))[0] ??
      ''
    expect(told(error)).toMatch(/^major mysql-only-full-group-by none/)
    expect(told(unknown)).toMatch(/^minor mysql-statement-refused none/)
  })
})

describe('what fails on both stacks', () => {
  const log = (root: string, line = 12): string[] => [
    thrown('TypeError: trim(): wrong', `${root}/lib/search.php`, line),
  ]
  const failing = { response: { status: 500 }, log: log('/srv/candidate') }

  test('is no news where users get the same, wherever the code lies', () => {
    const legacy = { response: { status: 500 } }
    expect(heard(aPair({ legacy, candidate: failing, control: { ...legacy, log: log('/srv/legacy') } }))).toEqual([])
  })

  test('was already failing where legacy answers with an error that nobody saw', () => {
    const legacy = { response: { status: 500 } }
    expect(heard(aPair({ legacy, candidate: failing }))[0]).toMatch(/^info php-uncaught-error/)
  })

  test('is major where users get another answer now', () => {
    const legacy = { response: { html: '<p>half a page' }, log: log('/srv/legacy') }
    expect(heard(aPair({ legacy, candidate: failing }))).toEqual([
      'major php-uncaught-error log: Was already failing, and users get another answer now: TypeError in search.php:12: trim(): wrong',
    ])
  })

  test('is a regression where legacy fails elsewhere only', () => {
    const legacy = { response: { html: '<p>a</p>' }, log: log('/srv/legacy', 13) }
    expect(heard(aPair({ legacy, candidate: failing }))[0]).toMatch(/^critical php-uncaught-error/)
  })
})

describe('a refused statement explains what follows from it, and no more', () => {
  const error = { errno: 1064, sqlState: '42000', message: "near 'rank FROM item'" }
  const refused = { statements: [aStatement({ sql: 'SELECT rank FROM item', error })], attribution: 'exact' } as const
  const taken = { statements: [aStatement({ sql: 'SELECT rank FROM item' })], attribution: 'exact' } as const

  test('what the page says otherwise after a swallowed read belongs to it, a lost header field does not', () => {
    const headers: [string, string][] = [['X-Frame-Options', 'DENY']]
    const legacy = { response: { html: '<h1>2 items</h1><ul><li>one</li><li>two</li></ul>', headers }, ...taken }
    const candidate = { response: { html: '<h1>No items</h1><ul></ul>' }, ...refused }
    expect(heard(aPair({ legacy, candidate })).map((each) => each.split(' ').slice(0, 2))).toEqual([
      ['major', 'mysql-reserved-words'],
      ['minor', 'unexplained'],
    ])
  })

  test('a page that died of it is one finding', () => {
    const log = [thrown(`mysqli_sql_exception: ${error.message}`)]
    const candidate = { response: { status: 500 }, ...refused, log }
    expect(heard(aPair({ legacy: { response: { html: page }, ...taken }, candidate }))).toEqual([
      'critical mysql-reserved-words log: Statement refused with errno 1064 (syntax error): SELECT RANK FROM ITEM',
    ])
  })
})

describe('the length that a HEAD tells', () => {
  const head = aRequest({ method: 'HEAD', target: '/a.zip' })
  const told = (length: string, ...more: [string, string][]): { response: AnAnswer } => ({
    response: { headers: [['Content-Type', 'application/zip'], ['Content-Length', length], ...more] },
  })

  test('is a difference where it changed, and equality does not settle it', () => {
    const pair = aPair({ request: head, route: 'HEAD /a.zip', legacy: told('1234'), candidate: told('0') })
    expect(settledByEquality(pair.legacy, pair.candidate)).toBe(false)
    expect(judged(pair).differences).toEqual([
      { part: 'headers', kind: 'value', path: 'content-length', legacy: '1234', candidate: '0' },
    ])
    expect(heard(pair)).toEqual(['minor unexplained none: Header content-length: other content'])
  })

  test('says nothing of compressed bodies, of one side alone, or of a GET whose body speaks for itself', () => {
    const coding: [string, string] = ['Content-Encoding', 'gzip']
    expect(heard(aPair({ request: head, legacy: told('10', coding), candidate: told('11', coding) }))).toEqual([])
    expect(
      heard(
        aPair({
          request: head,
          legacy: told('10'),
          candidate: { response: { headers: [['Content-Type', 'application/zip']] } },
        }),
      ),
    ).toEqual([])
    expect(heard(aPair({ legacy: told('10'), candidate: told('11') }))).toEqual([])
  })
})

test('of the findings proven regressions lead, in the report and in the reasons of the gate', () => {
  const finding = (title: string, severity: Severity, proof: Proof, count = 1): ReportedFinding =>
    aFinding({ id: title, title, severity, proof, count })
  const findings = [
    finding('possible critical', 'critical', 'none', 90),
    finding('proven minor', 'minor', 'probe'),
    finding('proven major', 'major', 'log'),
    finding('possible major', 'major', 'none'),
  ]
  expect(worstFirst(findings).map(({ title }) => title)).toEqual([
    'proven major',
    'possible critical',
    'possible major',
    'proven minor',
  ])
  const { gate } = applyGate(aRunReport({ findings }), { settings: defaultGate, at: 0 })
  expect(gate.reasons.map((reason) => reason.split(',')[0])).toEqual(['2 major findings', '1 critical finding'])
})

test('a run of which nothing could be compared fails by the finding that stands all the same', () => {
  const totals = { ...aRunReport({}).totals, compared: 0 }
  const statusOf = (findings: ReportedFinding[]): number =>
    gateStatus(applyGate(aRunReport({ totals, findings }), { settings: defaultGate, at: 0 }))
  expect(statusOf([aFinding({ severity: 'critical' })])).toBe(1)
  expect([statusOf([]), statusOf([aFinding({ severity: 'minor' })])]).toEqual([3, 3])
})

test('a title tells every status that was lost', () => {
  const changes = [
    { legacy: '200', candidate: '500' },
    { legacy: '403', candidate: '500' },
    { legacy: '200', candidate: '404' },
  ]
  expect(titleOfStatuses('GET /a status value status', changes.slice(0, 2))).toBe(
    'Status 200 and 403 became 500 in GET /a',
  )
  expect(titleOfStatuses('GET /a status value status', changes)).toBe(
    'Status 200 and 403 became 500, 200 became 404 in GET /a',
  )
  expect(titleOfStatuses('GET /a body missing', changes)).toBeUndefined()
})

describe('what legacy writes to its own log', () => {
  const legacyWrote = (...entries: string[]): Knowledge => {
    const log = legacysLog()
    log.wrote(entries)
    return { ...knowledge, legacysLog: log }
  }
  const titles = (pair: Pair, known: Knowledge): string[] =>
    judge(pair, known).sightings.map(({ severity, cause, title }) => `${severity} ${cause}: ${title.slice(0, 52)}`)
  const message = "Unknown column 'promotion' in 'field list'"
  const sql = "INSERT INTO orders (promotion) VALUES ('x')"
  const refused = {
    statements: [aStatement({ sql, error: { errno: 1054, sqlState: '42S22', message } })],
    attribution: 'exact',
  } as const
  const post = { request: aRequest({ method: 'POST', target: '/order' }), route: 'POST /order' }
  const swallowed = `PHP Warning:  order not saved: ${message} in /srv/old/order.php on line 4`

  test('of an error that ends it at the same line says that it was already failing', () => {
    const log = [thrown('Error: no lock', '/srv/new/order.php', 9)]
    const known = legacyWrote(thrown('Error: no lock', '/srv/old/order.php', 9))
    const legacy = { response: { html: page } }
    const behind = aPair({ ...post, legacy, candidate: { ...legacy, log } })
    expect(titles(behind, legacyWrote())).toEqual(['major php-uncaught-error: Error in order.php:9: no lock'])
    expect(titles(behind, known)).toEqual([])
    const hintBy = (by: Knowledge): unknown => judge(behind, by).sightings[0]?.evidence['hint']
    expect([hintBy(knowledge), hintBy(legacyWrote())]).toEqual([expect.stringContaining('no error log'), undefined])
    const shown = aPair({ ...post, legacy, candidate: { response: { status: 500 }, log } })
    expect(titles(shown, legacyWrote())).toEqual(['critical php-uncaught-error: Error in order.php:9: no lock'])
    expect(titles(shown, known)).toEqual([
      'major php-uncaught-error: Was already failing, and users get another answer no',
    ])
  })

  test('of a statement that both servers refuse is no regression where users get the same', () => {
    const saved = { response: { status: 302, headers: [['Location', '/thanks']] as const } }
    const pair = aPair({ ...post, legacy: saved, candidate: { ...saved, ...refused } })
    expect(titles(pair, legacyWrote())).toEqual([
      'minor mysql-statement-refused: Statement refused with errno 1054 (unknown column): ',
    ])
    expect(titles(pair, legacyWrote(swallowed))).toEqual([
      'info mysql-statement-refused: Was already failing: Statement refused with errno 10',
    ])
  })

  test('is major where the candidate dies of what legacy swallowed', () => {
    const legacy = { response: { html: page } }
    const log = [thrown(`mysqli_sql_exception: ${message}`)]
    const pair = aPair({ ...post, legacy, candidate: { response: { status: 500 }, log, ...refused } })
    expect(titles(pair, legacyWrote())[0]).toMatch(/^critical/)
    expect(titles(pair, legacyWrote(swallowed))).toEqual([
      'major mysqli-report-strict: Was already failing, and users get another answer no',
    ])
    const blind = aPair({ ...post, legacy, candidate: { response: { status: 500 }, log } })
    expect(titles(blind, legacyWrote(swallowed))[0]).toMatch(/^major php-uncaught-error: Was already failing/)
  })
})
