import { setTimeout as wait } from 'node:timers/promises'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { forwarderNames, startLive, type ForwarderName, type Live } from '../support/live.js'
import { sendRaw, startRawUpstream, understood, type RawUpstream } from '../support/raw-http.js'

const open: { close(deadlineMs: number): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close(0)))
})

async function mirrorThread(name: ForwarderName, over?: Parameters<typeof startLive>[2]): Promise<[RawUpstream, Live]> {
  const upstream = await startRawUpstream(
    (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'),
  )
  const live = await startLive(upstream.url, name, over)
  open.push(upstream, live)
  return [upstream, live]
}

const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n'

/** What reaches legacy: nothing, or exactly these requests with these bodies. */
const attacks: [name: string, bytes: string, reaches: [line: string, body: string][]][] = [
  [
    'length and chunks together',
    `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    [],
  ],
  [
    'chunks and length together, the other way round',
    `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 30\r\n\r\n0\r\n\r\n${smuggled}`,
    [],
  ],
  [
    'two lengths that differ',
    `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
    [],
  ],
  ['one length said twice', `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2, 2\r\n\r\nhi${smuggled}`, []],
  ['a length with a sign', `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +2\r\n\r\nhi${smuggled}`, []],
  ['a folded field', `GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n Transfer-Encoding: chunked\r\n\r\n${smuggled}`, []],
  [
    'a space before the colon',
    `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    [],
  ],
  ['an unknown coding', `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`, []],
  [
    'chunked twice',
    `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${smuggled}`,
    [],
  ],
  [
    'a chunk size that is none',
    `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n${smuggled}`,
    [],
  ],
  ['a line feed alone in a field', `GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\nX-B: 2\r\n\r\n`, []],
  ['a zero byte in a field', `GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\u0000\r\n\r\n`, []],
  ['two hosts', `GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`, []],
  ['no host', `GET / HTTP/1.1\r\nX-A: 1\r\n\r\n`, []],
  ['a target that is no path', `GET evil.example/ HTTP/1.1\r\nHost: a\r\n\r\n`, []],
  ['a raw byte beyond ASCII in the target', `GET /caf\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n`, []],
  ['CONNECT', `CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n`, []],
  ['an HTTP version that is none', `GET / HTTP/9.9\r\nHost: a\r\n\r\n`, []],
  [
    'extensions of a chunk',
    `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b;c="d"\r\nhi\r\n0\r\n\r\n`,
    [['POST / HTTP/1.1', 'hi']],
  ],
  [
    'a DELETE with chunks',
    `DELETE / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`,
    [['DELETE / HTTP/1.1', smuggled]],
  ],
  [
    'a GET with a body that looks like a request',
    `GET / HTTP/1.1\r\nHost: a\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
    [['GET / HTTP/1.1', smuggled]],
  ],
  [
    'fields of the connection, named by it',
    `GET / HTTP/1.1\r\nHost: a\r\nConnection: X-Gone, keep-alive\r\nX-Gone: 1\r\nKeep-Alive: 5\r\nTE: trailers\r\n\r\n`,
    [['GET / HTTP/1.1', '']],
  ],
]

describe.each(forwarderNames)('%s', (name) => {
  test.each(attacks)('%s: legacy sees no request but those that the client may send', async (_, bytes, reaches) => {
    const [upstream, live] = await mirrorThread(name)
    const { text } = await sendRaw(live.url, bytes, 250)
    expect(upstream.seen.map(({ head, body }) => [head.split('\r\n')[0], body])).toEqual(reaches)
    if (reaches.length === 0) expect(text).toMatch(/^HTTP\/1\.1 4\d\d |^$/)
    expect(upstream.received()).not.toMatch(/x-gone|^te:|^keep-alive:/im)
  })
})

test('requests that are too long are turned away with their own status, and counted', async () => {
  const [upstream, live] = await mirrorThread('undici', { headerBytes: 4096, urlBytes: 1000 })
  const status = async (bytes: string): Promise<string> => understood(await sendRaw(live.url, bytes, 500)).status
  expect(await status(`GET /${'a'.repeat(2000)} HTTP/1.1\r\nHost: a\r\n\r\n`)).toBe('414 URI Too Long')
  expect(await status(`GET / HTTP/1.1\r\nHost: a\r\nX-A: ${'a'.repeat(9000)}\r\n\r\n`)).toBe(
    '431 Request Header Fields Too Large',
  )
  expect(live.refused).toEqual(['url-too-long', 'header-too-large'])
  expect(upstream.seen).toEqual([])
})

test('headers and bodies that stop coming are cut off; silence of legacy is not the client’s', async () => {
  const upstream = await startRawUpstream((socket) =>
    setTimeout(() => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'), 900),
  )
  const live = await startLive(upstream.url, 'undici', { headersMs: 300, bodyIdleMs: 300 })
  open.push(upstream, live)
  const status = async (bytes: string): Promise<string> => understood(await sendRaw(live.url, bytes, 4000)).status
  expect(await status('GET / HTTP/1.1\r\nHost: a\r\nX-Slow')).toBe('408 Request Timeout')
  expect(await status('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf')).toBe('408 Request Timeout')
  expect(await status('POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\nhalf')).toBe(
    '200 OK',
  )
  expect(live.refused).toEqual(['slow-headers', 'slow-body'])
}, 15_000)

test('only the hosts that are served reach legacy, whatever the case and the port', async () => {
  const [upstream, live] = await mirrorThread('undici', { hosts: new Set(['shop.example']) })
  const status = async (host: string): Promise<string> =>
    understood(await sendRaw(live.url, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).status
  expect(await status('Shop.Example:8080')).toBe('200 OK')
  expect(await status('evil.example')).toBe('421 Misdirected Request')
  expect(upstream.seen).toHaveLength(1)
})

test('connections past their limit are closed and counted, the others are served', async () => {
  const [, live] = await mirrorThread('undici', { connections: 3 })
  const { port } = new URL(live.url)
  const held = Array.from({ length: 3 }, () => connect(Number(port), '127.0.0.1'))
  await wait(100)
  expect((await sendRaw(live.url, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', 300)).text).toBe('')
  expect(live.refused).toEqual(['too-many-connections'])
  for (const socket of held) socket.destroy()
  await wait(100)
  expect((await sendRaw(live.url, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).text).toMatch(/ 200 OK/)
})

test('copies of many answers at once stay within the room they share; what has none is counted, and served whole', async () => {
  const body = 'x'.repeat(500_000)
  const upstream = await startRawUpstream((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 400_000)}`)
    setTimeout(() => socket.write(body.slice(400_000)), 300)
  })
  const live = await startLive(upstream.url, 'undici', { copyBytes: 1_000_000 })
  open.push(upstream, live)
  const bodies = await Promise.all(
    Array.from(
      { length: 6 },
      async () =>
        understood(await sendRaw(live.url, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 5000)).body.length,
    ),
  )
  expect(bodies).toEqual(Array(6).fill(body.length))
  expect(live.unmirrorable).toEqual(Array(live.unmirrorable.length).fill('bytes-full'))
  expect(live.pairs.length + live.unmirrorable.length).toBe(6)
  expect(live.pairs.length).toBeLessThanOrEqual(2)
})
