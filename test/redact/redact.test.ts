import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Judgement } from '../../src/model/judgement.js'
import { concealerFor } from '../../src/redact/concealer.js'
import { redactorFor } from '../../src/redact/redact.js'
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

test.each([
  ['a time before it and an expiry after it', '2026-11-24 12:17:43 4111111111111111 12/26'],
  ['its code after it', 'paid with 4111 1111 1111 1111 123'],
  ['a quantity before it', 'qty 2 4111-1111-1111-1111'],
  ['a full stop before it', 'Card no.4111111111111111'],
  ['the groups of American Express', 'on 24 3782 822463 10005 ok'],
])('a card is found with %s', (_, line) => {
  const kept = textOf(redactor.pair(aPair({ legacy: { log: [line] } }), quiet))
  expect(kept).toContain('[hidden ')
  expect(kept).not.toMatch(/4111|822463/)
})

test('tables of numbers and decimals are no cards', () => {
  const text = `${'12 7 43 5 99 '.repeat(20)} 48.4111111111111111 0.4532015112830366`
  expect(textOf(redactor.pair(everywhere(text), quiet))).toContain(text)
})

test('a card as a number in JSON or as a parameter is hidden, and JSON stays JSON', () => {
  const leg = {
    response: { json: { pay: 4111111111111111 } },
    statements: [aStatement({ parameters: [4111111111111111] })],
  }
  const { legacy } = redactor.pair(aPair({ legacy: leg }), quiet).pair
  expect(textOf(legacy)).not.toContain('4111111111111111')
  const body = Buffer.from(legacy.response?.body.bytes ?? []).toString()
  expect(JSON.parse(body)).toEqual({ pay: conceal('4111111111111111') })
})

test.each([
  ...[
    'user[password]',
    'user%5Bpassword%5D',
    'password_confirmation',
    'password2',
    'payment[cc_number]',
    'payment[cvv]',
  ],
  ...[
    'card-number',
    'cardCvv',
    'cc_cvv',
    'expiry',
    'exp_month',
    'iban',
    'numero_carte',
    'num%C3%A9ro_carte',
    'cryptogramme',
  ],
  ...['carte', 'mot_de_passe', 'mdp', 'date_expiration', 'access_token'],
])('the field %s is a secret', (name) => {
  const kept = textOf(redactor.head({ target: `/?a=1&${name}=canary-1&b=2`, headers: [] }))
  expect(kept).toContain(`/?a=1&${name}=[hidden `)
  expect(kept).toContain('&b=2')
})

test.each(['compare', 'keyword', 'cardinal', 'encoding', 'tokenizer', 'expand', 'motor', 'cvs_store'])(
  'the field %s is none',
  (name) => {
    expect(redactor.head({ target: `/?${name}=value-1`, headers: [] }).target).toBe(`/?${name}=value-1`)
  },
)

test('secret values are hidden in both halves of a difference, by the field that its path ends with, however short', () => {
  const at = (path: string, legacy: string, candidate: string) =>
    ({ part: 'body', kind: 'value', path, legacy, candidate }) as const
  const differences = [
    at('$.token.access_token', '"left-token"', '"right-token"'),
    at('$.cards[0].cvc', '871', '872'),
    at('$.list["card-number"][3]', '"x1"', 'null'),
    at('$.user', '{"password":"left-word","name":"Ann"}', '{"password":"right-wo'),
  ]
  const { judgement } = redactor.pair(aPair(), { ...quiet, differences })
  expect(textOf(judgement)).not.toMatch(/left|right|871|872|x1/)
  expect(judgement.differences[0]?.legacy).toBe(conceal('left-token'))
  expect(judgement.differences[2]?.candidate).toBe('null')
  expect(judgement.differences[3]?.legacy).toContain('"name":"Ann"')
})

test('a token that an answer gave out is hidden where it stands alone, a label is not', () => {
  const leg = {
    response: { json: { access_token: 'tok-1234', password: 'Mot de passe' } },
    log: ['issued tok-1234', 'Mot de passe oublié'],
  }
  const { legacy } = redactor.pair(aPair({ legacy: leg }), quiet).pair
  expect(legacy.log?.[0]).toBe(`issued ${conceal('tok-1234')}`)
  expect(legacy.log?.[1]).toBe('Mot de passe oublié')
})

test.each([
  ['an accent', { password: 'café-canary' }, "x = 'café-canary'"],
  ['a quote, as SQL escapes it', { password: "l'été-canary" }, String.raw`x = 'l\'été-canary'`],
  ['a quote, doubled', { password: "l'été-canary" }, "x = 'l''été-canary'"],
  ['what JSON escapes', { password: 'a"b/canary' }, String.raw`{"p":"a\"b\/canary"}`],
])('a password with %s is found in a statement', (_, json, sql) => {
  const request = aRequest({ body: aBody(JSON.stringify(json)) })
  expect(textOf(redactor.pair(aPair({ request, legacy: { statements: [aStatement({ sql })] } }), quiet))).not.toContain(
    'canary',
  )
})

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
])('inside %s, fields, cards and what they say elsewhere are hidden', (coding, close) => {
  const headers = [['Content-Encoding', coding]] as const
  const bytes = close('{"password":"canary-1","card":"4111111111111111"}')
  const request = aRequest({ headers, body: aBody(bytes) })
  const leg = { response: { bytes, headers }, statements: [aStatement({ sql: "x = 'canary-1'" })] }
  const { pair } = redactor.pair(aPair({ request, legacy: leg }), quiet)
  expect(textOf(pair.legacy.statements)).not.toContain('canary')
  expect(pair.legacy.response?.body.truncated).toBe(false)
  for (const body of [pair.request.body, pair.legacy.response?.body]) {
    expect(Buffer.from(body?.bytes ?? []).equals(bytes)).toBe(false)
  }
})

test('lists of evidence, fragments of URLs, JSON in JSON and in attributes', () => {
  const evidence = { lines: ['card 4111111111111111'] }
  const sighting = { cause: 'c', key: 'k', proof: 'none', severity: 'major', title: 't', evidence } as const
  const log = [
    String.raw`"{\"password\":\"canary\"}"`,
    'data-x="{&quot;password&quot;:&quot;canary&quot;}"',
    '{"password":["canary",1]}',
  ]
  const headers = [['Location', 'https://x/#access_token=canary&a=b']] as const
  const leg = { log, response: { headers } }
  const kept = textOf(redactor.pair(aPair({ legacy: leg }), { ...quiet, sightings: [sighting] }))
  expect(kept).not.toMatch(/canary|4111/)
})

test('a pattern of the user reads UTF-8, hides only its group where that stands, and leaves hashes alone', () => {
  const own = redactorFor(key, ['née (?<secret>\\p{L}+)', 'k1=(?<secret>1)', '\\d+'])
  const line = own.pair(aPair({ legacy: { response: { text: 'née Léa' }, log: ['k1=1'] } }), quiet).pair.legacy
  expect(Buffer.from(line.response?.body.bytes ?? []).toString()).toBe(`née ${conceal('Léa')}`)
  expect(line.log?.[0]).toBe(`k${conceal('1')}=${conceal('1')}`)
})

test('headers and targets apart say what both say together', () => {
  const raw = [
    ['Cookie', 'sid=secret-value-1'],
    ['Referer', '/?password=canary-1'],
  ] as const
  const { headers, secrets } = redactor.headers(raw)
  for (const target of ['/', '/p/secret-value-1?page=2', '/?password=canary-2', '/pay?n=4111+1111+1111+1111']) {
    expect({ target: redactor.target(target, secrets), headers }).toEqual(redactor.head({ target, headers: raw }))
  }
})

test('the hash of a secret is never taken for a card', () => {
  const card = Array.from({ length: 40 }, (_, n) => `[hidden ${luhn(`4${String(n).padStart(11, '0')}`)}abc]`).join(' ')
  expect(textOf(redactor.pair(everywhere(card), quiet))).toContain(card)
})

test('many secrets are found in one pass, all of them', () => {
  const tokens = Array.from({ length: 3000 }, (_, n) => `tok-${n}-${'x'.repeat(n % 7)}`)
  const request = aRequest({ body: aBody(JSON.stringify(tokens.map((password) => ({ password })))) })
  const { pair } = redactor.pair(aPair({ request, legacy: { log: [tokens.join(' ')] } }), quiet)
  const wrong = (pair.legacy.log?.[0] ?? '')
    .split(/ (?!\w{16}\])/)
    .flatMap((kept, n) => (kept === conceal(tokens[n] ?? '') ? [] : [[tokens[n], kept]]))
  expect(wrong).toEqual([])
})

test('text without secrets is not changed', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z <>/=&".:{}\n]{0,200}$/), (text) => {
      const { pair } = redactor.pair(aPair({ legacy: { response: { text } } }), quiet)
      return Buffer.from(pair.legacy.response?.body.bytes ?? []).toString() === text
    }),
  )
})

describe('what could not be compared', () => {
  const unpaired: Judgement = { ...quiet, verdict: 'incomparable', incomparable: 'unpaired-session' }
  const secret = 'earlier-secret-1'
  const page = { response: { text: `you came with ${secret}` } }

  test('is searched for secrets of the requests before, too: nobody looked at its answers', () => {
    const own = redactorFor(key, [])
    own.pair(aPair({ request: aRequest({ headers: [['Cookie', `sid=${secret}`]] }) }), quiet)
    expect(textOf(own.pair(aPair({ legacy: page }), unpaired))).not.toContain(secret)
  })

  test('also for those of requests that equality settled', () => {
    const own = redactorFor(key, [])
    own.headers([['Cookie', `sid=${secret}`]])
    expect(textOf(own.pair(aPair({ legacy: page }), unpaired))).not.toContain(secret)
  })

  test('so many are remembered that memory stays bounded', () => {
    const own = redactorFor(key, [])
    own.headers([['Cookie', `sid=${secret}`]])
    for (let n = 0; n < 1000; n += 1) own.headers([['Cookie', `sid=another-secret-${n}`]])
    expect(textOf(own.pair(aPair({ legacy: page }), unpaired))).toContain(secret)
  })
})

test('a body that is cut in mid-stream is not kept, and what differences quote of it is searched for its secrets', () => {
  const page = `<form><input type="password" name="password" value="hunter2-secret"></form>${randomText(4000)}`
  const whole = gzipSync(page)
  const bytes = whole.subarray(0, whole.byteLength - 100)
  const headers = [
    ['Content-Type', 'text/html; charset=utf-8'],
    ['Content-Encoding', 'gzip'],
  ] as const
  const difference = { part: 'body', kind: 'value', path: 'p', candidate: 'hello hunter2-secret' } as const
  const { pair, judgement } = redactor.pair(aPair({ candidate: { response: { bytes, headers } } }), {
    ...quiet,
    differences: [difference],
  })
  expect(pair.candidate.response?.body).toMatchObject({ truncated: true, size: bytes.byteLength })
  expect(pair.candidate.response?.body.bytes.byteLength).toBe(0)
  expect(judgement.differences[0]?.candidate).toMatch(/^hello \[hidden /)
})

/** What no compressor makes much smaller. */
function randomText(length: number): string {
  let seed = 7
  return Array.from({ length }, () => {
    seed = (seed * 16807) % 2147483647
    return String.fromCharCode(97 + (seed % 26))
  }).join('')
}
