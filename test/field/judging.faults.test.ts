import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { RunReport } from '../../src/model/report.js'
import { reportOf, sosie, startShadowProcess } from '../support/shadow-process.js'
import { startUpstream, type Upstream } from '../support/upstream.js'

/** What a stack answers; `log` writes an entry to its PHP error log, as PHP does before the answer's last byte. */
type Stack = (request: IncomingMessage, response: ServerResponse, log: (entry: string) => void) => void

let folder: string
let recording: string
const upstreams: Upstream[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-judging-'))
  recording = join(folder, 'run.sqlite')
})

afterEach(async () => {
  await Promise.all(upstreams.splice(0).map((upstream) => upstream.kill()))
  rmSync(folder, { recursive: true, force: true })
})

async function startStack(name: string, stack: Stack): Promise<{ url: string; log: string }> {
  const log = join(folder, `${name}.log`)
  writeFileSync(log, '')
  const write = (entry: string): void => appendFileSync(log, `[26-Nov-2026 10:00:00 UTC] ${entry}\n`)
  const upstream = await startUpstream((request, response) => stack(request, response, write))
  upstreams.push(upstream)
  return { url: upstream.url, log }
}

interface Stacks {
  readonly legacy: Stack
  readonly candidate: Stack
  readonly legacysLog?: 'followed' | 'left alone'
}

/** Shadows the requests with a candidate of one lane whose log is followed, and gives back the report. */
async function shadowed(
  { legacy, candidate, legacysLog = 'left alone' }: Stacks,
  requests: readonly [path: string, init?: RequestInit][],
): Promise<RunReport & { exit: number | null }> {
  const [old, fresh] = [await startStack('legacy', legacy), await startStack('candidate', candidate)]
  const config = join(folder, 'sosie.yaml')
  const lanes = [{ url: fresh.url, log: fresh.log }]
  const mirror = { writes: ['POST /*'] }
  writeFileSync(
    config,
    JSON.stringify({
      legacy: { url: old.url, ...(legacysLog === 'followed' && { log: old.log }) },
      candidate: { lanes },
      mirror,
      db: recording,
      admin: '127.0.0.1:0',
    }),
  )
  const shadow = await startShadowProcess(['--config', config])
  for (const [path, init] of requests) {
    const answer = await fetch(shadow.url + path, { redirect: 'manual', ...init })
    await answer.arrayBuffer()
  }
  shadow.child.kill('SIGINT')
  await shadow.ended
  const report = await reportOf(recording)
  const { status } = await sosie(['gate', '--db', recording])
  return { ...report, exit: status }
}

const titlesOf = ({ findings }: RunReport): string[] =>
  findings.map(({ severity, cause, proof, title, count }) => `${count} ${severity} ${cause} ${proof}: ${title}`)

test('a write that fails on the candidate is a finding, though its session cannot be compared', async () => {
  const saves: Stack = (_, response) =>
    response.writeHead(302, { Location: '/thanks', 'Set-Cookie': `PHPSESSID=${Math.random()}; path=/` }).end()
  const fails: Stack = (_, response, log) => {
    log(
      'PHP Fatal error:  Uncaught Error: order not saved in /srv/www/order.php:3\nStack trace:\n#0 {main}\n  thrown in /srv/www/order.php on line 3',
    )
    response.writeHead(500).end()
  }
  const post: [string, RequestInit] = [
    '/order.php',
    { method: 'POST', body: 'article=7', headers: { Cookie: 'PHPSESSID=a' } },
  ]
  const report = await shadowed({ legacy: saves, candidate: fails }, [post, post, post])
  expect(report.totals.incomparable).toEqual({ 'unpaired-session': 3 })
  expect(titlesOf(report)).toEqual(['3 critical php-uncaught-error log: Error in order.php:3: order not saved'])
  expect(report.exit).toBe(1)
}, 30_000)

test('a fatal that only the log knows, behind equal answers, is a no-go', async () => {
  const page = '<!DOCTYPE html><title>s</title><p>whole page</p>'
  const whole: Stack = (_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(page)
  const dies: Stack = (request, response, log) => {
    log(
      'PHP Fatal error:  Uncaught TypeError: count(): Argument #1 ($value) must be of type Countable|array, null given in /srv/www/shutdown.php:2\n' +
        'Stack trace:\n#0 [internal function]: {closure}()\n#1 {main}\n  thrown in /srv/www/shutdown.php on line 2',
    )
    whole(request, response, log)
  }
  const report = await shadowed(
    { legacy: whole, candidate: dies },
    Array.from({ length: 5 }, () => ['/shutdown.php']),
  )
  expect(report.totals.match).toBe(5)
  expect(titlesOf(report)).toEqual([
    expect.stringMatching(/^5 major php-count-null log: TypeError in shutdown\.php:2: count\(\)/),
  ])
  expect(report.exit).toBe(1)
}, 30_000)

test('a compressed page tells its error, and the header field that it also lost', async () => {
  const page =
    (body: string, fields: Record<string, string>): Stack =>
    (_, response) =>
      response
        .writeHead(200, { 'Content-Type': 'text/html', 'Content-Encoding': 'gzip', ...fields })
        .end(gzipSync(body))
  const error =
    '<br />\n<b>Fatal error</b>:  Uncaught DivisionByZeroError: Division by zero in /srv/www/price.php:12\nStack trace:\n#0 {main}'
  const report = await shadowed(
    {
      legacy: page('<html><body><p>INF</p><p>more</p></body></html>', { 'X-Frame-Options': 'DENY' }),
      candidate: page(`<html><body>${error}`, {}),
    },
    [['/price.php', { headers: { 'Accept-Encoding': 'gzip' } }]],
  )
  expect(titlesOf(report)).toEqual([
    '1 critical php-division-by-zero signature: Division by zero in price.php:12',
    '1 minor unexplained none: Header x-frame-options: content missing',
  ])
}, 30_000)

test('a HEAD tells a length that changed, and an error without a body is no division by zero', async () => {
  const zip =
    (length: number, status: number): Stack =>
    (request, response) => {
      const failing = request.url === '/page.php'
      response
        .writeHead(failing ? status : 200, {
          'Content-Type': 'application/zip',
          'Content-Length': failing ? 0 : length,
        })
        .end()
    }
  const head: RequestInit = { method: 'HEAD' }
  const report = await shadowed({ legacy: zip(1234, 200), candidate: zip(0, 500) }, [
    ['/a.zip', head],
    ['/a.zip', head],
    ['/page.php', head],
  ])
  expect(titlesOf(report)).toEqual([
    '1 critical unexplained none: Status 200 became 500 in HEAD /page.php',
    '2 minor unexplained none: Header content-length: other content',
  ])
}, 30_000)

test('one finding tells every status that it replaced', async () => {
  const of =
    (forbidden: number, other: number): Stack =>
    (request, response) =>
      response.writeHead(request.headers['cookie'] === undefined ? forbidden : other).end('a page')
  const report = await shadowed({ legacy: of(403, 200), candidate: of(500, 500) }, [
    ['/a'],
    ['/a', { headers: { Cookie: 'theme=dark' } }],
    ['/a', { headers: { Cookie: 'theme=dark' } }],
  ])
  expect(titlesOf(report)).toEqual(['3 critical unexplained none: Status 200 and 403 became 500 in GET /a'])
  expect(report.findings[0]?.evidence['statuses']).toEqual(['200 → 500', '403 → 500'])
}, 30_000)

test('pages that show a write which failed on the candidate follow from it, and are no findings of their own', async () => {
  const shop = (takes: boolean): Stack => {
    const notes: string[] = []
    return (request, response, log) => {
      if (request.url === '/prices') return void response.writeHead(200).end(takes ? '{"a":1}' : '{"a":"1"}')
      if (request.method !== 'POST')
        return void response.end(`<html><body>${request.url} ${notes.join()}</body></html>`)
      if (takes) {
        notes.push('please ring twice')
        return void response.writeHead(302, { Location: '/orders' }).end()
      }
      log(
        'PHP Fatal error:  Uncaught Error: order not saved in /srv/www/order.php:3\nStack trace:\n#0 {main}\n  thrown',
      )
      response.writeHead(500).end()
    }
  }
  const pages = Array.from({ length: 24 }, (_, index): [string] => [['/orders', '/mine', '/all'][index % 3] ?? ''])
  const report = await shadowed({ legacy: shop(true), candidate: shop(false) }, [
    ['/order', { method: 'POST', body: new URLSearchParams({ note: 'please ring twice' }) }],
    ...pages,
    ['/prices'],
  ])
  expect(titlesOf(report)).toEqual([
    '1 critical php-uncaught-error log: Error in order.php:3: order not saved',
    '1 major unexplained none: Other type in GET /prices',
  ])
  expect(report.findings[0]?.followedBy).toEqual(
    ['GET /all', 'GET /mine', 'GET /orders'].map((route) => ({ route, way: 'what it sent', count: 8 })),
  )
  expect(report.totals.incomparable).toEqual({ 'unpaired-data': 24 })
}, 30_000)

test('what live legacy fails at by its own log was already failing, and is no critical regression', async () => {
  const entry = (root: string): string =>
    `PHP Fatal error:  Uncaught Error: no printer in ${root}/slip.php:7\nStack trace:\n#0 {main}\n  thrown in ${root}/slip.php on line 7`
  const legacy: Stack = (_, response, log) => {
    log(entry('/srv/old'))
    response.writeHead(200).end('a slip')
  }
  const candidate: Stack = (_, response, log) => {
    log(entry('/srv/new'))
    response.writeHead(500).end()
  }
  const both = { legacy, candidate }
  const { findings } = await shadowed({ ...both, legacysLog: 'followed' }, [['/slip'], ['/slip']])
  expect(findings.map(({ severity, count, title }) => [severity, count, title])).toEqual([
    ['major', 2, 'Was already failing, and users get another answer now: Error in slip.php:7: no printer'],
  ])
}, 30_000)
