import { gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { failing, importing } from '../../support/importing.js'

const time = '[04/May/2026:12:00:00 +0200]'
const nginx = `203.0.113.7 - - ${time} "GET /cart?id=3 HTTP/2.0" 200 512 "https://shop.example/" "Mozilla/5.0 Firefox/128.0"`

test.each([
  ['nginx, HTTP/2', nginx, { target: '/cart?id=3', answer: { status: 200 } }],
  ['Apache, with virtual host and port', `shop.example:443 ${nginx}`, { target: '/cart?id=3' }],
  [
    'Apache, a quote and a backslash escaped',
    `203.0.113.7 - anna ${time} "GET /a?q=\\"x\\\\ HTTP/1.1" 404 - "-" "A \\"B\\""`,
    { target: '/a?q="x\\', answer: { status: 404 } },
  ],
  [
    'nginx, bytes escaped',
    `203.0.113.7 - - ${time} "GET /caf\\xC3\\xA9 HTTP/1.1" 200 1 "-" "-"`,
    { target: '/caf%C3%A9' },
  ],
  [
    'common format, without referer and agent',
    `203.0.113.7 - - ${time} "GET / HTTP/1.0" 301 -`,
    { target: '/', answer: { status: 301 } },
  ],
  [
    'varnishncsa: whole URLs',
    `203.0.113.7 - - ${time} "GET http://shop.example/p/1 HTTP/1.1" 200 1 "-" "-"`,
    { target: '/p/1' },
  ],
  ['IPv6', `2001:db8::1 - - ${time} "GET / HTTP/1.1" 200 1 "-" "x"`, { target: '/' }],
  ['more fields at the end', `${nginx} 0.123 "-"`, { target: '/cart?id=3' }],
  [
    'a query that holds what YAML and templates mean',
    `203.0.113.7 - - ${time} "GET /?a=\${b}:%20#x HTTP/1.1" 200 1`,
    { target: '/?a=${$}{b}:%20#x' },
  ],
])('%s', async (_, line, exchange) => {
  const { scenario } = await importing(`${line}\n`)
  expect(scenario.exchanges).toMatchObject([{ method: 'GET', ...exchange }])
})

test('visitors are told apart by address and user agent, their pace is kept', async () => {
  const line = (address: string, second: number, agent: string): string =>
    `${address} - - [04/May/2026:12:00:0${second} +0200] "GET /${second} HTTP/1.1" 200 1 "-" "${agent}"`
  const lines = [
    line('192.0.2.1', 0, 'Mozilla/5.0 Firefox/1'),
    line('192.0.2.2', 2, 'Mozilla/5.0 Firefox/1'),
    line('192.0.2.1', 3, 'Mozilla/5.0 Firefox/1'),
    line('192.0.2.1', 1, 'curl/8.5.0'),
  ]
  const { scenario } = await importing(`${lines.join('\n')}\n`)
  expect(scenario.exchanges.map(({ target, session, after }) => [target, session, after])).toEqual([
    ['/0', 'firefox', 0],
    ['/1', 'curl', 1000],
    ['/2', 'firefox-2', 1000],
    ['/3', 'firefox', 1000],
  ])
})

test('what is no GET of a path is skipped, counted, and said where', async () => {
  const line = (request: string): string => `192.0.2.1 - - ${time} "${request}" 200 1 "-" "x"`
  const lines = [
    nginx,
    line('POST /cart HTTP/1.1'),
    line('HEAD / HTTP/1.1'),
    line('OPTIONS * HTTP/1.0'),
    line('GET * HTTP/1.0'),
    line('\\x16\\x03\\x01'),
    line('-'),
    'nonsense',
    '',
  ]
  const { summary } = await importing(lines.join('\r\n'))
  expect(summary).toMatchObject({ from: 'access-log', taken: 1 })
  expect(
    Object.fromEntries(summary.skipped.map(({ reason, count, first }) => [reason, `${count} from ${first}`])),
  ).toEqual({
    'POST requests: a log keeps no bodies': '1 from line 2',
    'HEAD requests: a log keeps no bodies': '1 from line 3',
    'OPTIONS requests: a log keeps no bodies': '1 from line 4',
    'requests for no path': '1 from line 5',
    'lines that hold no HTTP request': '2 from line 6',
    'lines that are not in the combined format': '1 from line 8',
  })
})

test('an answer that says nothing of the page is none', async () => {
  const { scenario } = await importing(`192.0.2.1 - - ${time} "GET / HTTP/1.1" 304 0 "-" "x"\n`)
  expect(scenario.exchanges[0]?.answer).toBeUndefined()
})

test('secrets of a query become variables', async () => {
  const { scenario, written } = await importing(
    `192.0.2.1 - - ${time} "GET /?api_key=k3y-31415&password=s3cret-pw HTTP/1.1" 200 1\n`,
  )
  expect(scenario.exchanges[0]?.target).toBe('/?api_key=${SOSIE_VAR_API_KEY}&password=${SOSIE_VAR_PASSWORD}')
  expect(written).not.toMatch(/k3y-31415|s3cret-pw/)
})

test('a packed log is unpacked; one that is cut is refused', async () => {
  const packed = gzipSync(`${nginx}\n`.repeat(500))
  expect((await importing(packed)).summary.taken).toBe(500)
  const { error, left } = await failing(packed.subarray(0, packed.length - 9))
  expect(error).toMatchObject({
    code: 'SOSIE_E_NOT_READABLE',
    message: expect.stringMatching(/cannot be read to its end/),
  })
  expect(left).toEqual([])
})

test('no more than --limit, and it is said', async () => {
  expect((await importing(`${nginx}\n`.repeat(5), { limit: 3 })).summary).toMatchObject({ taken: 3, limited: true })
})

test('a file that is no access log is refused after a look at its beginning', async () => {
  const { error } = await failing('word\n'.repeat(1000), { from: 'access-log' })
  expect(error).toMatchObject({ message: expect.stringMatching(/is no access log: none of its first 100 lines/) })
})

test('a line without an end is refused with its byte', async () => {
  const { error } = await failing(`${nginx}\n${'x'.repeat(1_100_000)}`)
  expect(error).toMatchObject({ message: expect.stringMatching(/begins at byte 1\d\d, within 1000000 bytes/) })
})
