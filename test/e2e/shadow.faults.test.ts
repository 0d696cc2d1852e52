import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync, inflateRawSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { imbalances } from '../../src/model/run.js'
import { processorMs } from '../support/processes.js'
import { reportOf, sosie, startShadowProcess, type ShadowProcess } from '../support/shadow-process.js'
import { startUpstream, type Upstream } from '../support/upstream.js'

let folder: string
let recording: string
let open: Upstream[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-faults-'))
  recording = join(folder, 'run.sqlite')
  open = []
})

afterEach(async () => {
  await Promise.all(open.map((upstream) => upstream.kill()))
  rmSync(folder, { recursive: true, force: true })
})

async function anUpstream(...listener: Parameters<typeof startUpstream>): Promise<Upstream> {
  const upstream = await startUpstream(...listener)
  open.push(upstream)
  return upstream
}

function shadowOf(legacy: Upstream, candidate: string): Promise<ShadowProcess> {
  return startShadowProcess(['--legacy', legacy.url, '--candidate', candidate, '--db', recording])
}

async function stop({ child, ended }: ShadowProcess): Promise<number | null> {
  child.kill('SIGINT')
  return ended
}

test('users notice nothing of a candidate that dies, and the report counts it with its reason', async () => {
  const legacy = await anUpstream((_, response) => response.end('legacy'))
  const candidate = await anUpstream((_, response) => response.end('legacy'))
  const shadow = await shadowOf(legacy, candidate.url)
  const answers: string[] = []
  for (let index = 0; index < 40; index += 1) {
    if (index === 20) await candidate.kill()
    answers.push(await (await fetch(shadow.url)).text())
  }
  expect(await stop(shadow)).toBe(0)
  expect(new Set(answers)).toEqual(new Set(['legacy']))
  const { totals } = await reportOf(recording)
  expect(imbalances(totals)).toEqual([])
  expect((totals.incomparable.refused ?? 0) + (totals.notMirrored['breaker-open'] ?? 0)).toBeGreaterThan(10)
}, 30_000)

test('whoever reads what it says may go: users are served, and nothing spins', async () => {
  const legacy = await anUpstream((_, response) => response.end('legacy'))
  const shadow = await shadowOf(legacy, 'http://127.0.0.1:1')
  shadow.child.stdout?.destroy()
  shadow.child.stderr?.destroy()
  for (let index = 0; index < 40; index += 1) expect(await (await fetch(shadow.url)).text()).toBe('legacy')
  await wait(1500) // progress is told once a second
  const before = processorMs(shadow.child.pid)
  await wait(1500)
  expect(processorMs(shadow.child.pid) - before).toBeLessThan(750)
  expect(await (await fetch(shadow.url)).text()).toBe('legacy')
  expect(await stop(shadow)).toBe(0)
}, 30_000)

test('after kill -9 the recording opens, is sound, and lacks at most what the last second mirrored', async () => {
  const legacy = await anUpstream((_, response) => response.end('same'))
  const mirroredAt: number[] = []
  const candidate = await anUpstream((_, response) => {
    mirroredAt.push(Date.now())
    response.end('same')
  })
  const shadow = await shadowOf(legacy, candidate.url)
  const until = Date.now() + 2500
  while (Date.now() < until) await Promise.all(Array.from({ length: 8 }, async () => (await fetch(shadow.url)).text()))
  const killedAt = Date.now()
  shadow.child.kill('SIGKILL')
  await shadow.ended
  const database = new Database(recording)
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  database.close()
  const { totals, run } = await reportOf(recording)
  expect(run.endedAt).toBeNull()
  expect(totals.compared).toBeGreaterThanOrEqual(mirroredAt.filter((at) => at < killedAt - 1000).length)
}, 30_000)

test('no canary reaches the disk, from wherever it comes, by whatever is written', async () => {
  const canary = 'canary-4f1d7a2b9c'
  const card = '4111 1111 1111 1111'
  const legacy = await anUpstream((request, response) => {
    response.writeHead(200, ['Content-Type', 'text/html', 'Set-Cookie', `PHPSESSID=${canary}-set; Path=/`])
    response.end(`<p>${canary}-set ${canary}-cookie ${card} CUSTOMER-${canary} ${request.url ?? ''}</p>`)
  })
  const same = 'nothing of note'
  const candidate = await anUpstream((request, response) => {
    if (request.url?.startsWith('/same') === true) response.end(same)
    else if (request.url?.startsWith('/zipped') === true) {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' })
      response.end(gzipSync(JSON.stringify({ password: `${canary}-json`, cvv: 1234567, said: `${canary}-pass` })))
    } else response.writeHead(500).end(`fatal in ${canary}-pass`)
  })
  const [config, log] = [join(folder, 'sosie.yaml'), join(folder, 'sosie.log')]
  const settings = {
    redact: { patterns: [String.raw`CUSTOMER-(?<secret>[\w-]+)`] },
    mirror: { writes: ['*'] },
    admin: '127.0.0.1:0',
  }
  writeFileSync(config, JSON.stringify(settings))
  const where = ['--legacy', legacy.url, '--candidate', candidate.url, '--db', recording, '--log', log]
  const shadow = await startShadowProcess(['--config', config, ...where])
  const headers = {
    authorization: `Bearer ${canary}-token`,
    cookie: `PHPSESSID=${canary}-cookie; lang=fr`,
    referer: `/?pwd=${canary}-pass`,
    'x-forwarded-for': '203.0.113.77',
  }
  const paths = [
    `/?password=${canary}-pass&q=1`,
    `/same?mdp=${canary}-pass`,
    `/zipped?secret=${canary}-pass`,
    `/c/${card}`,
  ]
  for (const path of paths) await (await fetch(shadow.url + path, { headers })).text()
  const body = `card_number=${card}&password=${canary}-form`
  await (await fetch(`${shadow.url}/pay`, { method: 'POST', body, headers: { ...headers, cookie: '' } })).text()
  const whileItRuns = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1'))
  await stop(shadow)
  const reports = await Promise.all(
    ['html', 'json'].map((format) => sosie(['report', '--db', recording, '--format', format])),
  )
  const written = [everythingIn(recording), ...whileItRuns, readFileSync(log, 'utf8'), ...reports.map(({ out }) => out)]
    .join('\n')
    .replaceAll('CUSTOMER-(?<secret>', '')
  expect(written).toContain('[hidden ')
  for (const secret of ['canary', card, encodeURI(card), '203.0.113.77', '1234567'])
    expect(written).not.toContain(secret)
}, 30_000)

/** Every value of every table as text, stored bodies decompressed, and the files as they are. */
function everythingIn(file: string): string {
  const database = new Database(file, { readonly: true })
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[]
  const values = tables
    .flatMap((table) => database.prepare(`SELECT * FROM "${table}"`).raw().all() as unknown[][])
    .flat()
  database.close()
  return [readFileSync(file), ...values.map(opened)]
    .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))
    .join('\n')
}

function opened(value: unknown): unknown {
  if (!Buffer.isBuffer(value)) return value
  try {
    return inflateRawSync(value)
  } catch {
    return value
  }
}

test('64 MB reach a slow reader whole', async () => {
  const block = Buffer.alloc(1024 * 1024, 'abcdefgh')
  const blocks = 64
  const legacy = await anUpstream((_, response) => {
    Readable.from(Array.from({ length: blocks }, () => block)).pipe(response)
  })
  const candidate = await anUpstream((_, response) => response.end())
  const shadow = await shadowOf(legacy, candidate.url)
  const read = await slowRead(shadow.url)
  await stop(shadow)
  const expected = createHash('sha256')
  for (let index = 0; index < blocks; index += 1) expected.update(block)
  expect(read).toBe(expected.digest('hex'))
  expect((await reportOf(recording)).totals.incomparable.truncated).toBe(1)
}, 60_000)

test('while legacy is down users get a short 502, and repeated headers keep their order and case when it answers', async () => {
  const legacy = await anUpstream((_, response) => {
    response.writeHead(200, ['X-Mixed-Case', '1', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'])
    response.end('ok')
  })
  const shadow = await shadowOf(legacy, legacy.url)
  const raw = await rawHeaders(shadow.url)
  expect(raw.slice(0, 6)).toEqual(['X-Mixed-Case', '1', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'])
  await legacy.kill()
  const down = await fetch(shadow.url)
  expect([down.status, await down.text()]).toEqual([502, '502 Bad Gateway\n'])
  expect(await stop(shadow)).toBe(0)
}, 30_000)

test.each([
  [['shadow', '--legacy', 'nonsense', '--candidate', 'http://127.0.0.1:1'], /must be an http/],
  [['shadow', 'puase'], /Did you mean "sosie shadow pause"/],
  [
    ['sql', '/nowhere.log', '--legacy-db', 'mysql://a@127.0.0.1:1/x', '--candidate-db', 'mysql://a@127.0.0.1:1/x'],
    /nowhere.log cannot be read/,
  ],
  [['shadow', '--legcay', 'x'], /unknown option '--legcay'/],
  [['shadow', '--config', '/nowhere.yaml'], /Cannot read \/nowhere\.yaml/],
  [['report', '--db', '/nowhere.sqlite'], /There is no recording/],
  [['explain', 'php-divison-by-zero'], /Did you mean "php-division-by-zero"/],
  [
    ['shadow', '--legacy', 'http://127.0.0.1:1', '--candidate', 'http://127.0.0.1:1', '--db', '/proc/none/x.sqlite'],
    /cannot be written/,
  ],
])('sosie %j ends with 2 and one sentence', async (args, sentence) => {
  const { status, err } = await sosie(args)
  expect(err).toMatch(sentence)
  expect(status).toBe(2)
})

test('a port in use, and a recording of a newer schema, end with 2', async () => {
  const legacy = await anUpstream((_, response) => response.end())
  const where = ['--legacy', legacy.url, '--candidate', legacy.url]
  const taken = await sosie(['shadow', ...where, '--db', recording, '--listen', new URL(legacy.url).host])
  expect([taken.status, taken.err]).toEqual([2, expect.stringMatching(/Port \d+ is taken/)])
  const newer = join(folder, 'newer.sqlite')
  const database = new Database(newer)
  database.exec('CREATE TABLE t (a); PRAGMA application_id = 1399812969; PRAGMA user_version = 99')
  database.close()
  const refused = await sosie(['report', '--db', newer])
  expect([refused.status, refused.err]).toEqual([2, expect.stringMatching(/newer Sosie/)])
  writeFileSync(join(folder, 'cut.sqlite'), 'not a database at all')
  expect((await sosie(['report', '--db', join(folder, 'cut.sqlite')])).status).toBe(2)
}, 30_000)

function slowRead(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256')
    request(url, (answer) => {
      answer.on('data', (chunk: Buffer) => {
        hash.update(chunk)
        answer.pause()
        setTimeout(() => answer.resume(), 1)
      })
      answer.on('end', () => resolve(hash.digest('hex')))
      answer.on('error', reject)
    }).end()
  })
}

function rawHeaders(url: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    request(url, (answer) => {
      answer.resume()
      resolve(answer.rawHeaders)
    })
      .on('error', reject)
      .end()
  })
}
