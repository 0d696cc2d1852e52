import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Judgement } from '../../src/model/judgement.js'
import type { Sighting } from '../../src/model/finding.js'
import type { PurgeOptions } from '../../src/model/store.js'
import { imbalances } from '../../src/model/run.js'
import { openForWriting } from '../../src/store/sqlite/open.js'
import { purge } from '../../src/store/sqlite/purge.js'
import { readRun } from '../../src/store/sqlite/recorded-run.js'
import { readFindings } from '../../src/store/sqlite/run-findings.js'
import { bytesInUse, shrink } from '../../src/store/sqlite/space.js'
import { aRecorder } from '../support/recorder.js'
import { aPair, aRequest } from '../support/factories.js'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-purge-'))
  file = join(folder, 'run.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const dayMs = 24 * 60 * 60 * 1000
const sighting: Sighting = {
  cause: 'unexplained',
  key: 'k',
  proof: 'none',
  severity: 'major',
  title: 't',
  evidence: { a: 1 },
}
const differing: Judgement = {
  verdict: 'mismatch',
  differences: [{ part: 'body', kind: 'value', path: 'x', legacy: 'a', candidate: 'b' }],
  noise: [],
  sightings: [sighting],
  questions: [],
}
const time = { firstByte: 1, total: 2, fromCache: false }

const settledRow = {
  ...{
    id: 's',
    route: 'GET /',
    client: 'c',
    method: 'GET',
    target: `/${'x'.repeat(100)}`,
    status: 200,
    size: 1,
    yardstick: 'legacy' as const,
  },
  ...{ headers: [['X', '1']] as const, legacy: time, candidate: time },
}

/** A run of so many days: each day a pair that differs, with a body of its own, and one that equality settled. */
async function record(id: string, days = 10): Promise<void> {
  const run = { id, kind: 'shadow', startedAt: 1, legs: { legacy: 'a', candidate: 'b' }, versions: {} } as const
  const recorder = aRecorder(file, run)
  for (let day = 0; day < days; day += 1) {
    const receivedAt = day * dayMs
    const text = `${id} day ${day} secret-of-day-${day} ${randomBytes(2000).toString('base64')}`
    const request = aRequest({ receivedAt })
    recorder.pair(
      aPair({ request, legacy: { response: { text } }, candidate: { response: { text: `${text}!` } } }),
      differing,
    )
    recorder.settled({
      ...{
        id: 's',
        route: `GET /${day}`,
        client: 'c',
        receivedAt,
        method: 'GET',
        target: '/',
        status: 200,
        size: 1,
        yardstick: 'legacy' as const,
      },
      ...{ headers: [['X-Day', String(day)]], legacy: time, candidate: time },
    })
  }
  recorder.counters({ requests: 2 * days, notMirrored: {} })
  await recorder.end(2)
}

function purged(options: PurgeOptions) {
  const recording = openForWriting(file)
  const result = purge(recording, options)
  shrink(recording)
  const left = recording.prepare('SELECT (SELECT count(*) FROM pair) + (SELECT count(*) FROM settled)').pluck().get()
  const inUse = bytesInUse(recording)
  const reports = ['one', 'two'].map((id) => {
    try {
      return { ...readRun(recording, id), findings: readFindings(recording, id, { from: 0, max: 100 }) }
    } catch {
      return undefined
    }
  })
  recording.close()
  return { result, left, inUse, reports }
}

test('by age: old pairs go with their bodies, the request counts and the findings stay', async () => {
  await record('one')
  const { result, left, reports } = purged({ olderThan: 4 * dayMs })
  expect([result.pairs, left]).toEqual([8, 12])
  const [report] = reports
  expect(report === undefined ? undefined : imbalances(report.totals)).toEqual([])
  expect(report?.totals).toMatchObject({ requests: 20, match: 10, mismatch: 10 })
  expect(report?.findings).toMatchObject([{ cause: 'unexplained', count: 10 }])
  const bytes = readFileSync(file).toString('latin1')
  expect(bytes).not.toContain('secret-of-day-3')
})

test('everything gone, the finding still says what it was', async () => {
  await record('one')
  const { left, reports } = purged({ olderThan: 100 * dayMs })
  expect(left).toBe(0)
  expect(reports[0]?.findings).toMatchObject([{ count: 10, examples: [], evidence: { a: 1 } }])
})

test('by run: it goes whole, the other stays whole', async () => {
  await record('one')
  await record('two')
  const { result, reports } = purged({ runs: ['one'] })
  expect(result.runs).toBe(1)
  expect(reports[0]).toBeUndefined()
  expect(reports[1]?.totals).toMatchObject({ requests: 20, match: 10, mismatch: 10 })
})

test('by size: the oldest go first, until what is left fits', async () => {
  await record('one', 300)
  const { inUse, left, reports } = purged({ keepBytes: 1_500_000 })
  expect(inUse).toBeLessThanOrEqual(1_500_000)
  expect(left).toBeGreaterThan(100)
  expect(left).toBeLessThan(500)
  expect(reports[0]?.totals).toMatchObject({ requests: 600, match: 300, mismatch: 300 })
})

test('by size: the oldest of all go, whether they differed or were settled', async () => {
  const run = { id: 'one', kind: 'shadow', startedAt: 1, legs: { legacy: 'a', candidate: 'b' }, versions: {} } as const
  const recorder = aRecorder(file, run)
  for (let n = 0; n < 5000; n += 1) recorder.settled({ ...settledRow, receivedAt: n })
  await recorder.flush()
  for (let n = 0; n < 50; n += 1) {
    recorder.pair(aPair({ request: aRequest({ receivedAt: 100_000 + n }) }), differing)
  }
  await recorder.end(2)
  const recording = openForWriting(file)
  purge(recording, { keepBytes: bytesInUse(recording) * 0.7 })
  const left = recording.prepare('SELECT (SELECT count(*) FROM pair), (SELECT count(*) FROM settled)').raw().get()
  recording.close()
  expect(left).toMatchObject([50, expect.any(Number)])
  expect((left as number[])[1]).toBeLessThan(5000)
})

test('a dry run says what would go, and deletes nothing', async () => {
  await record('one')
  const { result, left } = purged({ olderThan: 4 * dayMs, dryRun: true })
  expect([result.pairs, left]).toEqual([8, 20])
  expect(purged({ runs: ['latest'], dryRun: true }).result).toMatchObject({ runs: 1, pairs: 20 })
})

test('a run that is being written is not deleted', async () => {
  const run = { id: 'one', kind: 'shadow', startedAt: 1, legs: { legacy: 'a', candidate: 'b' }, versions: {} } as const
  const recorder = aRecorder(file, run)
  recorder.settled({ ...settledRow, receivedAt: Date.now() })
  await recorder.flush()
  expect(() => purged({ runs: ['one'] })).toThrow('End its sosie shadow first')
  await recorder.end(2)
  expect(purged({ runs: ['latest'] }).result.runs).toBe(1)
})

test('a run goes with everything that is said of it', async () => {
  await record('one')
  const recording = openForWriting(file)
  recording.exec(`INSERT INTO run_note VALUES ('one', 0, 'unmet', 's'); INSERT INTO run_scenario VALUES ('one', 0, 'f', '[]');
    INSERT INTO counter VALUES ('one', 'x', 1); INSERT INTO noise_snapshot VALUES ('one', '{}')`)
  recording.close()
  purged({ runs: ['one'] })
  const left = openForWriting(file)
  expect(left.pragma('foreign_key_check')).toEqual([])
  left.close()
})

test('nothing dangles: what is still referred to stays, and the file is whole', async () => {
  await record('one')
  await record('two', 4)
  purged({ olderThan: 2 * dayMs })
  purged({ runs: ['one'] })
  const recording = openForWriting(file)
  expect(recording.pragma('foreign_key_check')).toEqual([])
  expect(recording.pragma('integrity_check', { simple: true })).toBe('ok')
  const rows = (table: string) => recording.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  expect(['pair', 'settled', 'header_set', 'sighting'].map(rows)).toEqual([2, 2, 2, 2])
  recording.close()
})

test('of a slow route, its figures and the count of its finding outlive its pairs', async () => {
  const run = { id: 'one', kind: 'shadow', startedAt: 1, legs: { legacy: 'a', candidate: 'b' }, versions: {} } as const
  const recorder = aRecorder(file, run)
  for (let n = 1; n <= 100; n += 1) {
    const candidate = { firstByte: n, total: n * 10, fromCache: false }
    recorder.settled({ ...settledRow, receivedAt: n * dayMs, candidate })
  }
  await recorder.flush()
  recorder.routeFinding({ ...sighting, cause: 'perf-slower' }, { route: 'GET /', slowerByMs: 20 })
  recorder.counters({ requests: 100, notMirrored: {} })
  await recorder.end(2)
  const { reports } = purged({ olderThan: 90 * dayMs })
  const [report] = reports
  expect(report?.findings.map(({ count }) => count)).toEqual([98])
  const [route] = report?.routes ?? []
  expect([route?.candidateMs?.p50, route?.candidateMs?.p99].map((ms) => Math.round((ms ?? 0) / 10))).toEqual([50, 99])
})

test('past its bound a recording goes down by a small part, and a batch adds no more than that: however much comes at once', async () => {
  const [bytes, pairs, bodyBytes] = [1_000_000, 300, 6000]
  const run = { id: 'a', kind: 'shadow', startedAt: 1, legs: { legacy: 'a', candidate: 'b' }, versions: {} } as const
  const batches: number[] = []
  const recorder = aRecorder(file, run, {
    fault: () => undefined,
    taken: (taken) => batches.push(taken),
    retention: { bytes },
  })
  recorder.begin()
  const reader = openForWriting(file)
  const kept: number[] = []
  for (let n = 0; n < pairs; n += 1) {
    const [legacy = '', candidate = ''] = [1, 2].map(() => randomBytes(bodyBytes).toString('hex'))
    recorder.pair(
      aPair({ legacy: { response: { text: legacy } }, candidate: { response: { text: candidate } } }),
      differing,
    )
    if (n % 100 === 99) await recorder.flush()
    kept.push(bytesInUse(reader))
  }
  reader.close()
  await recorder.end(2)
  expect(Math.max(...kept)).toBeLessThanOrEqual(bytes)
  expect(Math.min(...kept.slice(pairs / 2))).toBeGreaterThan(bytes * 0.7)
  const bytesOfPair = 4 * bodyBytes
  expect(Math.max(...batches) * bytesOfPair).toBeLessThan(bytes / 8 + bytesOfPair)
})
