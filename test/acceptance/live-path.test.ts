import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { connect, createServer as createRaw, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { imbalances } from '../../src/model/run.js'
import { reportOf, startShadowProcess, type ShadowProcess } from '../support/shadow-process.js'

const gigabyte = 1024 ** 3
const block = Buffer.alloc(1024 * 1024, 'abcdefgh')

let folder: string
const ends: (() => void)[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-live-path-'))
})
afterAll(() => {
  for (const end of ends) end()
  rmSync(folder, { recursive: true, force: true })
})

const rssMb = ({ child }: ShadowProcess): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8'))?.[1]) / 1024

/** The largest memory of a process while something runs. */
async function peakMb(shadow: ShadowProcess, work: Promise<unknown>): Promise<number> {
  let [peak, over] = [0, false]
  void work.finally(() => (over = true))
  while (!over) {
    peak = Math.max(peak, rssMb(shadow))
    await wait(100)
  }
  return peak
}

function shadowWith(name: string, legacy: number, candidate: number, more: object = {}): Promise<ShadowProcess> {
  const config = join(folder, `${name}.yaml`)
  const url = (port: number): { url: string } => ({ url: `http://127.0.0.1:${port}` })
  const settings = {
    legacy: url(legacy),
    candidate: url(candidate),
    db: join(folder, `${name}.sqlite`),
    admin: '127.0.0.1:0',
  }
  writeFileSync(config, JSON.stringify({ ...settings, ...more }))
  return startShadowProcess(['--config', config])
}

/** Answers a GET with a gigabyte, a POST with the hash of what it got. */
function startGiant(): Promise<number> {
  const server = createServer((asked, response) => {
    if (asked.method === 'POST') {
      const hash = createHash('sha256')
      asked.on('data', (chunk: Buffer) => hash.update(chunk))
      asked.on('end', () => response.end(hash.digest('hex')))
      return
    }
    response.setHeader('Content-Length', gigabyte)
    let left = gigabyte / block.length
    const pour = (): void => {
      while (left > 0) {
        left -= 1
        if (!response.write(block)) return void response.once('drain', pour)
      }
      response.end()
    }
    pour()
  })
  ends.push(
    () => server.closeAllConnections(),
    () => server.close(),
  )
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))
}

const hashOfGigabyte = (): string => {
  const hash = createHash('sha256')
  for (let left = gigabyte / block.length; left > 0; left -= 1) hash.update(block)
  return hash.digest('hex')
}

describe.each(['undici', 'http-proxy'])('a gigabyte by %s', (forwarder) => {
  test('down and up: every byte, and the memory stays flat', async () => {
    const legacy = await startGiant()
    const shadow = await shadowWith(`giant-${forwarder}`, legacy, legacy, { forwarder, mirror: { sample: 0 } })
    const before = rssMb(shadow)
    const down = download(shadow.url)
    const peakDown = await peakMb(shadow, down)
    const up = upload(shadow.url)
    const peakUp = await peakMb(shadow, up)
    shadow.child.kill('SIGINT')
    await shadow.ended
    const expected = hashOfGigabyte()
    expect([await down, await up]).toEqual([expected, expected])
    process.stderr.write(
      `a gigabyte by ${forwarder}: ${before.toFixed(0)} MB before, at most ${peakDown.toFixed(0)} MB down, ${peakUp.toFixed(0)} MB up\n`,
    )
    expect(Math.max(peakDown, peakUp) - before).toBeLessThan(150)
  }, 180_000)
})

function download(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, (answer) => {
      const hash = createHash('sha256')
      answer.on('data', (chunk: Buffer) => hash.update(chunk))
      answer.on('end', () => resolve(hash.digest('hex')))
      answer.on('error', reject)
    })
      .on('error', reject)
      .end()
  })
}

function upload(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers: { 'content-length': gigabyte } }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
      answer.on('end', () => resolve(text))
    }).on('error', reject)
    let left = gigabyte / block.length
    const pour = (): void => {
      while (left > 0) {
        left -= 1
        if (!outgoing.write(block)) return void outgoing.once('drain', pour)
      }
      outgoing.end()
    }
    pour()
  })
}

const answer = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 150\r\n\r\n' + '{'.padEnd(150, 'x')

test('a million requests with a candidate that hangs: none fails, and the memory ends where it was', async () => {
  const legacy = await startRaw((socket) => void socket.write(answer))
  const candidate = await startRaw(() => undefined)
  const shadow = await shadowWith('million', legacy, candidate, { mirror: { timeoutMs: 1000 } })
  const requests = 1_000_000
  expect(await ask(shadow.url, 10_000)).toBe(10_000)
  const after10k = rssMb(shadow)
  expect(await ask(shadow.url, requests - 10_000)).toBe(requests - 10_000)
  await wait(3000)
  const atTheEnd = rssMb(shadow)
  process.stderr.write(
    `a million requests: ${after10k.toFixed(0)} MB after 10,000, ${atTheEnd.toFixed(0)} MB at the end\n`,
  )
  shadow.child.kill('SIGINT')
  await shadow.ended
  const { totals } = await reportOf(join(folder, 'million.sqlite'))
  expect([imbalances(totals), totals.requests, totals.compared]).toEqual([[], requests, 0])
  expect(atTheEnd - after10k).toBeLessThan(50)
}, 600_000)

function startRaw(does: (socket: Socket) => void): Promise<number> {
  const server = createRaw((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', () => does(socket))
    ends.push(() => socket.destroy())
  })
  ends.push(() => server.close())
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))
}

/** Whole answers to so many requests over 32 connections. */
async function ask(url: string, requests: number): Promise<number> {
  const { port } = new URL(url)
  let [left, whole] = [requests, 0]
  const body = '{'.padEnd(150, 'x')
  const connection = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1').setNoDelay()
      let heard = ''
      const next = (): void => {
        if (left === 0) return void socket.end(() => resolve())
        left -= 1
        heard = ''
        socket.write('GET /small HTTP/1.1\r\nHost: shop.example\r\n\r\n')
      }
      socket.on('data', (chunk: Buffer) => {
        heard += chunk.toString('latin1')
        if (!heard.endsWith(body)) return
        whole += 1
        next()
      })
      socket.on('error', reject)
      next()
    })
  await Promise.all(Array.from({ length: 32 }, connection))
  return whole
}
