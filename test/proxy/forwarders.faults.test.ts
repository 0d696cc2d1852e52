import { setTimeout as wait } from 'node:timers/promises'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from '@jest/globals'
import { forwarderNames, startLive, type ForwarderName, type Live } from '../support/live.js'
import { sendRaw, startRawUpstream, understood, type RawUpstream, type SeenRequest } from '../support/raw-http.js'

const open: { close(deadlineMs: number): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close(0)))
})

async function upstreamThat(answer: (socket: Socket, request: SeenRequest) => void): Promise<RawUpstream> {
  const upstream = await startRawUpstream(answer)
  open.push(upstream)
  return upstream
}

/** Writes the parts one after the other, with a pause between them. */
function says(...parts: string[]): (socket: Socket) => void {
  return (socket) => {
    void (async () => {
      for (const part of parts) {
        socket.write(part, 'latin1')
        await wait(12)
      }
    })()
  }
}

function saysAndEnds(text: string): (socket: Socket) => void {
  return (socket) => void socket.end(text, 'latin1')
}

async function live(
  upstream: RawUpstream,
  name: ForwarderName,
  ...over: [Parameters<typeof startLive>[2]?]
): Promise<Live> {
  const proxy = await startLive(upstream.url, name, ...over)
  open.push(proxy)
  return proxy
}

const get = (more = '', path = '/'): string =>
  `GET ${path} HTTP/1.1\r\nHost: shop.example\r\n${more}Connection: close\r\n\r\n`
const ok = (body: string, more = ''): string =>
  `HTTP/1.1 200 OK\r\n${more}Content-Length: ${body.length}\r\n\r\n${body}`
const zipped = gzipSync('bytes that stay as they are').toString('latin1')

/** Each is asked directly and through the proxy: a client must not be able to tell one from the other. */
const answers: [name: string, request: string, answer: (socket: Socket) => void][] = [
  ['a plain answer', get(), says(ok('hello', 'Content-Type: text/plain\r\n'))],
  [
    'odd case, order, repeats and reason',
    get(),
    says(
      'HTTP/1.1 200 Fine By Me\r\nx-lOWER: 1\r\nB: 2\r\nSet-Cookie: a=1\r\nA: 3\r\nSet-Cookie: b=2\r\nB: 4\r\nContent-Length: 0\r\n\r\n',
    ),
  ],
  [
    'HEAD with a length and no body',
    get().replace('GET', 'HEAD'),
    says('HTTP/1.1 200 OK\r\nContent-Length: 1234\r\nX-A: 1\r\n\r\n'),
  ],
  ['204', get(), says('HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n')],
  [
    '304 with a length',
    get('If-None-Match: "x"\r\n'),
    says('HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nContent-Length: 99\r\n\r\n'),
  ],
  [
    'a range',
    get('Range: bytes=1-3\r\n'),
    says('HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 1-3/9\r\nContent-Length: 3\r\n\r\nbcd'),
  ],
  [
    'chunks of all sizes, with pauses, cut anywhere',
    get(),
    says(
      'HTTP/1.1 200 OK\r\nTransfer-Enc',
      'oding: chunked\r\n\r\n1\r\na\r\n',
      '5\r\nbc',
      'def\r\n10;ext=1\r\n0123456789abcdef\r\n0\r',
      '\n\r\n',
    ),
  ],
  ['a body that the end of the connection ends', get(), saysAndEnds('HTTP/1.0 200 OK\r\nX-A: 1\r\n\r\nuntil the end')],
  ['a coded body', get('Accept-Encoding: gzip\r\n'), says(ok(zipped, 'Content-Encoding: gzip\r\n'))],
  [
    'a redirect, which nobody follows',
    get(),
    says('HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\r\nContent-Length: 0\r\n\r\n'),
  ],
  [
    'bytes beyond ASCII in a field',
    get(),
    says('HTTP/1.1 200 OK\r\nX-Name: caf\u00e9 \u00ff\r\nContent-Length: 1\r\n\r\nx'),
  ],
  ['a field of 20 KB', get(), says(`HTTP/1.1 200 OK\r\nX-Long: ${'v'.repeat(12_000)}\r\nContent-Length: 1\r\n\r\nx`)],
  ['an empty reason', get(), says('HTTP/1.1 200 \r\nContent-Length: 1\r\n\r\nx')],
  ['an error page', get(), says('HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\noops')],
  ['an old client', 'GET / HTTP/1.0\r\nHost: shop.example\r\n\r\n', saysAndEnds(ok('plain'))],
]

describe.each(forwarderNames)('%s', (name) => {
  test.each(answers)('%s reaches the client as legacy sent it', async (_, request, answer) => {
    const upstream = await upstreamThat(answer)
    const proxy = await live(upstream, name)
    const direct = understood(await sendRaw(upstream.url, request, 300))
    expect(understood(await sendRaw(proxy.url, request))).toEqual(direct)
  })

  test('an old client gets a body without chunks', async () => {
    const upstream = await upstreamThat(
      says('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'),
    )
    const proxy = await live(upstream, name)
    const { text } = await sendRaw(proxy.url, 'GET / HTTP/1.0\r\nHost: a\r\n\r\n')
    expect(text).not.toMatch(/chunked/i)
    expect(text.endsWith('\r\n\r\nabc')).toBe(true)
  })

  test('requests that come in one packet are answered in their order', async () => {
    const upstream = await upstreamThat((socket, { head }) => {
      const path = head.split(' ')[1] ?? ''
      setTimeout(() => socket.write(ok(path)), path === '/slow' ? 60 : 0)
    })
    const proxy = await live(upstream, name)
    const first = 'GET /slow HTTP/1.1\r\nHost: a\r\n\r\n'
    const { text } = await sendRaw(proxy.url, first + get('', '/quick'))
    expect([...text.matchAll(/\r\n\r\n(\/slow|\/quick)/g)].map(([, path]) => path)).toEqual(['/slow', '/quick'])
  })

  test('legacy sees the request line, fields in their order and case, and the Host that the client wrote', async () => {
    const upstream = await upstreamThat(says(ok('x')))
    const proxy = await live(upstream, name)
    await sendRaw(proxy.url, get('X-mIXed: 1\r\nAccept: a\r\nCookie: a=1\r\nAccept: b\r\n', '/caf%C3%A9/?q=%00&q=2'))
    const [line = '', ...fields] = upstream.seen[0]?.head.split('\r\n') ?? []
    expect(line).toBe('GET /caf%C3%A9/?q=%00&q=2 HTTP/1.1')
    const ours = /^connection:/i
    const inOrder = fields.filter((field) => !ours.test(field))
    expect(inOrder.map((field) => field.replace(/^host:/, 'Host:')).sort()).toEqual(
      ['Host: shop.example', 'X-mIXed: 1', 'Accept: a', 'Cookie: a=1', 'Accept: b'].sort(),
    )
    expect(inOrder.filter((field) => field.startsWith('Accept'))).toEqual(['Accept: a', 'Accept: b'])
  })

  test.each([
    ['a length', 'Content-Length: 5\r\n\r\nhello'],
    ['chunks', 'Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n'],
  ])('a body sent by %s reaches legacy whole', async (_, rest) => {
    const upstream = await upstreamThat(says(ok('thanks')))
    const proxy = await live(upstream, name)
    const heard = await sendRaw(proxy.url, `POST /p HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${rest}`)
    expect(understood(heard).body).toBe('thanks')
    expect(upstream.seen.map(({ body }) => body)).toEqual(['hello'])
    expect(Buffer.from(proxy.pairs[0]?.request.body.bytes ?? []).toString()).toBe('hello')
  })

  test('a client that waits to be told to go on is told, and its body reaches legacy', async () => {
    const upstream = await upstreamThat(says(ok('thanks')))
    const proxy = await live(upstream, name)
    const head = 'POST /p HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\nConnection: close\r\n\r\n'
    const { text } = await sendRaw(proxy.url, [head, 'hello'])
    expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/)
    expect(upstream.seen.map(({ body, head: seen }) => [body, /expect/i.test(seen)])).toEqual([['hello', false]])
  })

  test('DELETE without a body gets none', async () => {
    const upstream = await upstreamThat(says(ok('gone')))
    const proxy = await live(upstream, name)
    await sendRaw(proxy.url, get().replace('GET', 'DELETE'))
    expect(upstream.received()).not.toMatch(/content-length|transfer-encoding/i)
  })

  test('server-sent events arrive as they are sent, the head before any of them', async () => {
    const upstream = await upstreamThat((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n')
      setTimeout(() => socket.write('data: 1\n\n'), 120)
    })
    const proxy = await live(upstream, name)
    expect((await sendRaw(proxy.url, get(), 80)).text).toContain('text/event-stream')
    expect((await sendRaw(proxy.url, get(), 250)).text).toContain('data: 1')
  })

  test('trailers and early hints go through', async () => {
    const upstream = await upstreamThat(
      says(
        'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n',
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nab\r\n0\r\nX-Sum: 7\r\n\r\n',
      ),
    )
    const proxy = await live(upstream, name)
    const { text, reset } = await sendRaw(proxy.url, get())
    expect(text).toMatch(/^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a\.css>; rel=preload\r\n\r\nHTTP\/1\.1 200 OK/)
    const last = text.slice(text.indexOf('HTTP/1.1 200'))
    expect(understood({ text: last, reset })).toMatchObject({ body: 'ab', trailers: 'X-Sum: 7\r\n' })
  })

  test('legacy that resets before its headers: a short neutral page, and the failure is told', async () => {
    const upstream = await upstreamThat((socket) => void socket.resetAndDestroy())
    const proxy = await live(upstream, name)
    const { status, body } = understood(await sendRaw(proxy.url, get()))
    expect([status, body]).toEqual(['502 Bad Gateway', '502 Bad Gateway\n'])
    expect(proxy.pairs[0]?.legacy.failure).toEqual({ kind: 'reset', during: 'headers' })
    expect(upstream.seen).toHaveLength(1) // on a fresh connection nothing went stale: it is not asked again
  })

  test.each([
    ['a length that is not reached', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
    ['chunks that never end', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
  ])('legacy that breaks off after its headers, %s: the client is cut off too', async (_, text) => {
    const upstream = await upstreamThat((socket) => {
      socket.write(text)
      setTimeout(() => socket.destroy(), 40)
    })
    const proxy = await live(upstream, name)
    const heard = await sendRaw(proxy.url, get())
    expect(heard.text).toContain('half')
    expect(heard.text).not.toMatch(/\r\n0\r\n\r\n$/) // no end of chunks: the client must not take it for whole
    expect(proxy.pairs[0]?.legacy.failure).toEqual({ kind: 'reset', during: 'body' })
    expect(proxy.pairs[0]?.legacy.response?.complete).toBe(false)
  })

  test('while legacy is down: a short neutral page', async () => {
    const upstream = await upstreamThat(says(ok('x')))
    const proxy = await live(upstream, name)
    await upstream.close()
    expect(understood(await sendRaw(proxy.url, get())).status).toBe('502 Bad Gateway')
    expect(proxy.pairs[0]?.legacy.failure).toEqual({ kind: 'refused', during: 'connect' })
  })

  test('a kept connection that went stale is tried once more on a new one', async () => {
    const upstream = await upstreamThat((socket, { before }) => {
      if (before === 0) socket.write(ok('fresh'))
      else socket.resetAndDestroy()
    })
    const proxy = await live(upstream, name)
    const bodies = []
    for (let index = 0; index < 4; index += 1) bodies.push(understood(await sendRaw(proxy.url, get())).body)
    expect(bodies).toEqual(['fresh', 'fresh', 'fresh', 'fresh'])
  })

  test('a request with a body is never sent twice, also when its connection went stale', async () => {
    const upstream = await upstreamThat((socket, { before }) => {
      if (before === 0) socket.write(ok('fresh'))
      else socket.resetAndDestroy()
    })
    const proxy = await live(upstream, name)
    await sendRaw(proxy.url, get())
    const post = 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx'
    expect(understood(await sendRaw(proxy.url, post)).status).toBe('502 Bad Gateway')
    expect(upstream.seen.filter(({ head }) => head.startsWith('POST'))).toHaveLength(1)
  })

  test('an answer that comes before the upload is over reaches the client', async () => {
    const upstream = await startRawUpstream(() => undefined)
    open.push(upstream)
    const early = await import('node:net').then(({ createServer }) =>
      createServer((socket) => {
        socket.on('error', () => undefined)
        socket.once('data', () =>
          socket.end('HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig'),
        )
      }),
    )
    await new Promise<void>((resolve) => early.listen(0, '127.0.0.1', resolve))
    const { port } = early.address() as { port: number }
    const proxy = await startLive(`http://127.0.0.1:${port}`, name)
    open.push(proxy)
    const parts = [
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n',
      ...Array<string>(20).fill('x'.repeat(50_000)),
    ]
    const { text } = await sendRaw(proxy.url, parts, 700)
    early.close()
    expect(text).toMatch(/^HTTP\/1\.1 413 Too Large[^]*big$/)
  })

  test('a client that goes away ends the request at legacy, and is counted', async () => {
    const upstream = await upstreamThat(
      (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'),
    )
    const proxy = await live(upstream, name)
    await sendRaw(proxy.url, get(), 100)
    await wait(150)
    expect(proxy.unmirrorable).toEqual(['client-aborted'])
    expect(upstream.closed()).toBe(1)
  })

  test.each([
    [
      'append',
      [
        'X-Forwarded-For: 10.0.0.1, 127.0.0.1',
        'X-Forwarded-Proto: https',
        'X-Forwarded-Host: shop.example',
        'Forwarded: for=10.0.0.1, for=127.0.0.1;host="shop.example";proto=http',
      ],
    ],
    ['replace', ['X-Forwarded-For: 127.0.0.1', 'X-Forwarded-Proto: http', 'X-Forwarded-Host: shop.example']],
    ['off', ['X-Forwarded-For: 10.0.0.1', 'X-Forwarded-Proto: https', 'Forwarded: for=10.0.0.1']],
  ] as const)('forwarded fields: %s', async (mode, expected) => {
    const upstream = await upstreamThat(says(ok('x')))
    const proxy = await live(upstream, name, { forwarded: mode })
    await sendRaw(
      proxy.url,
      get('X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Proto: https\r\nForwarded: for=10.0.0.1\r\n'),
    )
    const fields = upstream.seen[0]?.head.split('\r\n').filter((field) => /^(?:x-)?forwarded/i.test(field)) ?? []
    expect(fields.sort()).toEqual([...expected].sort())
  })

  test('a whole URL as target goes to legacy all the same, by its path', async () => {
    const upstream = await upstreamThat(says(ok('x')))
    const proxy = await live(upstream, name)
    await sendRaw(proxy.url, 'GET http://127.0.0.1:1/else?q HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    expect(upstream.seen[0]?.head.split('\r\n')[0]).toBe('GET /else?q HTTP/1.1')
  })

  test.each(['websocket', 'a-protocol-of-their-own'])('an upgrade to %s passes both ways', async (protocol) => {
    const upstream = await upstreamThat((socket) => {
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\nwelcome `)
      socket.removeAllListeners('data')
      socket.on('data', (chunk: Buffer) => socket.end(chunk.toString().toUpperCase()))
    })
    const proxy = await live(upstream, name)
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n'
    const head = `GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n${key}\r\n`
    const { text } = await sendRaw(proxy.url, [head, '', '', 'hello'])
    expect(text).toMatch(/^HTTP\/1\.1 101 /)
    expect(text).toMatch(/welcome HELLO$/)
    expect(proxy.upgrades()).toBe(1)
  })

  test('an upgrade that legacy ignores is answered as any request', async () => {
    const upstream = await upstreamThat(says(ok('still http/1')))
    const proxy = await live(upstream, name)
    const head =
      'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n\r\n'
    const heard = await sendRaw(proxy.url, head, 500)
    expect(understood(heard)).toMatchObject({ status: '200 OK', body: 'still http/1' })
  })

  test('time that a slow client takes is not legacy’s', async () => {
    const block = 'x'.repeat(24 * 1024 * 1024) // more than any kernel keeps for a socket by itself
    const upstream = await upstreamThat(says(ok(block)))
    const proxy = await live(upstream, name)
    const { connect } = await import('node:net')
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1')
    const began = performance.now()
    socket.write(get())
    await wait(2000) // nobody reads
    await new Promise<void>((resolve) => socket.on('close', () => resolve()).resume())
    const all = performance.now() - began
    const timing = proxy.pairs[0]?.legacy.timing
    expect(timing?.stalled).toBeGreaterThan(1200)
    expect(timing?.total).toBeLessThan(all - (timing?.stalled ?? 0) + 100)
  })
})
