import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { exportScenario, type Wanted } from '../../src/app/scenarios.js'
import type { Sighting } from '../../src/model/finding.js'
import type { Request } from '../../src/model/http.js'
import type { Judgement } from '../../src/model/judgement.js'
import { aRecorder } from '../support/recorder.js'
import { findingId } from '../../src/model/finding-id.js'
import { redactorFor } from '../../src/redact/redact.js'
import { curlOf } from '../../src/replay/export/curl.js'
import { loadScenario } from '../../src/replay/scenario-folder.js'
import { aBody, aPair, aRequest } from '../support/factories.js'

const run = {
  id: 'run1',
  kind: 'shadow',
  startedAt: 1000,
  legs: { legacy: 'http://old:81', candidate: 'http://new:82' },
  versions: {},
} as const
const redactor = redactorFor(Buffer.alloc(32, 7), [])
const session = 'PHPSESSID=abcdef0123456789'
const quiet: Judgement = { verdict: 'match', differences: [], noise: [], sightings: [], questions: [] }

function shows(cause: string, key: string): Judgement {
  const sighting: Sighting = {
    cause,
    key,
    proof: 'signature',
    severity: 'critical',
    title: `${cause} at ${key}`,
    evidence: {},
  }
  return {
    ...quiet,
    verdict: 'mismatch',
    differences: [{ part: 'status', kind: 'value', path: '', legacy: '200', candidate: '500' }],
    sightings: [sighting],
  }
}

let folder: string
let db: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-export-'))
  db = join(folder, 'r.sqlite')
  const recorder = aRecorder(db, run, {
    fault: (message) => {
      throw new Error(message)
    },
  })
  let time = 1_777_888_000_000
  const add = (id: string, over: Partial<Request>, judgement = quiet, text = `<p>${id}</p>`): void => {
    time += 100
    const headers = [['Host', 'shop.example'], ['User-Agent', 'Firefox/1'], ...(over.headers ?? [])] as const
    const request = aRequest({ id, receivedAt: time, ...over, headers })
    const route = `${request.method} ${request.target.split('?', 1)[0] ?? ''}`
    const answer = { response: { html: text } }
    const hidden = redactor.pair(
      aPair({ id, request, route, legacy: answer, candidate: { response: { html: 'x' } } }),
      judgement,
    )
    recorder.pair(hidden.pair, hidden.judgement)
  }
  const cookie = ['Cookie', session] as const
  add('r1', { target: '/login', headers: [cookie] })
  add('r2', { target: '/news', headers: [cookie] })
  add('r3', {
    method: 'POST',
    target: '/login',
    headers: [cookie, ['Content-Type', 'application/x-www-form-urlencoded'], ['Referer', 'http://shop.example/login']],
    body: aBody('user=anna&password=s3cret-pass'),
  })
  add('r4', { target: '/product/1' }, shows('php-division-by-zero', 'cart.php:7'))
  add('r5', { target: '/cart?page=with-a-long-name', headers: [cookie] }, shows('php-division-by-zero', 'cart.php:7'))
  add(
    'r6',
    { target: '/cart', headers: [cookie] },
    shows('unexplained', 'k'),
    `<!doctype html><p>${'long '.repeat(400)}`,
  )
  add('r7', { target: '/product/1' })
  recorder.settled({
    ...{ id: 'r8', route: 'GET /about', client: 'Firefox', receivedAt: time + 100, method: 'GET', target: '/about' },
    ...{ headers: [['Host', 'shop.example']], status: 200, size: 5 },
    legacy: { firstByte: 1, total: 2.34, fromCache: false },
    candidate: { firstByte: 1, total: 2, fromCache: false },
  })
  await recorder.end(time + 1000)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function exported(wanted: Wanted, limit = 100) {
  const out = join(folder, 'scenarios', 's.yaml')
  const result = await exportScenario({ db, run: 'latest', wanted, out, limit })
  const { scenario, readFile } = loadScenario(out)
  return {
    ...result,
    written: readFileSync(out, 'utf8'),
    scenario,
    readFile,
    requests: scenario.exchanges.map(({ method, target }) => `${method} ${target}`),
  }
}

const division = findingId('php-division-by-zero', 'cart.php:7')

test('the smallest scenario of a finding is the request that needs no session, and it expects that the cause is gone', async () => {
  const { scenario, requests, summary } = await exported(
    { by: 'finding', finding: division.slice(0, 6), only: 'simplest' },
    1,
  )
  expect(requests).toEqual(['GET /product/1'])
  expect(scenario).toMatchObject({
    name: 'php-division-by-zero',
    why: 'php-division-by-zero at cart.php:7',
    source: `finding ${division} of run run1`,
  })
  expect(scenario.exchanges[0]).toMatchObject({
    expect: { causes: [], not: ['php-division-by-zero'] },
    answer: { status: 200, body: { kind: 'text', text: '<p>r4</p>' } },
  })
  expect(summary).toMatchObject({ wanted: 1, needed: 0, begunBefore: [] })
})

test('of each route one, with what its session wrote before and the page that held the form, and nothing else', async () => {
  const { requests, scenario, summary } = await exported({
    by: 'finding',
    finding: division,
    only: 'one of each route',
  })
  expect(requests).toEqual(['GET /login', 'POST /login', 'GET /product/1', 'GET /cart?page=with-a-long-name'])
  expect(scenario.exchanges.map(({ expect: expected }) => expected?.not ?? [])).toEqual([
    [],
    [],
    ['php-division-by-zero'],
    ['php-division-by-zero'],
  ])
  expect(summary).toMatchObject({ wanted: 2, needed: 2, writes: 1 })
})

test('what the recording hid is a variable with a word on where it stood; the session is each jar’s own', async () => {
  const { scenario, written, summary } = await exported({ by: 'session', request: 'r3' })
  expect(scenario.variables).toEqual({ SOSIE_VAR_PASSWORD: 'password of POST /login' })
  expect(scenario.exchanges.find(({ method }) => method === 'POST')).toMatchObject({
    writes: true,
    body: { kind: 'form', fields: { user: 'anna', password: '${SOSIE_VAR_PASSWORD}' } },
  })
  expect(written).not.toMatch(/abcdef0123456789|s3cret-pass|\[hidden/)
  expect(summary.begunBefore).toHaveLength(1)
})

test('a route: each question once, and a large answer beside the scenario', async () => {
  expect((await exported({ by: 'route', route: 'GET /product/1' })).requests).toEqual(['GET /product/1'])
  const { scenario, readFile } = await exported({ by: 'route', route: 'GET /cart' }, 5)
  const body = scenario.exchanges.at(-1)?.answer?.body
  expect(body).toMatchObject({ kind: 'file', file: expect.stringMatching(/^s\.files\/[\da-f]{64}\.html$/) })
  expect(Buffer.from(readFile(body?.kind === 'file' ? body.file : '')).toString()).toContain('long long')
})

test('a whole run: everything in its order, also what equality settled, of which only status and time are known', async () => {
  const { requests, scenario, summary } = await exported({ by: 'run' })
  expect(requests).toHaveLength(8)
  expect(scenario.exchanges.at(-1)).toMatchObject({ target: '/about', answer: { status: 200, ms: 2.3 } })
  expect(scenario.exchanges.at(-1)?.answer).not.toHaveProperty('headers')
  expect(summary.limited).toBe(false)
  expect((await exported({ by: 'run' }, 3)).summary).toMatchObject({ wanted: 3, limited: true })
})

test('of a session that wrote the answers are whole, an empty one too; what was not kept is counted', async () => {
  const recorder = aRecorder(db, { ...run, id: 'run2', startedAt: 2000 })
  const unpaired: Judgement = { ...quiet, verdict: 'incomparable', incomparable: 'unpaired-session' }
  const redirect = { status: 302, headers: [['Location', '/order?id=7']] as const }
  const order = aRequest({ id: 'w1', method: 'POST', target: '/order' })
  recorder.pair(aPair({ id: 'w1', request: order, legacy: { response: redirect } }), unpaired)
  const page = { response: { html: '<h1>order 7</h1>' } }
  recorder.pair(aPair({ id: 'w2', request: aRequest({ id: 'w2', target: '/order?id=7' }), legacy: page }), unpaired)
  recorder.pair(aPair({ id: 'w3', request: aRequest({ id: 'w3', target: '/same' }) }), quiet)
  await recorder.end(3000)
  const { scenario, summary } = await exported({ by: 'run' })
  expect(scenario.exchanges.map(({ answer }) => answer?.body)).toEqual([
    { kind: 'text', text: '' },
    { kind: 'text', text: '<h1>order 7</h1>' },
    undefined,
  ])
  expect(summary.answersNotKept).toBe(1)
})

test('a newer export takes the place of an older one whole: no side file is left that nobody names', async () => {
  await exported({ by: 'route', route: 'GET /cart' })
  await exported({ by: 'route', route: 'GET /about' })
  expect(readdirSync(join(folder, 'scenarios'))).toEqual(['s.yaml'])
})

test.each<[Wanted, string]>([
  [{ by: 'finding', finding: 'ffff', only: 'simplest' }, 'Run run1 has no finding "ffff". It has:'],
  [{ by: 'finding', finding: '', only: 'simplest' }, 'Several findings begin with ""'],
  [{ by: 'route', route: 'GET /no' }, 'recorded no request of the route "GET /no". It has:'],
  [{ by: 'session', request: 'r99' }, 'recorded no request r99'],
])('%j is refused with what there is, and nothing is written', async (wanted, sentence) => {
  await expect(exported(wanted)).rejects.toThrow(sentence)
  expect(existsSync(join(folder, 'scenarios', 's.yaml'))).toBe(false)
})

test('a command for curl: whatever stands in a request, a shell hands it on as it is, with its own variables', () => {
  const scenario = {
    ...{ name: 'n', why: 'w', variables: {}, exchanges: [] },
    sessions: { visitor: { headers: { host: "it's" }, cookies: { lang: '${L}' } } },
  }
  const exchange = {
    method: 'POST',
    target: '/x?a=${T}&`id`',
    session: 'visitor',
    after: 0,
    writes: true,
    headers: {},
    capture: {},
  }
  const form = { kind: 'form', fields: { 'a b': '${$}{HOME} $HOME', p: '${P}' } } as const
  const command = curlOf(scenario, { ...exchange, body: form }, 'http://old:81/', '.')
  const shell = `T='1 2' L=fr P='s"e'; curl() { printf '%s\\n' "$@"; }; ${command}`
  expect(spawnSync('sh', ['-c', shell], { encoding: 'utf8' }).stdout.trim().split('\n')).toEqual([
    ...['-si', '-X', 'POST', '-H', "host: it's", '-b', 'lang=fr'],
    ...['--data-urlencode', 'a%20b=${HOME} $HOME', '--data-urlencode', 'p=s"e', 'http://old:81/x?a=1 2&`id`'],
  ])
})
