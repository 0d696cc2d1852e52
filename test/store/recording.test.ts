import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { reportOf } from '../../src/app/recordings.js'
import type { Sighting } from '../../src/model/finding.js'
import type { Judgement } from '../../src/model/judgement.js'
import type { SettledRow } from '../../src/model/ports.js'
import type { RunReport } from '../../src/model/report.js'
import type { Run } from '../../src/model/run.js'
import { imbalances } from '../../src/model/run.js'
import { openForReading } from '../../src/store/sqlite/open.js'
import { readRun } from '../../src/store/sqlite/recorded-run.js'
import type { Recorder } from '../../src/verifier/recorder.js'
import { aRecorder } from '../support/recorder.js'
import { aBody, aPair, aRequest, aStatement } from '../support/factories.js'

const run: Run = {
  id: 'run1',
  kind: 'shadow',
  startedAt: 1000,
  legs: { legacy: 'http://a', candidate: 'http://b' },
  versions: {},
}
const quiet: Judgement = { verdict: 'match', differences: [], noise: [], sightings: [], questions: [] }
const sighting: Sighting = {
  cause: 'unexplained',
  key: 'k',
  proof: 'none',
  severity: 'major',
  title: 'T',
  evidence: { a: 1 },
}
const differing: Judgement = {
  ...quiet,
  verdict: 'mismatch',
  differences: [{ part: 'body', kind: 'value', path: 'line 1', legacy: 'x', candidate: 'y' }],
  sightings: [sighting],
}

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-record-'))
  file = join(folder, 'r.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function recorded(
  write: (recorder: Recorder) => void | Promise<void>,
  faults: string[] = [],
): Promise<RunReport> {
  const recorder = aRecorder(file, run, { fault: (message) => faults.push(message) })
  await write(recorder)
  await recorder.end(2000)
  return read()
}

function read(): Promise<RunReport> {
  return reportOf(file, 'latest')
}

function rows(sql: string): unknown[] {
  const recording = openForReading(file)
  try {
    return recording.prepare(sql).all()
  } finally {
    recording.close()
  }
}

const time = (total: number) => ({ firstByte: total, total, fromCache: false })

function aSettledRow(id: string, candidate: number): SettledRow {
  return {
    id,
    route: 'GET /slow',
    client: 'curl',
    receivedAt: 1500,
    method: 'GET',
    target: '/slow',
    headers: [],
    status: 200,
    size: 1,
    legacy: time(10),
    candidate: time(candidate),
    yardstick: 'legacy',
  }
}

test('the request counts balance, with pairs, with what was not mirrored, and with what was lost', async () => {
  const { totals } = await recorded((recorder) => {
    recorder.pair(aPair(), quiet)
    recorder.pair(aPair(), differing)
    recorder.pair(aPair(), { ...quiet, verdict: 'incomparable', incomparable: 'timeout' })
    recorder.lost('verifier-behind', 1)
    recorder.counters({ requests: 6, notMirrored: { 'unsafe-method': 2 } })
  })
  expect(totals).toEqual({
    requests: 6,
    mirrored: 4,
    notMirrored: { 'unsafe-method': 2 },
    compared: 2,
    incomparable: { timeout: 1, 'verifier-behind': 1 },
    match: 1,
    noise: 0,
    mismatch: 1,
    unsettled: 0,
  })
  expect(imbalances(totals)).toEqual([])
})

test('a body is stored once, whatever it belongs to, and a matching pair keeps its request', async () => {
  const request = aRequest({ body: aBody('a'.repeat(500)) })
  await recorded((recorder) => {
    for (let index = 0; index < 5; index += 1) recorder.pair(aPair({ request }), quiet)
  })
  expect(rows('SELECT size, encoding FROM body')).toEqual([{ size: 500, encoding: 'deflate-raw' }])
  expect(rows('SELECT count(*) AS n FROM pair WHERE body_hash IS NOT NULL')).toEqual([{ n: 5 }])
})

test('a finding brings what makes it one: its signature', async () => {
  expect((await recorded((recorder) => recorder.pair(aPair(), differing))).findings[0]?.signature).toBe('k')
})

test('a finding has one example whole, with text, differences and statements', async () => {
  const [finding] = (
    await recorded((recorder) => {
      const pair = aPair({
        legacy: { response: { text: 'x' } },
        candidate: { response: { text: 'y' }, statements: [aStatement()], log: ['PHP Warning: w'] },
      })
      recorder.pair(pair, differing)
    })
  ).findings
  expect(finding).toMatchObject({ count: 1, proof: 'none', state: 'new', clients: [{ client: 'Firefox', count: 1 }] })
  expect(finding?.example).toMatchObject({
    legacy: { text: 'x' },
    candidate: { text: 'y', log: ['PHP Warning: w'], statements: 1 },
    differences: [{ path: 'line 1' }],
  })
})

test('the statements of an example are told in their order, with their moments; control speaks for legacy', async () => {
  const statements = (ms: number) => [
    aStatement({ sql: 'SELECT 1', startedAt: 5000, ms }),
    aStatement({
      sql: 'SELECT 2',
      startedAt: 5000.5 + ms,
      ms,
      error: { errno: 1064, sqlState: '42000', message: 'm' },
    }),
  ]
  const [finding] = (
    await recorded((recorder) => {
      const pair = aPair({
        candidate: { statements: statements(8), attribution: 'exact' },
        control: { statements: statements(2), attribution: 'exact' },
      })
      recorder.pair(pair, differing)
    })
  ).findings
  expect(finding?.example?.sql).toMatchObject({
    seenOn: 'control',
    legacy: [
      { sql: 'SELECT 1', startMs: 0, ms: 2, errno: null },
      { sql: 'SELECT 2', startMs: 2.5, ms: 2, errno: 1064 },
    ],
    candidate: [{ startMs: 0 }, { startMs: 8.5 }],
    leftOut: { legacy: 0, candidate: 0 },
  })
})

test('without control nothing is said of legacy', async () => {
  const [seen] = (
    await recorded((recorder) =>
      recorder.pair(aPair({ candidate: { statements: [aStatement()], attribution: 'exact' } }), differing),
    )
  ).findings
  expect(seen?.example?.sql).toMatchObject({ legacy: null, candidate: [{ sql: 'SELECT 1' }] })
})

test('an example that no tap saw has no statements to show', async () => {
  const [blind] = (await recorded((recorder) => recorder.pair(aPair(), differing))).findings
  expect(blind?.example).toBeDefined()
  expect(blind?.example).not.toHaveProperty('sql')
})

test('a proof replaces the evidence and is never lowered by a later sighting', async () => {
  const [finding] = (
    await recorded((recorder) => {
      recorder.pair(aPair(), differing)
      recorder.proven('unexplained', 'k', 'probe', { b: 2 })
      recorder.pair(aPair(), differing)
    })
  ).findings
  expect(finding).toMatchObject({ proof: 'probe', evidence: { b: 2 }, count: 2 })
})

test('an experiment that proves nothing leaves the finding and says why', async () => {
  const [finding] = (
    await recorded((recorder) => {
      recorder.pair(aPair(), differing)
      recorder.unproven('unexplained', 'k', { hint: 'Not proven: …' })
    })
  ).findings
  expect(finding).toMatchObject({ proof: 'none', evidence: { hint: 'Not proven: …' } })
  expect(rows('SELECT outcome FROM probe')).toEqual([{ outcome: 'inconclusive' }])
})

test('what turned out to be another cause is told as that, before and after', async () => {
  const other: Sighting = { ...sighting, cause: 'perf-plan-regression', proof: 'probe', title: 'U' }
  const { findings, withdrawn } = await recorded((recorder) => {
    recorder.pair(aPair(), differing)
    recorder.instead('unexplained', 'k', other, 'It is the plan.')
    recorder.pair(aPair({ id: 'p2' }), differing)
  })
  expect(findings).toMatchObject([{ cause: 'perf-plan-regression', proof: 'probe', title: 'U', count: 2 }])
  expect(withdrawn).toMatchObject([{ cause: 'unexplained', reason: 'It is the plan.', instead: findings[0]?.id }])
  expect(rows('SELECT outcome FROM probe ORDER BY outcome')).toEqual([{ outcome: 'proven' }, { outcome: 'refuted' }])
})

test('what an experiment refuted is withdrawn and stays away; what was asked is kept', async () => {
  const { findings, totals, withdrawn } = await recorded((recorder) => {
    recorder.pair(aPair(), differing)
    recorder.refuted('unexplained', 'k', { c: 3 }, 'Repeated, it is fast.')
    recorder.pair(aPair(), differing)
  })
  expect([findings, totals.mismatch]).toEqual([[], 2])
  expect(withdrawn).toMatchObject([{ cause: 'unexplained', severity: 'major', reason: 'Repeated, it is fast.' }])
  expect(rows('SELECT outcome, evidence FROM probe')).toEqual([{ outcome: 'refuted', evidence: '{"c":3}' }])
})

test('a recording can be read while it is written, and without an end the open requests are told', async () => {
  const recorder = aRecorder(file, run)
  recorder.pair(aPair(), quiet)
  recorder.counters({ requests: 3, notMirrored: {} })
  await recorder.flush()
  expect(await read()).toMatchObject({ run: { endedAt: null }, totals: { requests: 3, mirrored: 1, unsettled: 2 } })
  await recorder.end(2000)
})

test('an unknown run is refused with those that are known', async () => {
  await recorded((recorder) => recorder.begin())
  const recording = openForReading(file)
  expect(() => readRun(recording, 'nope')).toThrow('has no run "nope". It holds: run1.')
  recording.close()
})

test('routes have their times and their share of all time', async () => {
  const { routes } = await recorded((recorder) => {
    for (let index = 0; index < 10; index += 1)
      recorder.pair(
        aPair({ route: 'GET /slow', legacy: { timing: { total: 10 } }, candidate: { timing: { total: 30 } } }),
        quiet,
      )
    recorder.pair(
      aPair({ route: 'GET /fast', legacy: { timing: { total: 10 } }, candidate: { timing: { total: 100 } } }),
      quiet,
    )
  })
  expect(routes).toMatchObject([
    {
      route: 'GET /slow',
      pairs: 10,
      legacyMs: { p50: 10 },
      candidateMs: { p50: 30 },
      ratio: { median: 3 },
      sharePercent: 75,
    },
    { route: 'GET /fast', ratio: null, sharePercent: 25 },
  ])
})

test('a route without a pair that could be compared is told apart, settled pairs are compared ones', async () => {
  const lost: Judgement = { ...quiet, verdict: 'incomparable', incomparable: 'timeout' }
  const { routes, routesNotCompared } = await recorded((recorder) => {
    recorder.pair(aPair({ route: 'GET /lost' }), lost)
    recorder.pair(aPair({ route: 'GET /once' }), lost)
    recorder.pair(aPair({ route: 'GET /once' }), quiet)
    recorder.pair(aPair({ route: 'GET /slow' }), lost)
    recorder.settled(aSettledRow('s1', 12))
  })
  expect(routesNotCompared).toEqual(['GET /lost'])
  expect(routes.map(({ route }) => route).sort()).toEqual(['GET /once', 'GET /slow'])
})

test('a finding of a whole route is shown by its slow pairs, judged or settled, and by no others', async () => {
  const slow: Sighting = { ...sighting, cause: 'perf-slower', proof: 'measured' }
  expect.assertions(2)
  const { findings } = await recorded(async (recorder) => {
    recorder.settled(aSettledRow('s1', 100))
    recorder.settled(aSettledRow('s2', 12))
    const { id, route, client, receivedAt, method, target, headers, status, size, candidate } = aSettledRow('s3', 500)
    const untimed = { id, route, client, receivedAt, method, target, headers, status, size, candidate }
    recorder.settled({ ...untimed, legacy: { ...time(10), fromCache: true } })
    recorder.pair(aPair({ id: 'p1', route: 'GET /slow', candidate: { timing: { total: 300 } } }), quiet)
    recorder.pair(aPair({ id: 'p2', route: 'GET /slow', candidate: { timing: { total: 300 } } }), differing)
    recorder.pair(aPair({ id: 'p3', candidate: { timing: { total: 300 } } }), quiet)
    for await (const { route, pairs } of recorder.routeTimes(['unexplained']))
      if (route === 'GET /slow') expect(pairs.map(({ candidate }) => candidate.total).sort()).toEqual([100, 12, 300])
    recorder.routeFinding(slow, { route: 'GET /slow', slowerByMs: 20 })
  })
  const [found] = findings.filter(({ cause }) => cause === 'perf-slower')
  expect(found).toMatchObject({ count: 3, routes: [{ route: 'GET /slow', count: 3 }], examples: ['p1', 'p2', 's1'] })
})

test('of a session that wrote, legacy’s answers are kept: a replay needs the ids and tokens in them', async () => {
  const unpaired: Judgement = { ...quiet, verdict: 'incomparable', incomparable: 'unpaired-session' }
  const pair = aPair({ legacy: { response: { text: 'order 7' } }, candidate: { response: { text: 'refused' } } })
  await recorded((recorder) => recorder.pair(pair, unpaired))
  const recording = openForReading(file)
  const kept = recording.prepare('SELECT leg, body_hash IS NOT NULL AS kept FROM exchange ORDER BY leg').all()
  recording.close()
  expect(kept).toEqual([
    { leg: 'candidate', kept: 0 },
    { leg: 'legacy', kept: 1 },
  ])
})

test('every INSERT names its columns, so that a column more changes none of them', () => {
  const files = readdirSync('src/store/sqlite').filter((name) => name.endsWith('.ts'))
  const positional = files.filter((name) =>
    /INSERT INTO \S+\s+(?:VALUES|SELECT)/.test(readFileSync(join('src/store/sqlite', name), 'utf8')),
  )
  expect(positional).toEqual([])
})
