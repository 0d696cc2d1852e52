import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { AddressInfo } from 'node:net'
import { imbalances } from '../../src/model/run.js'
import { drive } from '../support/load.js'
import { reportOf, sosie, startShadowProcess, type ShadowProcess } from '../support/shadow-process.js'
import { startUpstream, type Upstream } from '../support/upstream.js'

const page = (path: string): string => `page of ${path} ${'.'.repeat(2000)}`
const paths = Array.from({ length: 20 }, (_, n) => `/p${n}`)

let folder: string
let recording: string
let legacy: Upstream
let ends: (() => Promise<void>)[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-candidate-'))
  recording = join(folder, 'run.sqlite')
  legacy = await startUpstream((request, response) => response.end(page(request.url ?? '')))
  ends = [() => legacy.kill()]
})

afterEach(async () => {
  await Promise.all(ends.map((end) => end()))
  rmSync(folder, { recursive: true, force: true })
})

/** A candidate of bare sockets that does this with every connection that sends something. */
async function candidateThat(does: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.on('data', () => does(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  )
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function shadowWith(candidate: string, mirror: object = {}): Promise<ShadowProcess> {
  const config = join(folder, 'sosie.yaml')
  writeFileSync(
    config,
    JSON.stringify({
      legacy: { url: legacy.url },
      candidate: { url: candidate },
      db: recording,
      admin: '127.0.0.1:0',
      // Of a flood a megabyte each is kept, 16 at once: what grows past that is a leak, whatever the machine has to do besides.
      mirror: { timeoutMs: 400, queue: 200, bodyBytes: 1024 * 1024, ...mirror },
    }),
  )
  return startShadowProcess(['--config', config])
}

async function stop({ child, ended }: ShadowProcess): Promise<number | null> {
  child.kill('SIGINT')
  return ended
}

const rssMb = ({ child }: ShadowProcess): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8'))?.[1]) / 1024

const endless = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
const block = `10000\r\n${'x'.repeat(0x10000)}\r\n`

/** What the request counts may say of any load on a machine that has no more time to give. */
const overloaded = ['breaker-open', 'queue-full', 'verifier-behind']

/** What a candidate may do, and the reasons of its own that the request counts may give for it. */
const candidates: [name: string, does: (socket: Socket) => void, reasons: string[]][] = [
  ['hangs', () => undefined, ['timeout', 'shutdown']],
  ['resets every connection', (socket) => void socket.resetAndDestroy(), ['reset']],
  ['closes without a word', (socket) => void socket.end(), ['reset']],
  ['speaks no HTTP', (socket) => void socket.end('what?\r\n\r\n'), ['malformed', 'reset']],
  [
    'breaks off in mid-body',
    (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'),
    ['reset'],
  ],
  [
    'trickles',
    (socket) => {
      socket.write(endless)
      const timer = setInterval(() => socket.write('1\r\nx\r\n'), 50)
      socket.on('close', () => clearInterval(timer))
    },
    ['timeout', 'shutdown'],
  ],
  [
    'floods',
    (socket) => {
      socket.write(endless)
      const flood = (): void => {
        while (!socket.destroyed && socket.write(block));
      }
      socket.on('drain', flood)
      flood()
    },
    ['truncated', 'timeout', 'reset', 'shutdown'],
  ],
]

describe('a candidate under load', () => {
  test.each(candidates)(
    'that %s: users get every byte, memory stays bounded, the request counts balance',
    async (_, does, reasons) => {
      // One that answers or ends at once has far longer than it needs: on a slow machine too, a timeout there is a fault of ours.
      const timeoutMs = reasons.includes('timeout') ? 400 : 10_000
      const shadow = await shadowWith(await candidateThat(does), { timeoutMs })
      const load = { url: shadow.url, paths, connections: 16, expected: page }
      await drive({ ...load, requests: 2000 })
      const before = rssMb(shadow)
      const { wrong, answered } = await drive({ ...load, requests: 6000 })
      const grown = rssMb(shadow) - before
      expect(await stop(shadow)).toBe(0)
      expect(wrong).toEqual([])
      expect(answered).toBe(6000)
      expect(grown).toBeLessThan(120)
      const { totals } = await reportOf(recording)
      expect(totals.requests).toBe(8000)
      expect([imbalances(totals), totals.compared]).toEqual([[], 0])
      const seen = [...Object.keys(totals.notMirrored), ...Object.keys(totals.incomparable)]
      expect(seen.filter((reason) => ![...reasons, ...overloaded].includes(reason))).toEqual([])
      expect(seen.length).toBeGreaterThan(0)
    },
    60_000,
  )

  test('that comes back is mirrored to again, within the wait of the breaker', async () => {
    let broken = true
    const candidate = await startUpstream((request, response) => {
      if (broken) response.destroy()
      else response.end(page(request.url ?? ''))
    })
    ends.push(() => candidate.kill())
    const breaker = { failures: 3, retryMs: 200, maxRetryMs: 400 }
    const shadow = await shadowWith(candidate.url, { breaker })
    const load = { url: shadow.url, paths, requests: 200, connections: 4, expected: page }
    await drive(load)
    broken = false
    await wait(900)
    await drive({ ...load, requests: 5 })
    await wait(300)
    await drive(load)
    await stop(shadow)
    const { totals } = await reportOf(recording)
    expect(imbalances(totals)).toEqual([])
    expect(totals.notMirrored['breaker-open']).toBeGreaterThan(100)
    expect(totals.match).toBeGreaterThan(190)
  }, 30_000)
})

test('paused, nothing is mirrored within a second, users are served; resumed, it goes on', async () => {
  let asked = 0
  const candidate = await startUpstream((request, response) => {
    asked += 1
    setTimeout(() => response.end(page(request.url ?? '')), 5)
  })
  ends.push(() => candidate.kill())
  const shadow = await shadowWith(candidate.url)
  const load = { url: shadow.url, paths, connections: 8, expected: page }
  const running = drive({ ...load, requests: 3000 })
  await wait(300)
  const admin = ['--admin', new URL(shadow.admin).host]
  expect((await sosie(['shadow', 'pause', ...admin])).err).toMatch(/paused/)
  await wait(1000)
  const afterPause = asked
  const { wrong } = await drive({ ...load, requests: 500 })
  expect([asked, wrong]).toEqual([afterPause, []])
  expect((await running).wrong).toEqual([])
  await sosie(['shadow', 'resume', ...admin])
  await drive({ ...load, requests: 50 })
  await stop(shadow)
  const { totals } = await reportOf(recording)
  expect(imbalances(totals)).toEqual([])
  expect(totals.notMirrored.paused).toBeGreaterThanOrEqual(500)
  expect(totals.match).toBeGreaterThanOrEqual(50)
}, 30_000)

test('writes reach the candidate only where they were opted in, once, with the name of their leg', async () => {
  const seen: string[] = []
  const candidate = await startUpstream((request, response) => {
    seen.push(`${request.method ?? ''} ${request.url ?? ''} ${String(request.headers['x-sosie-leg'])}`)
    response.end(page(request.url ?? ''))
  })
  ends.push(() => candidate.kill())
  const shadow = await shadowWith(candidate.url, { writes: ['POST /newsletter'] })
  for (const path of ['/newsletter', '/order']) {
    await (await fetch(shadow.url + path, { method: 'POST', body: 'a=1' })).text()
  }
  await wait(200)
  await stop(shadow)
  expect(seen).toEqual(['POST /newsletter candidate'])
  expect((await reportOf(recording)).totals).toMatchObject({ notMirrored: { 'unsafe-method': 1 }, match: 1 })
}, 20_000)

test('an answer out of an HTTP cache is compared, its time is not', async () => {
  const candidate = await startUpstream((request, response) => response.end(page(request.url ?? '')))
  const cached = await startUpstream((request, response) => response.setHeader('Age', '7').end(page(request.url ?? '')))
  ends.push(
    () => candidate.kill(),
    () => cached.kill(),
  )
  const shadow = await startShadowProcess(['--legacy', cached.url, '--candidate', candidate.url, '--db', recording])
  for (let n = 0; n < 10; n += 1) await (await fetch(`${shadow.url}/a`)).text()
  await stop(shadow)
  const { routes, totals } = await reportOf(recording)
  expect(totals.compared).toBe(10)
  expect(routes).toMatchObject([{ route: 'GET /a', pairs: 10, legacyMs: null, ratio: null }])
}, 20_000)
