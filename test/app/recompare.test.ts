import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { recompare } from '../../src/app/recompare.js'
import { reportOf } from '../../src/app/recordings.js'
import { nothingLearned } from '../../src/compare/noise/ledger.js'
import type { NoiseRule } from '../../src/compare/noise/rules.js'
import { detectors } from '../../src/knowledge/registry.js'
import { defaultThresholds } from '../../src/knowledge/cause.js'
import { judge } from '../../src/diagnose/judge.js'
import type { NoiseSnapshot } from '../../src/model/noise.js'
import type { Pair } from '../../src/model/pair.js'
import { imbalances, recordedAnswers } from '../../src/model/run.js'
import { aRecorder } from '../support/recorder.js'
import { aPair, aStatement } from '../support/factories.js'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-recompare-'))
  file = join(folder, 'run.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const knowledge = {
  detectors,
  thresholds: defaultThresholds,
  hosts: { legacy: ['a'], candidate: ['b'] },
  noise: { rules: [], learned: nothingLearned },
}
const refused = (text: string): string =>
  `<b>Fatal error</b>: Uncaught mysqli_sql_exception: ${text} in /srv/www/a.php:5`

/** A run of all that a recording may hold: JSON, HTML, statements, control, an answer that stops. */
const pairs: Pair[] = [
  aPair({
    id: 'p1',
    route: 'GET /price',
    legacy: { response: { json: { price: 1, name: 'a' } } },
    candidate: { response: { json: { price: 2, name: 'a' } } },
  }),
  aPair({
    id: 'p2',
    route: 'GET /type',
    legacy: { response: { json: { a: 1 } } },
    candidate: { response: { json: { a: '1' } } },
  }),
  aPair({
    id: 'p3',
    legacy: { response: { html: '<p>1</p>' } },
    candidate: { response: { html: '<p>2</p>' } },
    control: { response: { html: '<p>3</p>' } },
  }),
  aPair({
    id: 'p4',
    legacy: { response: { html: '<p>ok</p>' } },
    candidate: {
      response: { html: refused('Unknown column') },
      statements: [
        aStatement({ sql: 'SELECT x FROM t', error: { errno: 1054, sqlState: '42S22', message: 'Unknown column' } }),
      ],
      attribution: 'exact',
    },
  }),
  aPair({
    id: 'p5',
    legacy: { response: { headers: [['X-A', '1']] } },
    candidate: { response: {} },
    identicalBodies: true,
  }),
]

async function record(learned: NoiseSnapshot = nothingLearned, recorded = pairs, legacy = 'http://a'): Promise<void> {
  const run = {
    id: 'r',
    kind: 'shadow',
    startedAt: 1,
    legs: { legacy, candidate: 'http://b' },
    versions: {},
  } as const
  const config = { noise: { rules: [], maxShare: 0.5 } }
  const recorder = aRecorder(file, run, { config, fault: (message) => expect(message).toBe('') })
  recorder.begin()
  for (const pair of recorded) recorder.pair(pair, judge(pair, knowledge))
  recorder.counters({ requests: recorded.length, notMirrored: {} })
  recorder.keepNoise(learned)
  await recorder.end(Date.parse('2026-11-24'))
}

const rule: NoiseRule = { name: 'price', path: '$.price', reason: 'r', author: 'Ada', expires: '2100-01-01' }

test('without a new rule nothing changes, however often', async () => {
  await record()
  const before = await reportOf(file, 'r')
  for (let time = 0; time < 2; time += 1) {
    const result = await recompare(file, 'r')
    expect(result).toEqual({
      run: 'r',
      pairs: 5,
      before: { mismatch: 4, noise: 1 },
      after: { mismatch: 4, noise: 1 },
      gone: [],
      came: [],
      withdrawn: [],
    })
    expect(await reportOf(file, 'r')).toEqual(before)
  }
})

test('what was hidden in a recorded answer stays unknown, although the candidate’s is hidden now, too', async () => {
  const login = (value: string) => ({ response: { json: { password: value } } })
  const legacy = { ...login('[hidden 0123456789abcdef]'), recorded: true as const }
  await record(nothingLearned, [aPair({ id: 'p1', legacy, candidate: login('hunter2') })], recordedAnswers)
  expect(await recompare(file, 'r')).toMatchObject({ before: { noise: 1 }, after: { noise: 1 } })
})

test('a record that each leg made for the session is called by its own id in a second judgement, too', async () => {
  const order = (id: string) => ({ response: { json: { id } }, made: [{ key: '1 $.id', value: id }] })
  await record(nothingLearned, [aPair({ id: 'p1', legacy: order('7'), candidate: order('3') })])
  expect((await reportOf(file, 'r')).noise.map(({ source }) => source)).toEqual(['builtin:created'])
  expect(await recompare(file, 'r')).toMatchObject({ before: { noise: 1 }, after: { noise: 1 } })
})

test('a place that varies is reported with how often each side disagreed with legacy there, and an interval', async () => {
  await record({
    version: 2,
    pairs: { 'GET /': 40 },
    places: { 'GET / body value html > body > p': { candidate: 12, control: 10 } },
    faults: {},
    repeated: {},
  })
  const [control] = (await reportOf(file, 'r')).noise
  expect(control?.places[0]?.disagreed).toEqual({
    pairs: 40,
    candidate: { pairs: 12, lowPercent: 18.1, highPercent: 45.4 },
    control: { pairs: 10, lowPercent: 14.2, highPercent: 40.2 },
  })
})

test('with a rule its differences are noise, its findings are gone, and the report says what hid them', async () => {
  await record()
  const result = await recompare(file, 'latest', [rule])
  expect(result).toMatchObject({ before: { mismatch: 4 }, after: { mismatch: 3, noise: 2 }, came: [] })
  expect(result.gone).toHaveLength(1)
  const { totals, noise, noiseWarnings } = await reportOf(file, 'r')
  expect([totals.mismatch, totals.noise]).toEqual([3, 2])
  expect(noise.find(({ source }) => source === 'rule:price')).toMatchObject({
    differences: 1,
    places: [{ route: 'GET /price', path: '$.price', legacy: '1', candidate: '2' }],
  })
  expect(noiseWarnings).toEqual(['The rule "price" of Ada hid 1 of 1 differences in GET /price.'])
})

test('with drifted tables a pair that touches one is incomparable, what its page shows is gone, its error is not, and the request counts balance', async () => {
  const reading = aPair({
    id: 'p6',
    route: 'GET /stock',
    legacy: { response: { json: { stock: 1 } } },
    candidate: {
      response: { json: { stock: 2 } },
      statements: [aStatement({ sql: 'SELECT stock FROM t' })],
      attribution: 'exact',
    },
  })
  await record(nothingLearned, [...pairs, reading])
  const before = (await reportOf(file, 'r')).totals
  const result = await recompare(file, 'r', undefined, ['T'])
  expect(result).toMatchObject({ before: { mismatch: 5 }, after: { mismatch: 3, incomparable: 2 }, came: [] })
  expect(result.gone).toEqual(['Other content in GET /stock'])
  const { totals, findings } = await reportOf(file, 'r')
  expect(findings[0]).toMatchObject({
    cause: 'mysql-statement-refused',
    severity: 'critical',
    evidence: { errno: 1054 },
  })
  expect(totals).toMatchObject({ mirrored: before.mirrored, compared: 4, incomparable: { 'unpaired-data': 2 } })
  expect(imbalances(totals)).toEqual([])
  expect(await recompare(file, 'r')).toMatchObject({ pairs: 4, gone: [], came: [] })
})

test('taking the rule away brings them back, and a rule that hides nothing is told', async () => {
  await record()
  const before = (await reportOf(file, 'r')).findings.map(({ id }) => id)
  await recompare(file, 'r', [rule])
  await recompare(file, 'r', [
    { ...rule, name: 'other', path: '$.nowhere' },
    { ...rule, name: 'old', expires: '2020-01-01' },
  ])
  const { findings, noiseWarnings } = await reportOf(file, 'r')
  expect(findings.map(({ id }) => id).sort()).toEqual(before.sort())
  expect(noiseWarnings).toEqual([
    'The rule "other" of Ada hid nothing.',
    'The rule "old" of Ada expired on 2020-01-01: it hides nothing any more.',
  ])
})
