import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Judgement } from '../../src/model/judgement.js'
import { routeOf } from '../../src/model/route.js'
import { redactorFor } from '../../src/redact/redact.js'
import { aBody, aPair, aRequest, aStatement } from '../support/factories.js'
import { tracesOf } from '../support/secrets.js'

const quiet: Judgement = { verdict: 'match', differences: [], noise: [], sightings: [], questions: [] }
const redactor = redactorFor(Buffer.alloc(32, 7), [])

/** An answer and a log line as they may be kept. */
function kept(text: string): string {
  const { legacy } = redactor.pair(aPair({ legacy: { response: { text }, log: [text] } }), quiet).pair
  const body = Buffer.from(legacy.response?.body.bytes ?? []).toString()
  expect(legacy.log).toEqual([body])
  return body
}

describe('is no secret and stays as it is:', () => {
  test.each([
    ['the hash of a file in a page', '<link href="/css/style.css?v=9f86d081884c7d659a2feaa0c55ad015">'],
    [
      'a file named by its hash',
      '<script src="/js/app.4f9c1de8a07b3c21.js" integrity="sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K"></script>',
    ],
    ['a colour and a size', '<p style="color: #a1b2c3; key-size: 12px" class="token password">x</p>'],
    ['an order and its date', 'order 20261125-0000123456 of 2026-11-25T10:00:00Z'],
    ['the UUID of a product', '{"id":"123e4567-e89b-42d3-a456-426614174000","code":"SKU-2026-0001","key":"size"}'],
    ['labels of a form', '<label for="password">Password: required</label><input type="text" name="code" value="FR">'],
    ['an empty password field', '<input type="password" name="password" value="" placeholder="Password">'],
    [
      'what is said of a token',
      '{"token_type":"bearer","tokens":1200,"token":"ok","expires_in":3600,"state":"published"}',
    ],
    ['codes and keys of everyday', '{"code":404,"key":"shipping_address","postcode":"69001","currency_code":"EUR"}'],
    [
      'a script that reads a password',
      'var password = document.getElementById("p").value; token = getToken(); key = keys[3];',
    ],
    ['prose', 'The password must have eight characters. Basic information, token: see below. Bearer of news'],
    ['a token against forged requests', '<input type="hidden" name="csrf_token" value="4db6589b93a1c7f0e2d8">'],
    ['SQL with placeholders', 'SELECT * FROM users WHERE password = ? AND token = :token AND code = 12'],
    ['a list of columns', "SELECT password, token FROM users WHERE name LIKE 'A%'"],
    ['a file name in a trace', '#0 /srv/www/shop/lib/TokenParser.php(120): Token->next()'],
    [
      'an address without a password',
      'mysql://app@db:3306/shop and mailto:ann@shop.example and http://shop.example:8080/@ann',
    ],
    ['a table', 'name,city,code\nAnn,Lyon,69001\nBob,Nice,06000\n'],
    ['a price in dollars', '$2.50 and $1$ and $5$ each'],
  ])('%s', (_, text) => expect(kept(text)).toBe(text))
})

test.each([
  '/css/style.css?v=9f86d081884c7d659a2feaa0c55ad015',
  '/product/123e4567-e89b-42d3-a456-426614174000',
  '/img/9f86d081884c7d659a2feaa0c55ad015b2c3.jpg',
  '/blog/how-to-reset-your-password-in-ten-minutes',
  '/login/forgotten-password?lang=fr&utm_campaign=Summer2026SaleOfAllTheThings1',
  '/catalogue?filter=price-asc&sort=best-selling-first-2026&page=2',
  '/api/v2/orders/20261125000123456',
])('the address %s stays as it is', (target) => {
  expect(redactor.head({ target, headers: [] }).target).toBe(target)
})

test('an ETag and a request id stay as they are', () => {
  const headers = [
    ['ETag', '"9f86d081884c7d659a2feaa0c55ad015"'],
    ['X-Request-Id', '7f3b1c2d9e8f4a5b'],
    ['Accept', 'text/html'],
  ] as const
  expect(redactor.head({ target: '/', headers }).headers).toEqual(headers)
})

test('a secret of fewer than six characters is hidden under its name, and searched for only as its hash', () => {
  const request = aRequest({ body: aBody('user=ann&password=abc') })
  const md5 = '900150983cd24fb0d6963f7d28e17f72'
  const leg = { log: ['abc is the alphabet'], statements: [aStatement({ sql: `SELECT 1 FROM u WHERE p = '${md5}'` })] }
  const { pair } = redactor.pair(aPair({ request, legacy: leg }), quiet)
  expect(Buffer.from(pair.request.body.bytes).toString()).toMatch(/^user=ann&password=\[hidden \w{16}\]$/)
  expect(pair.legacy.log).toEqual(['abc is the alphabet'])
  expect(pair.legacy.statements[0]?.sql).not.toContain(md5)
})

test('equal secrets stay equal and others different, on both legs and in every spelling', () => {
  const answer = (token: string) => ({ response: { json: { token } }, log: [`token=${token}`] })
  const pair = aPair({ legacy: answer('a-token-of-legacy-1'), candidate: answer('a-token-of-candidate-2') })
  const { legacy, candidate } = redactor.pair(pair, quiet).pair
  const marks = [legacy, candidate].map(({ response, log = [] }) => [
    Buffer.from(response?.body.bytes ?? [])
      .toString()
      .match(/\[hidden \w+\]/)?.[0],
    log[0]?.match(/\[hidden \w+\]/)?.[0],
  ])
  expect(marks[0]?.[0]).toBe(marks[0]?.[1])
  expect(marks[1]?.[0]).toBe(marks[1]?.[1])
  expect(marks[0]?.[0]).not.toBe(marks[1]?.[0])
})

test('what was redacted is not changed when it is redacted again', () => {
  const text = [
    '{"password":"hunter2-9","token":"0123456789abcdef0"}',
    "UPDATE u SET password = SHA1('hunter2-9'), sid = 'abcdef0123456789'",
    'Authorization: Bearer abcdef0123456789abcdef, Cookie: a=b; sid=0123456789abcdef',
    '<input type=password value=hunter2-9> /reset/0123456789abcdef0 mysql://a:hunter2-9@db/x',
  ].join('\n')
  const once = kept(text)
  expect(once).not.toMatch(/hunter2|0123456789abcdef0|abcdef0123456789/)
  expect(kept(once)).toBe(once)
})

test('a secret path does not name a route', () => {
  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'
  expect(routeOf('GET', `/verify/${jwt}?a=1`)).toBe('GET /verify/{token}')
  expect(routeOf('GET', '/d/A9zXk3Lm0Qp7Rt5Vw2Yb8Nc4')).toBe('GET /d/{token}')
  expect(routeOf('GET', '/reset/[hidden 0123456789abcdef]/now')).toBe('GET /reset/{token}/now')
  expect(routeOf('GET', '/blog/ThisIsALongTitleOfAPage')).toBe('GET /blog/ThisIsALongTitleOfAPage')
})

test('whatever a password is, its usual spellings are nowhere in the pair', () => {
  const passwords = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 }).filter((text) => text.trim() === text)
  fc.assert(
    fc.property(passwords, (password) => {
      const said = [...tracesOf(password).values()]
      const request = aRequest({ body: aBody(JSON.stringify({ password })) })
      const { pair } = redactor.pair(aPair({ request, legacy: { log: said.map((trace) => `(${trace})`) } }), quiet)
      const written = JSON.stringify(pair.legacy.log)
      return said.every(
        (trace) => !(pair.legacy.log ?? []).some((line) => line.includes(trace)) || fail(trace, written),
      )
    }),
    { numRuns: 200 },
  )
})

function fail(trace: string, written: string): never {
  throw new Error(`${JSON.stringify(trace)} is in ${written}`)
}
