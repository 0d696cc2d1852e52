import { connect as connectH2, type ClientHttp2Session } from 'node:http2'
import { createServer as createHttps } from 'node:https'
import { request as httpsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { UpstreamTls } from '../../src/upstream/tls.js'
import { makeCertificate } from '../support/certificate.js'
import { forwarderNames, startLive } from '../support/live.js'
import { startRawUpstream, type RawUpstream, type SeenRequest } from '../support/raw-http.js'

const open: { close(deadlineMs: number): Promise<void> }[] = []
const certificate = makeCertificate('shop.example')

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close(0)))
})

async function upstreamThat(...answer: Parameters<typeof startRawUpstream>): Promise<RawUpstream> {
  const upstream = await startRawUpstream(...answer)
  open.push(upstream)
  return upstream
}

interface Answered {
  readonly headers: Record<string, unknown>
  readonly body: string
}

function ask(
  session: ClientHttp2Session,
  headers: Record<string, string | string[]>,
  body?: string,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers)
    let [answer, text]: [Record<string, unknown>, string] = [{}, '']
    stream.on('response', (head) => (answer = head))
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
    stream.on('end', () => resolve({ headers: answer, body: text }))
    stream.on('error', reject)
    stream.end(body)
  })
}

describe.each(forwarderNames)('%s', (name) => {
  test('HTTP/2 is offered, and legacy gets it as HTTP/1 with Host, cookies and body whole', async () => {
    const upstream = await upstreamThat(
      (socket) =>
        void socket.write(
          'HTTP/1.1 200 Fine\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello',
        ),
    )
    const live = await startLive(upstream.url, name, { tls: certificate, forwarded: 'append' })
    open.push(live)
    const session = connectH2(live.url, { ca: certificate.cert })
    const { headers, body } = await ask(
      session,
      { ':path': '/a?b', ':method': 'POST', ':authority': 'shop.example', cookie: ['x=1', 'y=2'] },
      'sent',
    )
    expect([headers[':status'], headers['set-cookie'], body]).toEqual([200, ['a=1', 'b=2'], 'hello'])
    const seen = upstream.seen[0] as SeenRequest
    expect(seen.head).toMatch(/^POST \/a\?b HTTP\/1\.1\r\n/)
    expect(seen.head).toMatch(/\r\nhost: shop\.example\r\n/i)
    expect(seen.head).toMatch(/\r\ncookie: x=1; y=2/)
    expect(seen.head).toMatch(/\r\nX-Forwarded-Proto: https/)
    expect(seen.body).toBe('sent')
    expect(live.pairs[0]?.request.headers.filter(([field]) => field.startsWith(':'))).toEqual([])
    session.close()
  })

  test('legacy that breaks off resets the stream, and only that', async () => {
    const upstream = await upstreamThat((socket, { head }) => {
      if (head.startsWith('GET /whole')) return void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf')
      setTimeout(() => socket.destroy(), 30)
    })
    const live = await startLive(upstream.url, name, { tls: certificate })
    open.push(live)
    const session = connectH2(live.url, { ca: certificate.cert })
    await expect(ask(session, { ':path': '/half' })).rejects.toThrow()
    expect((await ask(session, { ':path': '/whole' })).body).toBe('ok')
    session.close()
  })

  test.each<[string, UpstreamTls, number]>([
    ['with its authority', { ca: certificate.cert, servername: 'shop.example', verify: true }, 200],
    ['without its authority', { verify: true }, 502],
    ['with another name', { ca: certificate.cert, servername: 'other.example', verify: true }, 502],
    ['unchecked, since the user said so', { verify: false }, 200],
  ])('legacy over TLS, %s', async (_, upstreamTls, status) => {
    const names: string[] = []
    const server = createHttps(
      {
        cert: certificate.cert,
        key: certificate.key,
        SNICallback: (asked, done) => {
          names.push(asked)
          done(null)
        },
      },
      (__, response) => response.end('safe'),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    open.push({
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve())
          server.closeAllConnections()
        }),
    })
    const live = await startLive(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, name, { upstreamTls })
    open.push(live)
    const answers = await Promise.all(
      [1, 2].map(async (n) => (await fetch(live.url, { headers: { 'x-n': String(n) } })).status),
    )
    expect(answers).toEqual([status, status])
    if (upstreamTls.servername !== undefined) expect(new Set(names)).toEqual(new Set([upstreamTls.servername]))
  })
})

test('HTTP/1 over TLS is served as well, and a renewed certificate is used by the next connection', async () => {
  const upstream = await upstreamThat(
    (socket) => void socket.write('HTTP/1.1 200 OK\r\nX-Odd-Case: 1\r\nContent-Length: 2\r\n\r\nok'),
  )
  const live = await startLive(upstream.url, 'undici', { tls: certificate })
  open.push(live)
  const raw = await new Promise<string[]>((resolve, reject) => {
    httpsRequest(live.url, { ca: certificate.cert, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.rawHeaders)
    })
      .on('error', reject)
      .end()
  })
  expect(raw.slice(0, 2)).toEqual(['X-Odd-Case', '1'])
  live.renewTls(makeCertificate('renewed.example'))
  expect(await nameShownBy(live.url)).toBe('renewed.example')
})

function nameShownBy(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connectTls(
      { port: Number(new URL(url).port), host: '127.0.0.1', rejectUnauthorized: false },
      () => {
        resolve(String(socket.getPeerCertificate().subject.CN))
        socket.destroy()
      },
    )
    socket.on('error', reject)
  })
}
