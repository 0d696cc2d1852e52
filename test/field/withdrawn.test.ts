import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { recompare } from '../../src/app/recompare.js'
import { reportOf } from '../../src/app/recordings.js'
import { findingLine } from '../../src/cli/shadow-words.js'
import { isLearned, noiseLedger, nothingLearned } from '../../src/compare/noise/ledger.js'
import { defaultThresholds } from '../../src/knowledge/cause.js'
import { judgedAgain } from '../../src/knowledge/registry.js'
import { judge, type Knowledge } from '../../src/diagnose/judge.js'
import { conclude } from '../../src/diagnose/experiments.js'
import type { RunReport } from '../../src/model/report.js'
import { aRecorder } from '../support/recorder.js'
import { html } from '../../src/report/html.js'
import { markdown } from '../../src/report/markdown.js'
import { aPair, aStatement } from '../support/factories.js'
import { aMeasurement, times } from '../support/measurement.js'
import { knowledge } from '../support/knowledge.js'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-withdrawn-'))
  file = join(folder, 'run.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const listed = aPair({
  route: 'GET /list',
  legacy: { response: { json: { shown: 1 } } },
  candidate: { response: { json: { shown: 2 } }, statements: [aStatement({ sql: 'SELECT n FROM views' })] },
})
const rule = { name: 'views', path: '$.shown', reason: 'r', author: 'Ada', expires: '2100-01-01' }

/** Records the pair as it is first judged, and judges it again when the run ends. */
async function judgedTwice(then: Partial<Knowledge>): Promise<RunReport> {
  const run = {
    id: 'r',
    kind: 'shadow',
    startedAt: 1,
    legs: { legacy: 'http://a', candidate: 'http://b' },
    versions: {},
  }
  const fault = (message: string): void => expect(message).toBe('')
  const recorder = aRecorder(file, { ...run, kind: 'shadow' }, { fault: fault })
  recorder.pair(listed, judge(listed, knowledge))
  await recorder.judgeAgain((pair) => judge(pair, { ...knowledge, ...then }), { causes: judgedAgain })
  await recorder.end(2)
  return reportOf(file, 'r')
}

test('a finding that turns out to be noise is withdrawn with the reason', async () => {
  const { findings, withdrawn } = await judgedTwice({ noise: { rules: [rule], learned: nothingLearned } })
  expect(findings).toEqual([])
  expect(withdrawn).toMatchObject([
    {
      cause: 'unexplained',
      severity: 'major',
      title: 'Other content in GET /list',
      reason:
        'With all that the run showed, the pair that showed it was judged again: your rule "views" says that it is noise.',
    },
  ])
})

test('so is one whose data turns out to be apart', async () => {
  const { withdrawn } = await judgedTwice({ dataApart: () => ({ kind: 'unmirrored-write', name: 'POST /view' }) })
  expect(withdrawn.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('what POST /view wrote on legacy and the candidate was not sent.'),
  ])
})

test('the reports for people show it, and a finding that is seen again is withdrawn no longer', async () => {
  const report = await judgedTwice({ noise: { rules: [rule], learned: nothingLearned } })
  for (const format of [html, markdown]) {
    const text = format.render(report)
    expect(text).toContain('Told and withdrawn')
    expect(text).toContain('says that it is noise.')
  }
  await recompare(file, 'r', [])
  expect(await reportOf(file, 'r')).toMatchObject({
    findings: [{ title: 'Other content in GET /list' }],
    withdrawn: [],
  })
})

test('a suspicion that an experiment refutes is withdrawn with its figures, and with the limit that they miss', () => {
  const cause = 'query-cache-dependence'
  const once = { executions: 1, distinct: 1, identical: 1 }
  const noLoop = { ...once, candidate: { answerMs: 410, shapeMs: 400, shapeRepeatsMs: 0, sameTextMs: 0 } }
  const question = { cause, key: 'd', sql: '', lostMs: 0 }
  const reasonOf = (measured: ReturnType<typeof aMeasurement>): string | undefined =>
    conclude(question, measured, '', defaultThresholds)?.withdrawnBecause
  expect(reasonOf(aMeasurement(times(8, 14, 16), noLoop))).toBe(
    'Repeated by an experiment, the statements take the candidate 16 ms and legacy 8.0 ms, 14 ms without its query cache: ' +
      'a loss of 8.0 ms is below the 82 ms from which it counts.',
  )
  expect(reasonOf(aMeasurement(times(300, 310, 400), noLoop))).toContain(
    '310 ms without its query cache: the cache makes too little difference to legacy to be the reason.',
  )
  expect(reasonOf(aMeasurement(times(300, 310, 400)))).toBe(
    'An experiment showed another cause: it is perf-repeated-statements.',
  )
})

test('what is told live is withdrawn live with the same reason', () => {
  const told = { cause: 'unexplained', key: 'k', title: 'Other content', proof: 'none', route: 'GET /', evidence: {} }
  expect(findingLine({ ...told, proof: 'none', outcome: 'withdrawn', reason: 'It varies by itself.' })).toBe(
    '- withdrawn: unexplained at GET /: Other content: It varies by itself.',
  )
})

test('values that looked drawn at first and came again later are told when the run ends, of the first pair as of the last', async () => {
  const ledger = noiseLedger()
  const noise = { rules: [], learned: ledger.snapshot() }
  const pairs = [
    ['4db6589b93', 'f654044439'],
    ['4db6589b93', '77ab10c3e9'],
  ].map(([legacy, candidate], index) =>
    aPair({
      id: `p${index}`,
      route: 'GET /form',
      legacy: { response: { html: `<script>var stamp = '${legacy}'</script>` } },
      candidate: { response: { html: `<script>var stamp = '${candidate}'</script>` } },
    }),
  )
  const first = pairs.map((pair) => ({ pair, judgement: judge(pair, { ...knowledge, noise, drew: ledger.drew }) }))
  expect(first.map(({ judgement }) => judgement.verdict)).toEqual(['noise', 'mismatch'])
  const fault = (message: string): void => expect(message).toBe('')
  const recorder = aRecorder(
    file,
    { id: 'r', kind: 'shadow', startedAt: 1, legs: { legacy: 'http://a', candidate: 'http://b' }, versions: {} },
    { fault: fault },
  )
  for (const { pair, judgement } of first) recorder.pair(pair, judgement)
  const learned = ledger.snapshot()
  await recorder.judgeAgain((pair) => judge(pair, { ...knowledge, noise: { rules: [], learned } }), {
    causes: judgedAgain,
    affects: (route, differences) => differences.some((difference) => isLearned(route, difference, learned)),
  })
  await recorder.end(2)
  const { totals, findings } = await reportOf(file, 'r')
  expect(totals).toMatchObject({ noise: 0, mismatch: 2 })
  expect(findings).toMatchObject([{ title: 'Other content in GET /form' }])
})
