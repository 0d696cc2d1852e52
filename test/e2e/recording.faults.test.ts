import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { stopPhases } from '../../src/app/mirror-thread/stop-phases.js'
import { startMirrorThread } from '../../src/app/mirror-thread/host.js'
import { reportOf as readReport } from '../../src/app/recordings.js'
import { tlsOf } from '../../src/config/files.js'
import { resolveConfig } from '../../src/config/load.js'
import { defaultThresholds } from '../../src/knowledge/cause.js'
import { imbalances } from '../../src/model/run.js'
import { startVerifier, type VerifierThread } from '../../src/verifier/host.js'
import { anExchange, aPair, aRequest } from '../support/factories.js'
import { eventually } from '../support/eventually.js'
import { drive } from '../support/load.js'
import { untilWritten } from '../support/night.js'
import { reportOf, startShadowProcess, type ShadowProcess } from '../support/shadow-process.js'
import { startUpstream, type Upstream } from '../support/upstream.js'
import { noHosts } from '../../src/compare/comparator.js'

/** Half of the pages differ, so that every kind of row is written. */
const body = (leg: string, path: string): string => `page ${path} ${path.endsWith('1') ? leg : ''} ${'.'.repeat(500)}`
const paths = ['/a0', '/b1', '/c0', '/d1']

let folder: string
let recording: string
let legacy: Upstream
let candidate: Upstream

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-recording-'))
  recording = join(folder, 'run.sqlite')
  legacy = await startUpstream((request, response) => response.end(body('legacy', request.url ?? '')))
  candidate = await startUpstream((request, response) => response.end(body('candidate', request.url ?? '')))
})

afterEach(async () => {
  await Promise.all([legacy.kill(), candidate.kill()])
  rmSync(folder, { recursive: true, force: true })
})

const flags = (): string[] => ['--legacy', legacy.url, '--candidate', candidate.url, '--db', recording]
const loadOf = ({ url }: ShadowProcess, requests: number) => ({
  url,
  paths,
  requests,
  connections: 8,
  expected: (path: string) => body('legacy', path),
})
const faultsOf = ({ events }: ShadowProcess): string[] =>
  events.filter(({ event }) => event === 'fault').map(({ message }) => String(message))

async function stop({ child, ended }: ShadowProcess): Promise<number | null> {
  child.kill('SIGINT')
  return ended
}

test('the disk is full: one clear line, users are served, what is lost is counted', async () => {
  // A limit on the size of files stands for the disk: the same error to whoever writes, and no disk is filled.
  const limited = ['sh', '-c', `trap '' XFSZ; ulimit -f 400; exec "$0" "$@"`, process.execPath]
  const shadow = await startShadowProcess(flags(), limited)
  const { wrong } = await drive(loadOf(shadow, 6000))
  expect(await stop(shadow)).toBe(0)
  expect(wrong).toEqual([])
  const faults = faultsOf(shadow).filter((message) => message.includes('cannot be written'))
  expect(faults).toHaveLength(1)
  const ended = shadow.events.find(({ event }) => event === 'ended')
  expect(ended).toBeDefined()
}, 60_000)

test('another process holds the database: writing waits and goes on, and says both once', async () => {
  const log = join(folder, 'sosie.log')
  const shadow = await startShadowProcess([...flags(), '--log', log])
  await drive(loadOf(shadow, 100))
  const other = new Database(recording)
  other.exec('BEGIN EXCLUSIVE')
  const { wrong } = await drive(loadOf(shadow, 400))
  await wait(6000) // longer than the writer waits for a lock
  other.exec('COMMIT')
  other.close()
  await drive(loadOf(shadow, 100))
  await wait(500)
  expect(await stop(shadow)).toBe(0)
  expect(wrong).toEqual([])
  const { totals } = await reportOf(recording)
  expect([imbalances(totals), totals.requests]).toEqual([[], 600])
  expect(totals.incomparable['recording-failed']).toBeGreaterThan(0)
  expect(faultsOf(shadow).map((message) => /cannot be written/.exec(message)?.[0])).toEqual(['cannot be written'])
  expect(shadow.events.filter(({ event }) => event === 'recovered')).toHaveLength(1)
  expect(readFileSync(log, 'utf8')).toMatch(/"level":"info".*"event":"recovered"/)
}, 60_000)

/** A verifier whose thread dies of a pair for /die. @param told hears of each death whether there is a next thread. */
function mortalVerifier(told: string[]): Promise<VerifierThread> {
  const run = { id: 'r', kind: 'shadow', startedAt: 1, legs: { legacy: 'a', candidate: 'b' }, versions: {} } as const
  const ofRun = { file: recording, run, config: {}, thresholds: defaultThresholds, hosts: noHosts, noiseRules: [] }
  return startVerifier(
    { ...ofRun, redactionKey: Buffer.alloc(32), secretPatterns: [], retention: {} },
    { pairs: 100, bytes: 1e6, settled: 100 },
    { told: () => undefined, died: (error, again) => void told.push(`${error.message} ${String(again)}`) },
    new URL('../support/mortal-verifier.mjs', import.meta.url),
  )
}

test('the verifier dies: a new one takes over, what was lost with it is counted, the run goes on', async () => {
  const told: string[] = []
  const verifier = await mortalVerifier(told)
  const pair = (target: string, text: string) =>
    aPair({ request: aRequest({ target }), legacy: { response: { text: 'a' } }, candidate: { response: { text } } })
  verifier.take(pair('/one', 'b'))
  await untilWritten(recording, 1)
  verifier.take(pair('/die', 'b'))
  verifier.take(pair('/with-it', 'b'))
  await eventually(() => verifier.restarts() > 0)
  verifier.take(pair('/after', 'b'))
  verifier.counts({ requests: 4, notMirrored: {} })
  await verifier.settle()
  await verifier.end(2)
  expect(told).toEqual(['killed by the test true'])
  expect(verifier.restarts()).toBe(1)
  const { totals, run: ended } = await readReport(recording, 'latest')
  expect(imbalances(totals)).toEqual([])
  expect(totals).toMatchObject({ mismatch: 2, incomparable: { 'recording-failed': 2 } })
  expect(ended.endedAt).not.toBeNull()
}, 30_000)

test('a run that ends while the verifier is being restarted is ended by the next thread', async () => {
  const told: string[] = []
  const verifier = await mortalVerifier(told)
  for (const deaths of [1, 2]) {
    verifier.take(aPair({ request: aRequest({ target: '/die' }) }))
    await eventually(() => told.length === deaths)
  }
  await verifier.end(2) // the second restart waits for a moment
  expect((await readReport(recording, 'latest')).run.endedAt).not.toBeNull()
}, 30_000)

test('a verifier that dies and cannot open its recording again is given up, and nobody waits for it', async () => {
  const told: string[] = []
  const verifier = await mortalVerifier(told)
  rmSync(recording)
  mkdirSync(recording)
  verifier.take(aPair({ request: aRequest({ target: '/die' }) }))
  await eventually(() => told.length === 6)
  await verifier.end(2)
  expect(told[0]).toBe('killed by the test true')
  expect(told[1]).toMatch(/run\.sqlite.* true$/)
  expect(told[5]).toMatch(/false$/)
}, 30_000)

test('the mirror dies: a new one takes over, what was lost with it is counted, the run goes on', async () => {
  const told: string[] = []
  const config = resolveConfig(
    { legacy: { url: legacy.url }, candidate: { url: candidate.url }, db: recording },
    { redact: { keyFile: join(folder, 'key') } },
  )
  const run = { id: 'r', kind: 'shadow', startedAt: 1, legs: { legacy: 'a', candidate: 'b' }, versions: {} } as const
  const events = {
    finding: () => undefined,
    fault: (message: string) => void told.push(message),
    notice: () => undefined,
  }
  const thread = new URL('../support/mortal-mirror.mjs', import.meta.url)
  const mirrorThread = await startMirrorThread({
    config,
    run,
    environment: {},
    tls: await tlsOf(config),
    events,
    module: thread,
  })
  const offer = (target: string): void => {
    mirrorThread.requestCounts.arrived()
    mirrorThread.intake.offer(aRequest({ target }), anExchange({ response: { text: body('legacy', target) } }))
  }
  for (const target of paths) offer(target)
  await untilWritten(recording, 4)
  offer('/die')
  offer('/a0')
  await eventually(() => told.length > 0)
  offer('/b1') // while there is no mirror: it waits for the next
  await untilWritten(recording, 5)
  for (const target of paths) offer(target)
  await mirrorThread.finish(stopPhases(Date.now(), 8, true))
  expect(told).toEqual(['The mirror died: killed by the test. Users are served; it is restarted.'])
  expect(mirrorThread.state()).toMatchObject({ mirrorRestarts: 1, mirror: { queued: 0, queuedBytes: 0 } })
  const { totals, run: ended } = await readReport(recording, 'latest')
  expect(imbalances(totals)).toEqual([])
  expect(totals).toMatchObject({ requests: 11, mirrored: 11, incomparable: { 'recording-failed': 2 } })
  expect(ended.endedAt).not.toBeNull()
}, 30_000)

test('a recording that is damaged while it runs: users are served, and the command says what happened', async () => {
  const shadow = await startShadowProcess(flags())
  await drive(loadOf(shadow, 200))
  await wait(500)
  spawn('sh', ['-c', 'head -c 20000 /dev/urandom | dd of="$0" bs=1 seek=4096 conv=notrunc 2>/dev/null', recording])
  await wait(300)
  const { wrong } = await drive(loadOf(shadow, 500))
  await stop(shadow)
  expect(wrong).toEqual([])
}, 60_000)
