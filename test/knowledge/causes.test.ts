import { expect, test } from '@jest/globals'
import { judge } from '../../src/diagnose/judge.js'
import { pairedRatio, percentilesOf } from '../../src/base/statistics/median.js'
import { aPair, aStatement } from '../support/factories.js'
import { knowledge } from '../support/knowledge.js'

const thrown =
  'PHP Fatal error:  Uncaught DivisionByZeroError: Division by zero in /srv/www/cart.php:12\nStack trace:\n#0 {main}'
const heard = (pair: ReturnType<typeof aPair>) =>
  judge(pair, knowledge).sightings.map(({ cause, key, proof }) => ({ cause, key, proof }))

test.each([
  [
    'an empty 500 with a log line',
    { response: { status: 500 }, log: [thrown] },
    { key: '/srv/www/cart.php:12', proof: 'log' },
  ],
  [
    'a page cut short with a log line',
    { response: { html: '<p>a</p>' }, log: [thrown] },
    { key: '/srv/www/cart.php:12', proof: 'log' },
  ],
  [
    'the text of the error in a 200',
    {
      response: { html: '<b>Fatal error</b>:  Uncaught DivisionByZeroError: Division by zero in /srv/www/cart.php:12' },
    },
    { key: '/srv/www/cart.php:12', proof: 'signature' },
  ],
  ['an empty 500 without a log', { response: { status: 500 } }, { key: 'GET / empty-500', proof: 'none' }],
  ['a page cut short without a log', { response: { html: '<p>a</p>' } }, { key: 'GET / cut-short', proof: 'none' }],
])('%s is a division by zero', (_, candidate, expected) => {
  const pair = aPair({ legacy: { response: { html: '<p>a</p><p>INF</p>' } }, candidate })
  expect(heard(pair)).toEqual([{ cause: 'php-division-by-zero', ...expected }])
})

test('modulo by zero, and an error that legacy has too, are no division by zero', () => {
  const modulo = thrown.replace('Division by zero in', 'Modulo by zero in')
  expect(
    heard(
      aPair({
        legacy: { response: { status: 500 } },
        candidate: { response: { status: 500 }, log: [modulo] },
        control: { log: [modulo] },
      }),
    ),
  ).toEqual([])
  expect(
    heard(
      aPair({
        legacy: { response: { status: 500 } },
        candidate: { response: { status: 500 }, log: [thrown] },
        control: { response: { status: 500 }, log: [thrown] },
      }),
    ),
  ).toEqual([])
})

test('an empty 500 without any sign of a division is not called one', () => {
  const pair = aPair({ legacy: { response: { html: '<p>info</p>' } }, candidate: { response: { status: 500 } } })
  expect(heard(pair).map(({ cause }) => cause)).toEqual(['unexplained'])
})

test('statements that only the candidate pays for are suspected, with the question that can prove it', () => {
  const loop = (ms: number) => Array.from({ length: 12 }, () => aStatement({ sql: 'SELECT SUM(v) FROM t', ms }))
  const pair = aPair({
    candidate: { statements: loop(10), attribution: 'exact', timing: { total: 130 } },
    control: { statements: loop(0.2), attribution: 'exact' },
  })
  const { sightings, questions, verdict } = judge(pair, knowledge)
  expect(verdict).toBe('match')
  expect(sightings).toMatchObject([
    { cause: 'query-cache-dependence', proof: 'none', evidence: { identical: 12, statements: 12, candidateMs: 120 } },
  ])
  expect(questions).toMatchObject([
    { cause: 'query-cache-dependence', sql: 'SELECT SUM(v) FROM t', key: sightings[0]?.key },
  ])
})

test('distinct fast reads, slow on neither side, are not suspected', () => {
  const reads = (ms: number) =>
    Array.from({ length: 40 }, (_, id) => aStatement({ sql: `SELECT n FROM t WHERE id=${id}`, ms }))
  const pair = aPair({
    candidate: { statements: reads(0.4), attribution: 'exact', timing: { total: 20 } },
    control: { statements: reads(0.2), attribution: 'exact' },
  })
  expect(judge(pair, knowledge).sightings).toEqual([])
})

test('a ratio has an interval that holds its median, and none below the smallest sample', () => {
  const ratio = pairedRatio(Array.from({ length: 100 }, (_, index) => 1 + index / 100))
  expect(ratio?.low).toBeLessThan(ratio?.median ?? 0)
  expect(ratio?.high).toBeGreaterThan(ratio?.median ?? 0)
  expect(pairedRatio([1, 2, 3])).toBeNull()
  expect([percentilesOf([]), percentilesOf([5])]).toEqual([null, { p50: 5, p95: 5, p99: 5 }])
})

test('a refused statement is a finding of its own, located where the shared function was called from', () => {
  const refused = (sql: string, page: string) =>
    aPair({
      legacy: { response: { html: '<p>a</p>' } },
      candidate: {
        response: { status: 500 },
        attribution: 'exact',
        statements: [aStatement({ sql, error: { errno: 1064, sqlState: '42000', message: 'syntax' } })],
        log: [
          `PHP Fatal error:  Uncaught mysqli_sql_exception: syntax in /srv/base.php:20\nStack trace:\n#0 /srv/base.php(20): q()\n#1 ${page}(5): rows()\n#2 {main}\n  thrown in /srv/base.php on line 20`,
        ],
      },
    })
  const [one, other] = [
    refused('SELECT rank FROM a', '/srv/one.php'),
    refused('SELECT rank FROM b', '/srv/two.php'),
  ].map((pair) => judge(pair, knowledge).sightings[0])
  expect(one?.key).not.toBe(other?.key)
  expect(one?.evidence).toMatchObject({ file: '/srv/one.php', line: 5, sql: 'SELECT rank FROM a', errno: 1064 })
})

test('a header field that is lost on every page is one finding, with all its routes', () => {
  const keyIn = (route: string): string | undefined => {
    const legacy = { response: { text: 'x', headers: [['X-Frame-Options', 'DENY'] as const] } }
    return judge(aPair({ route, legacy, candidate: { response: { text: 'x' } } }), knowledge).sightings[0]?.key
  }
  expect(keyIn('GET /a')).toBe('headers missing x-frame-options')
  expect(keyIn('GET /b')).toBe(keyIn('GET /a'))
})
