import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { imbalances } from '../../src/model/run.js'
import { drive } from '../support/load.js'
import { metricsOf, reportOf, sosie, startShadowProcess, type ShadowProcess } from '../support/shadow-process.js'
import { startUpstream, type Upstream } from '../support/upstream.js'

let folder: string
let recording: string
let open: Upstream[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-night-'))
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

/** Half of the pages differ, so that every kind of row is written. */
const body = (leg: string, path: string): string => `page ${path} ${path.endsWith('1') ? leg : ''} ${'.'.repeat(500)}`
const paths = ['/a0', '/b1', '/c0', '/d1']
const aStack = (leg: string): Promise<Upstream> =>
  anUpstream((request, response) => response.end(body(leg, request.url ?? '')))

function shadowOf(legacy: Upstream, candidate: string, more: readonly string[] = []): Promise<ShadowProcess> {
  const stacks = ['--legacy', legacy.url, '--candidate', candidate, '--db', recording, '--admin', '127.0.0.1:0']
  return startShadowProcess([...stacks, ...more])
}

async function visits({ url }: ShadowProcess, requests: number): Promise<void> {
  const expected = (path: string): string => body('legacy', path)
  expect((await drive({ url, paths, requests, connections: 4, expected })).wrong).toEqual([])
}

async function stop({ child, ended }: ShadowProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  child.kill(signal)
  return ended
}

const eventsOf = ({ events }: ShadowProcess, name: string): string[] =>
  events.filter(({ event }) => event === name).map(({ message }) => String(message))

/** What its metrics say once nothing is under way, in the words of a report. */
async function booksIn(shadow: ShadowProcess) {
  await wait(500)
  let figures = await metricsOf(shadow)
  const waits = (): boolean => (figures['sosie_verifier_waiting'] ?? 0) + (figures['sosie_mirror_under_way'] ?? 0) > 0
  for (let turn = 0; waits() && turn < 40; turn += 1) {
    await wait(500)
    figures = await metricsOf(shadow)
  }
  const labelled = (name: string): Record<string, number> =>
    Object.fromEntries(
      Object.entries(figures)
        .filter(([key, n]) => key.startsWith(`${name}{`) && n > 0)
        .map(([key, n]) => [key.split('"')[1] ?? '', n]),
    )
  const { match = 0, noise = 0, mismatch = 0 } = labelled('sosie_pairs_total')
  return {
    requests: figures['sosie_requests_total'] ?? 0,
    mirrored: figures['sosie_mirrored_total'] ?? 0,
    notMirrored: labelled('sosie_not_mirrored_total'),
    compared: match + noise + mismatch,
    incomparable: labelled('sosie_incomparable_total'),
    match,
    noise,
    mismatch,
  }
}

/** What the terminal said last, in the words of a report. */
function booksTold({ events }: ShadowProcess) {
  const last = events.filter(({ event }) => event === 'progress').at(-1) as {
    requests: number
    mirrored: number
    notMirrored: Record<string, number>
    tally: { match: number; noise: number; mismatch: number; reasons: Record<string, number> }
  }
  const { requests, mirrored, notMirrored, tally } = last
  const { match, noise, mismatch, reasons } = tally
  return {
    requests,
    mirrored,
    notMirrored,
    compared: match + noise + mismatch,
    incomparable: reasons,
    match,
    noise,
    mismatch,
  }
}

async function booksOf(file: string) {
  const { requests, mirrored, notMirrored, compared, incomparable, match, noise, mismatch } = (await reportOf(file))
    .totals
  return { requests, mirrored, notMirrored, compared, incomparable, match, noise, mismatch }
}

test.each(['nothing', 'a candidate that dies', 'a recording that is locked', 'a recording that is deleted'])(
  'metrics, the terminal and the report hold the same books, and they balance: %s',
  async (fault) => {
    const [legacy, candidate] = [await aStack('legacy'), await aStack('candidate')]
    const shadow = await shadowOf(legacy, candidate.url)
    await visits(shadow, 200)
    const other = fault.includes('locked') ? new Database(recording) : undefined
    other?.exec('BEGIN EXCLUSIVE')
    if (fault.includes('dies')) await candidate.kill()
    if (fault.includes('deleted')) rmSync(recording)
    await visits(shadow, 200)
    if (other !== undefined) await wait(6000) // longer than the writer waits for a lock
    other?.close()
    await wait(1500)
    await visits(shadow, 40)
    const metered = await booksIn(shadow)
    expect(await stop(shadow)).toBe(0)
    expect(imbalances(metered)).toEqual([])
    expect(booksTold(shadow)).toEqual(metered)
    expect(await booksOf(recording)).toEqual(metered)
    expect(metered.requests).toBe(440)
    if (/locked|deleted/.test(fault)) expect(metered.incomparable['recording-failed']).toBeGreaterThan(100)
  },
  60_000,
)

test('a recording that is deleted is told at once by event, metric and readiness, and a new one is begun', async () => {
  const [legacy, candidate] = [await aStack('legacy'), await aStack('candidate')]
  const log = join(folder, 'sosie.log')
  const shadow = await shadowOf(legacy, candidate.url, ['--log', log])
  await visits(shadow, 100)
  await wait(500)
  for (const end of ['', '-wal', '-shm']) rmSync(`${recording}${end}`, { force: true })
  await wait(2500)
  expect(existsSync(recording)).toBe(true)
  expect(eventsOf(shadow, 'recording-lost')).toEqual([expect.stringMatching(/deleted or moved away; 100 mirrored/)])
  expect(readFileSync(log, 'utf8')).toMatch(/"level":"error".*"event":"recording-lost"/)
  expect((await metricsOf(shadow))['sosie_recording_lost_total']).toBe(1)
  const ready = await fetch(`${shadow.admin}/readyz`)
  expect([ready.status, await ready.text()]).toEqual([200, expect.stringMatching(/recording was lost/) as unknown])
  await visits(shadow, 50)
  expect(await stop(shadow)).toBe(0)
  const { totals, notes, run } = await reportOf(recording)
  expect(totals).toMatchObject({ requests: 150, compared: 50, incomparable: { 'recording-failed': 100 } })
  expect(notes).toMatchObject([{ kind: 'partial', sentence: expect.stringMatching(/first 100/) as unknown }])
  expect(run.endedAt).not.toBeNull()
}, 60_000)

test('a recording that is moved away keeps its part whole, and its folder, when that vanishes, is told', async () => {
  const [legacy, candidate] = [await aStack('legacy'), await aStack('candidate')]
  const inside = join(folder, 'inside')
  mkdirSync(inside)
  recording = join(inside, 'run.sqlite')
  const shadow = await shadowOf(legacy, candidate.url)
  await visits(shadow, 100)
  await wait(500)
  renameSync(recording, join(inside, 'first.sqlite'))
  await wait(2500)
  const first = new Database(join(inside, 'first.sqlite'), { readonly: true })
  expect(first.pragma('integrity_check', { simple: true })).toBe('ok')
  first.close()
  expect((await reportOf(join(inside, 'first.sqlite'))).totals.compared).toBe(100)
  rmSync(inside, { recursive: true })
  await wait(2500)
  expect(eventsOf(shadow, 'fault')).toEqual([expect.stringMatching(/is gone, and no new one can be begun/)])
  expect((await metricsOf(shadow))['sosie_recording_failing']).toBe(1)
  expect((await fetch(`${shadow.admin}/readyz/recording`)).status).toBe(503)
  await visits(shadow, 20)
  expect(await stop(shadow)).not.toBeNull()
}, 60_000)

test('a run that is being written is not purged, by name, age or size, however quiet; one whose writer was killed is', async () => {
  const [legacy, candidate] = [await aStack('legacy'), await aStack('candidate')]
  const shadow = await shadowOf(legacy, candidate.url)
  await visits(shadow, 100)
  await wait(500)
  age(recording, 10 * 60_000)
  const byName = await sosie(['purge', '--db', recording, '--run', 'latest'])
  expect([byName.status, byName.err]).toEqual([2, expect.stringMatching(/is being written/)])
  for (const by of [
    ['--older-than', '0.01h'],
    ['--max-size', '1KB'],
  ]) {
    const { status, err } = await sosie(['purge', '--db', recording, ...by])
    expect([status, err]).toEqual([0, expect.stringMatching(/Deleted 0 runs and 0 pairs.*\n.*is being written/)])
  }
  shadow.child.kill('SIGKILL')
  await shadow.ended
  const killed = await sosie(['purge', '--db', recording, '--run', 'latest'])
  expect([killed.status, killed.err]).toEqual([0, expect.stringMatching(/Deleted 1 run and 100 pairs/)])
}, 60_000)

/** Everything in it becomes older by so many milliseconds. */
function age(file: string, ms: number): void {
  const database = new Database(file)
  database.exec(
    `UPDATE pair SET received_at = received_at - ${ms}; UPDATE settled SET received_at = received_at - ${ms}`,
  )
  database.close()
}

test('a start that fails on its port leaves no run, and a run of nothing hides no other', async () => {
  const [legacy, candidate] = [await aStack('legacy'), await aStack('candidate')]
  const shadow = await shadowOf(legacy, candidate.url)
  await visits(shadow, 20)
  const where = ['--legacy', legacy.url, '--candidate', candidate.url, '--db', recording]
  const second = await sosie(['shadow', ...where, '--listen', new URL(shadow.url).host])
  expect(second.status).toBe(2)
  const third = await sosie(['shadow', ...where, '--listen', '127.0.0.1:0', '--admin', new URL(shadow.url).host])
  expect(third.status).toBe(2)
  expect(await stop(shadow)).toBe(0)
  const idle = await shadowOf(legacy, candidate.url)
  expect(await stop(idle)).toBe(0)
  const database = new Database(recording)
  expect(database.prepare('SELECT count(*) FROM run').pluck().get()).toBe(2)
  database.close()
  expect((await reportOf(recording)).totals.compared).toBe(20)
}, 60_000)

test('a candidate that hangs holds a stop up for less than 8 seconds, and is counted for what it was', async () => {
  const legacy = await aStack('legacy')
  const candidate = await anUpstream((request, response) => {
    if (request.url !== '/b1') response.end(body('legacy', request.url ?? ''))
  })
  const shadow = await shadowOf(legacy, candidate.url)
  await visits(shadow, 40)
  await wait(500)
  const started = performance.now()
  expect(await stop(shadow)).toBe(0)
  expect(performance.now() - started).toBeLessThan(8000)
  const { totals, run } = await reportOf(recording)
  expect(imbalances(totals)).toEqual([])
  expect(Object.keys(totals.incomparable)).toEqual(['shutdown'])
  expect(run.endedAt).not.toBeNull()
}, 60_000)

test('shutdown.seconds bounds users’ answers, too', async () => {
  const legacy = await anUpstream(() => undefined)
  const config = join(folder, 'sosie.yaml')
  writeFileSync(config, JSON.stringify({ shutdown: { seconds: 2 } }))
  const shadow = await shadowOf(legacy, legacy.url, ['--config', config])
  const asked = fetch(shadow.url).catch(() => 'cut off')
  await wait(200)
  const started = performance.now()
  expect(await stop(shadow)).toBe(0)
  expect(performance.now() - started).toBeLessThan(2500)
  expect(await asked).toBe('cut off')
}, 30_000)

test('a stack that goes down and comes back is told, each once', async () => {
  const answer = body('legacy', '/a0')
  const [legacy, candidate] = [await aStack('legacy'), await aStack('legacy')]
  const log = join(folder, 'sosie.log')
  const shadow = await shadowOf(legacy, candidate.url, ['--log', log])
  const ask = async (): Promise<string> => (await fetch(`${shadow.url}/a0`)).text()
  expect(await ask()).toBe(answer)
  await candidate.kill()
  for (let turn = 0; turn < 10; turn += 1) await ask()
  await wait(300)
  await legacy.kill()
  for (let turn = 0; turn < 10; turn += 1) expect(await ask()).toMatch(/^502/)
  await wait(1300)
  const metrics = await metricsOf(shadow)
  expect([metrics['sosie_stack_down{stack="legacy"}'], metrics['sosie_stack_down{stack="candidate"}']]).toEqual([1, 1])
  open.push(await startUpstream((_, response) => response.end(answer), Number(new URL(legacy.url).port)))
  open.push(await startUpstream((_, response) => response.end(answer), Number(new URL(candidate.url).port)))
  for (let turn = 0; turn < 24; turn += 1) {
    await wait(500)
    await ask()
  }
  expect(await stop(shadow)).toBe(0)
  const told = (event: string) => shadow.events.filter((each) => each['event'] === event).map(({ stack }) => stack)
  expect(told('stack-down')).toEqual(['candidate', 'legacy'])
  expect([...told('stack-up')].sort()).toEqual(['candidate', 'legacy'])
  expect(readFileSync(log, 'utf8')).toMatch(/"level":"warn".*"event":"stack-down"/)
}, 60_000)

test('retention.bytes is held while the shadow runs', async () => {
  const page = (leg: string, path: string): string => `${leg} ${path} ${Math.random()} ${'x'.repeat(20_000)}`
  const legacy = await anUpstream((request, response) => response.end(page('legacy', request.url ?? '')))
  const candidate = await anUpstream((request, response) => response.end(page('candidate', request.url ?? '')))
  const config = join(folder, 'sosie.yaml')
  const bytes = 1_000_000
  writeFileSync(config, JSON.stringify({ retention: { bytes } }))
  const shadow = await shadowOf(legacy, candidate.url, ['--config', config])
  let largest = 0
  for (let turn = 0; turn < 12; turn += 1) {
    for (let n = 0; n < 200; n += 1) await (await fetch(`${shadow.url}/${turn}-${n}`)).text()
    await wait(300)
    largest = Math.max(largest, statSync(recording).size)
  }
  expect(largest).toBeLessThan(bytes * 1.5)
  const metered = await booksIn(shadow)
  expect(await stop(shadow)).toBe(0)
  expect(imbalances(metered)).toEqual([])
  expect(await booksOf(recording)).toEqual(metered)
}, 60_000)
