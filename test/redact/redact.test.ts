import { gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Judgement } from '../../src/model/judgement.js'
import { concealerFor, redactorFor } from '../../src/redact/redact.js'
import { passesLuhn } from '../../src/redact/cards.js'
import { aBody, aPair, aRequest, aStatement } from '../support/factories.js'

const quiet: Judgement = { verdict: 'match', differences: [], noise: [], sightings: [], questions: [] }
const key = Buffer.alloc(32, 1)
const conceal = concealerFor(key)
const redactor = redactorFor(key, [String.raw`CUST-(?<secret>\d+)`, 'agent 0+7'])

test('a secret is nowhere in what may be kept, wherever it stood', () => {
  const secret = 'canary-0123456789'
  const leg = {
    response: { text: `hello ${secret}`, headers: [['Set-Cookie', `PHPSESSID=${secret}; Path=/`]] as const },
    statements: [aStatement({ sql: `SELECT * FROM sessions WHERE id='${secret}'`, parameters: [secret] })],
    log: [`PHP Warning: ${secret}`],
  }
  const pair = aPair({
    request: aRequest({
      target: `/login?password=${secret}`,
      headers: [
        ['Cookie', `PHPSESSID=${secret}; lang=fr`],
        ['Authorization', `Bearer ${secret}`],
        ['Referer', `/?password=${secret}`],
      ],
      body: aBody(`user=me&password=${secret}`),
    }),
    legacy: leg,
    candidate: leg,
  })
  const difference = { part: 'body', kind: 'value', path: 'line 1', legacy: secret, candidate: 'x' } as const
  const clean = redactor.pair(pair, { ...quiet, differences: [difference] })
  const kept = textOf(clean)
  expect(kept).not.toContain(secret)
  expect(clean.pair.request.headers[0]?.[1]).toMatch(/^PHPSESSID=\[hidden [0-9a-f]{16}\]; lang=\[hidden/)
})

test('the same secret has the same hash, another key another one', () => {
  expect(conceal('abc')).toBe(conceal('abc'))
  expect(conceal('abc')).not.toBe(concealerFor(Buffer.alloc(32, 2))('abc'))
})

test('a secret inside a compressed body is taken out too, and one that cannot be opened is dropped', () => {
  const request = aRequest({ headers: [['Cookie', 'sid=secret-value-1']] })
  const answer = (bytes: Uint8Array) => ({ response: { bytes, headers: [['Content-Encoding', 'gzip']] as const } })
  const pair = aPair({
    request,
    legacy: answer(gzipSync('a secret-value-1 b')),
    candidate: answer(Buffer.from('no gzip')),
  })
  const { legacy, candidate } = redactor.pair(pair, quiet).pair
  expect(Buffer.from(legacy.response?.body.bytes ?? []).includes('secret-value-1')).toBe(false)
  expect(candidate.response?.body).toMatchObject({ truncated: true, size: 7 })
})

/** Everything of a pair and its judgement as one text, bodies as they read. */
function textOf(clean: unknown): string {
  return JSON.stringify(clean, (_, value: unknown) => {
    const bytes =
      (value as { type?: string; data?: number[] } | null)?.type === 'Buffer'
        ? (value as { data: number[] }).data
        : value
    return bytes instanceof Uint8Array || (Array.isArray(bytes) && bytes !== value)
      ? Buffer.from(bytes as number[]).toString('latin1')
      : value
  })
}

/** A pair with this text at every place where one can stand. */
function everywhere(text: string): ReturnType<typeof aPair> {
  const leg = {
    response: { text: `<p>${text}</p>`, headers: [['X-A', text]] as const },
    statements: [
      aStatement({ sql: `SELECT '${text}'`, parameters: [text], error: { errno: 1, sqlState: 'x', message: text } }),
    ],
    log: [text],
  }
  return aPair({
    request: aRequest({ target: `/p/${encodeURI(text)}`, headers: [['X-B', text]], body: aBody(text) }),
    legacy: leg,
    candidate: leg,
  })
}

const luhn = (start: string): string => {
  const check = Array.from({ length: 10 }, (_, n) => `${start}${n}`).find(passesLuhn)
  return check ?? ''
}
const aCard = fc
  .tuple(
    fc.constantFrom('4000', '5100', '3700', '6011', '2221'),
    fc.stringMatching(/^\d{11}$/),
    fc.constantFrom('', ' ', '-'),
  )
  .map(([issuer, digits, gap]) => luhn(issuer + digits).replace(/(.{4})(?=.)/g, `$1${gap}`))

test('no card survives, wherever it stands and however it is written', () => {
  fc.assert(
    fc.property(aCard, (card) => {
      const difference = { part: 'body', kind: 'value', path: 'x', legacy: card, candidate: `card ${card}.` } as const
      const text = textOf(redactor.pair(everywhere(card), { ...quiet, differences: [difference] }))
      return !text.includes(card) && !text.includes(encodeURI(card))
    }),
    { numRuns: 50 },
  )
})

test.each(['4111111111111112', '20261124120000', '94111111111111111111', '3.14159265358979', 'order 1234567890123'])(
  '%s is no card and stays',
  (text) => {
    expect(textOf(redactor.pair(everywhere(text), quiet))).toContain(text)
  },
)

test('what the user calls a secret is hidden: the whole, or the group named so', () => {
  const text = textOf(redactor.pair(everywhere('CUST-123456 and agent 007'), quiet))
  expect(text).toContain('CUST-[hidden ')
  expect(text).not.toMatch(/123456|agent 007/)
})

test.each([
  ['a form', 'user=me&cvv=canary1&card_number=canary2', 'said canary1 and canary2'],
  [
    'JSON, nested, with numbers',
    '{"a":{"password":"canary1","cvc": 4242421},"list":[{"access_token":"canary2"}]}',
    'said canary1 and canary2',
  ],
  [
    'a multipart form',
    '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\ncanary1 canary2\r\n--b--\r\n',
    'said canary1 canary2',
  ],
])('secret fields of %s are hidden in requests and answers, and where their values stand alone', (_, text, said) => {
  const leg = { response: { text }, log: [said] }
  const clean = textOf(
    redactor.pair(aPair({ request: aRequest({ body: aBody(text) }), legacy: leg, candidate: leg }), quiet),
  )
  expect(clean).not.toMatch(/canary|4242421/)
})

test('addresses of visitors are hidden in the fields that carry them', () => {
  const headers = [
    ['X-Forwarded-For', '203.0.113.9'],
    ['Forwarded', 'for=203.0.113.9'],
  ] as const
  expect(textOf(redactor.head({ target: '/', headers }))).not.toContain('203.0.113.9')
})

test('text without secrets is not changed', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z <>/=&".:{}\n]{0,200}$/), (text) => {
      const { pair } = redactor.pair(aPair({ legacy: { response: { text } } }), quiet)
      return Buffer.from(pair.legacy.response?.body.bytes ?? []).toString() === text
    }),
  )
})

test.each([
  ['digits', '4'.repeat(4_000_000)],
  ['quotes', '"a":"'.repeat(400_000)],
  ['fields of forms', '; name="password"\r\n\r\nform-data'.repeat(50_000)],
  ['equal signs', '?a='.repeat(600_000)],
])('hostile bodies of %s cost no more than their length', (_, text) => {
  const started = performance.now()
  redactor.pair(aPair({ legacy: { response: { text } } }), quiet)
  expect(performance.now() - started).toBeLessThan(5000) // it takes well below one second; quadratic work would take hours
})
