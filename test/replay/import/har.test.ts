import { expect, test } from '@jest/globals'
import { aHar, anEntry } from '../../support/a-har.js'
import { failing, importing } from '../../support/importing.js'

const form = 'application/x-www-form-urlencoded'
const page = '<!doctype html><form><input type="hidden" name="csrf_token" value="9f8e7d6c5b4a"></form>'
const login = [
  anEntry({
    url: 'http://shop.example/login',
    text: page,
    answer: { 'Content-Type': 'text/html', 'Set-Cookie': 'PHPSESSID=abcdef0123456789; path=/' },
  }),
  anEntry({
    at: '2026-05-04T10:00:02.500Z',
    method: 'POST',
    url: 'http://shop.example/login',
    headers: {
      Host: 'shop.example',
      'User-Agent': 'Mozilla/5.0 Chrome/126.0',
      'Content-Type': form,
      Cookie: 'PHPSESSID=abcdef0123456789; lang=fr-secret',
    },
    post: { mimeType: form, text: 'user=anna&password=s3cret-pass&csrf_token=9f8e7d6c5b4a' },
    status: 302,
    answer: { Location: '/account', 'Set-Cookie': 'PHPSESSID=fedcba9876543210; path=/' },
    content: { size: 0, mimeType: 'x-unknown' },
  }),
  anEntry({
    at: '2026-05-04T10:00:03.000Z',
    url: 'http://shop.example/account?token=tok-3141592653',
    headers: {
      Host: 'shop.example',
      'User-Agent': 'Mozilla/5.0 Chrome/126.0',
      Cookie: 'PHPSESSID=fedcba9876543210',
      Authorization: 'Bearer eyJhbGciOiJI',
    },
    text: '<p>Your password is s3cret-pass</p>',
  }),
]

test('a login becomes a scenario that works on two stacks: the token is captured, the password a variable, the session the jar’s', async () => {
  const { scenario, summary } = await importing(aHar(login))
  expect(scenario.exchanges.map(({ method, target, after, writes }) => [method, target, after, writes])).toEqual([
    ['GET', '/login', 0, false],
    ['POST', '/login', 2500, true],
    ['GET', expect.stringContaining('/account?token='), 500, false],
  ])
  expect(scenario.exchanges[0]?.capture).toEqual({
    csrf_token: { kind: 'css', selector: 'input[name="csrf_token"]', attribute: 'value' },
  })
  expect(scenario.exchanges[1]?.body).toEqual({
    kind: 'form',
    fields: { user: 'anna', password: '${SOSIE_VAR_PASSWORD}', csrf_token: '${csrf_token}' },
  })
  expect(scenario.exchanges[2]?.headers).toEqual({ authorization: '${SOSIE_VAR_AUTHORIZATION}' })
  expect(scenario.sessions).toEqual({
    visitor: {
      headers: { host: 'shop.example', 'user-agent': 'Mozilla/5.0 Chrome/126.0' },
      cookies: { lang: '${SOSIE_VAR_COOKIE_LANG}' },
    },
  })
  expect(summary).toMatchObject({ taken: 3, sessions: 1, writes: 1, begunBefore: [], limited: false })
  expect(summary.variables['SOSIE_VAR_PASSWORD']).toBe('password of POST /login')
})

test('no secret is written, wherever it stands', async () => {
  const { written } = await importing(aHar(login))
  for (const secret of [
    's3cret-pass',
    'abcdef0123456789',
    'fedcba9876543210',
    'fr-secret',
    'eyJhbGciOiJI',
    '9f8e7d6c5b4a"]',
    'tok-3141592653',
  ])
    expect(written).not.toContain(secret)
})

test('what is shown again in a later page is hidden there, too', async () => {
  const { scenario } = await importing(aHar(login))
  expect(scenario.exchanges[2]?.answer?.body).toEqual({
    kind: 'text',
    text: expect.stringMatching(/^<p>Your password is \[hidden \d+\]<\/p>$/),
  })
  expect(scenario.exchanges[2]?.target).toBe('/account?token=${SOSIE_VAR_TOKEN}')
})

test('the same file gives the same scenario each time', async () => {
  const [one, other] = [await importing(aHar(login)), await importing(aHar(login))]
  expect(one.written).toBe(other.written)
})

test('other hosts, assets, data: URLs and blocked requests are skipped, counted, and said where', async () => {
  const { summary } = await importing(
    aHar([
      anEntry({}),
      anEntry({ url: 'https://stats.example/c', headers: {} }),
      anEntry({ url: 'http://shop.example/a.png', answer: { 'Content-Type': 'image/png' } }),
      anEntry({ url: 'data:text/css,a' }),
      anEntry({ status: 0 }),
      { nothing: true },
    ]),
  )
  expect(summary.taken).toBe(1)
  expect(Object.fromEntries(summary.skipped.map(({ reason, first }) => [reason, first]))).toEqual({
    'requests to stats.example (--host takes them)': 'entry 2',
    'images, styles, scripts and fonts (--assets takes them)': 'entry 3',
    'entries that are no HTTP (data:, blob:, extensions)': 'entry 4',
    'entries without an answer (blocked, or cut short)': 'entry 5',
    'entries without a request': 'entry 6',
  })
})

test('a host that sends on to another takes that one along', async () => {
  const entries = [
    anEntry({ url: 'http://shop.example/', status: 301, answer: { Location: 'https://www.shop.example/' } }),
    anEntry({ url: 'https://www.shop.example/', headers: { Host: 'www.shop.example' } }),
  ]
  expect((await importing(aHar(entries))).summary.taken).toBe(2)
  expect((await importing(aHar(entries), { hosts: ['www.shop.example'] })).summary.taken).toBe(1)
})

const dialects: [string, object, unknown][] = [
  [
    'Firefox: several Set-Cookie in one value',
    anEntry({ answer: { 'Set-Cookie': 'a=1; path=/\nb=2; path=/' } }),
    { headers: { 'set-cookie': [expect.stringMatching(/^a=/), expect.stringMatching(/^b=/)] } },
  ],
  [
    'Safari: cookies in their own list only',
    anEntry({ answer: {}, given: { sid: 'x1y2z3' } }),
    { headers: { 'set-cookie': expect.stringMatching(/^sid=\[hidden/) } },
  ],
  [
    'Chrome: a body that was dropped is unknown, not empty',
    anEntry({ content: { size: 5120, mimeType: 'text/html' } }),
    expect.not.objectContaining({ body: expect.anything() }),
  ],
  [
    'Firefox: a body that was cut is unknown',
    anEntry({ content: { size: 5120, mimeType: 'text/html', text: 'abc' } }),
    expect.not.objectContaining({ body: expect.anything() }),
  ],
  [
    'mitmproxy: content in base64, a negative size',
    anEntry({
      content: { size: -1, mimeType: 'text/html', text: Buffer.from('héllo').toString('base64'), encoding: 'base64' },
    }),
    { body: { kind: 'text', text: 'héllo' } },
  ],
  [
    'HTTP/2: names in small letters, pseudo fields',
    anEntry({ answer: { ':status': '200', 'content-type': 'text/html', 'content-encoding': 'br' }, text: 'x' }),
    { headers: { 'content-type': 'text/html' }, body: { kind: 'text', text: 'x' } },
  ],
  [
    'Charles: null where nothing is',
    { ...anEntry({ text: 'x' }), cache: null, timings: null, time: null },
    { body: { kind: 'text', text: 'x' } },
  ],
]

test.each(dialects)('%s', async (_, entry, answer) => {
  const { scenario } = await importing(aHar([entry]))
  expect({ answer: scenario.exchanges[0]?.answer }).toMatchObject({ answer })
})

test('an answer of 304 says nothing: a replay asks without conditions', async () => {
  const { scenario } = await importing(aHar([anEntry({ status: 304, headers: { 'If-None-Match': '"x"' } })]))
  expect(scenario.exchanges[0]).toMatchObject({ headers: {} })
  expect(scenario.exchanges[0]?.answer).toBeUndefined()
})

test.each([
  [
    'parameters without a text',
    { mimeType: form, params: [{ name: 'a', value: 'b%20c' }] },
    { kind: 'form', fields: { a: 'b c' } },
  ],
  [
    'header fields before the form',
    { mimeType: form, text: 'Content-Type: x\r\nContent-Length: 3\r\n\r\na=1' },
    { kind: 'form', fields: { a: '1' } },
  ],
  ['JSON', { mimeType: 'application/json', text: '{"a":"${b}"}' }, { kind: 'text', text: '{"a":"${$}{b}"}' }],
  ['JSON that says it is a form', { mimeType: form, text: '{"a":1}' }, { kind: 'text', text: '{"a":1}' }],
  [
    'bytes',
    { mimeType: 'application/octet-stream', text: 'AAEC', encoding: 'base64' },
    { kind: 'file', file: expect.stringMatching(/^out\.files\/[\da-f]{64}\.bin$/) },
  ],
  [
    'a form of parts',
    {
      mimeType: 'multipart/form-data; boundary=xyz',
      text: '--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--xyz\r\nContent-Disposition: form-data; name="f"; filename="f.txt"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--xyz--\r\n',
    },
    {
      kind: 'parts',
      parts: [
        { name: 'a', value: '1' },
        { name: 'f', value: 'hello', filename: 'f.txt', type: 'text/plain' },
      ],
    },
  ],
])('an upload of %s', async (_, post, body) => {
  const { scenario } = await importing(aHar([anEntry({ method: 'POST', post })]))
  expect(scenario.exchanges[0]?.body).toEqual(body)
})

test('an upload that the HAR does not hold is skipped, not sent empty', async () => {
  const post = { mimeType: 'multipart/form-data', params: [{ name: 'f', fileName: 'a.jpg' }] }
  const { summary } = await importing(aHar([anEntry({}), anEntry({ method: 'POST', post })]))
  expect(summary.skipped).toEqual([
    { reason: 'entries whose upload the HAR does not hold', count: 1, first: 'entry 2' },
  ])
})

const whole = aHar([anEntry({ text: 'é' }), anEntry({})])
test.each([
  ['cut', whole.slice(0, 700), /in breaks off at byte \d+: it was cut\. Save it again\.$/],
  ['broken in the middle', whole.replace('"request":', '"request";'), /in is no JSON at byte 1\d\d: /],
  ['in UTF-16', Buffer.from(`\ufeff${whole}`, 'utf16le'), /UTF-16.*Save it again as UTF-8/],
  ['in Latin-1', Buffer.from(whole, 'latin1'), /is not in UTF-8 near byte 0/],
  ['other JSON', '{"log":[1,2]}', /is JSON, but no HAR/],
  ['two of them', `${whole}${whole}`, /no JSON at byte|goes on at byte/],
  ['empty', '', /begins as no file that can be imported.*--from/],
  ['without entries', aHar([]), /holds nothing to replay\. Nothing was written\.$/],
])('a HAR that is %s: a clear sentence, and nothing written', async (_, content, sentence) => {
  const { error, left } = await failing(content)
  expect(error).toMatchObject({ code: 'SOSIE_E_NOT_READABLE', message: expect.stringMatching(sentence) })
  expect(left).toEqual([])
})
