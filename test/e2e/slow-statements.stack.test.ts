import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createConnection } from 'mysql2/promise'
import { stringify } from 'yaml'
import type { Lab } from '../../lab/src/lab.js'
import type { ReportedFinding, RunReport } from '../../src/model/report.js'
import { truth } from '../support/boutique.js'
import { startRealStacks } from '../support/lab.js'
import { reportOf, startShadowProcess } from '../support/shadow-process.js'

const folder = mkdtempSync(join(tmpdir(), 'sosie-slow-'))
const slowCauses = ['query-cache-dependence', 'perf-plan-regression', 'perf-repeated-statements']
const planted = truth.defects.filter(({ cause }) => slowCauses.includes(cause))
const controls = ['/api/quarante.php', '/api/sans-cache.php', '/lent.php', '/api/ping.php']
let lab: Lab

beforeAll(async () => {
  lab = await startRealStacks()
}, 180_000)

afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A shadow over these paths, each so often, with what the configuration says beyond the lab's own. */
async function shadowed(name: string, paths: readonly string[], over: object = {}): Promise<RunReport> {
  const { legacy, candidate, control } = lab
  const config = join(folder, `${name}.yaml`)
  const recording = join(folder, `${name}.sqlite`)
  writeFileSync(config, stringify({ legacy, candidate, control, ...over }))
  const shadow = await startShadowProcess(['--config', config, '--db', recording])
  for (let round = 0; round < 2; round += 1)
    for (const path of paths) await (await fetch(`${shadow.url}${path}`)).text()
  shadow.child.kill('SIGINT')
  await shadow.ended
  return reportOf(recording)
}

const slowOnes = ({ findings }: RunReport): ReportedFinding[] =>
  findings.filter(({ cause }) => slowCauses.includes(cause))
const routesOf = (findings: readonly ReportedFinding[]): string[] =>
  findings.flatMap(({ routes }) => routes.map(({ route }) => route)).sort()
const figure = ({ evidence }: ReportedFinding, name: string): number => Number(evidence[name])

describe('with both methods open', () => {
  let report: RunReport
  beforeAll(async () => {
    report = await shadowed('both', [...planted.flatMap(({ requests }) => requests), ...controls])
  }, 180_000)

  test.each(slowCauses)('every planted %s is proven where it is planted, and nowhere else', (cause) => {
    const found = report.findings.filter((finding) => finding.cause === cause)
    expect(found.map(({ proof }) => proof)).toEqual(found.map(() => 'probe'))
    expect(routesOf(found)).toEqual(
      planted
        .filter((defect) => defect.cause === cause)
        .flatMap(({ routes }) => routes)
        .sort(),
    )
  })

  test('the query cache is proven by both methods, which agree within 15 points, and by the whole answer', () => {
    const found = report.findings.filter(({ cause }) => cause === 'query-cache-dependence')
    for (const finding of found) {
      const shares = ['shareByTapPercent', 'shareBySessionPercent', 'shareByAnswerPercent'].map((name) =>
        figure(finding, name),
      )
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(15)
      expect(finding.evidence).toMatchObject({
        charset: 'utf8',
        charsetKnown: true,
        servedFromCachePercent: 100,
        sameRows: true,
      })
      process.stdout.write(`${finding.title}: ${shares.join(' %, ')} %\n`)
    }
    expect(found).toHaveLength(2)
  })

  test('a fix is measured: with each statement run once the answer comes in less than half the time', () => {
    const found = report.findings.filter(({ cause }) => cause === 'query-cache-dependence')
    for (const finding of found)
      expect(figure(finding, 'answerMendedMs')).toBeLessThan(figure(finding, 'answerCandidateMs') / 2)
  })

  test('the worse plan shows both plans, and the index that is not used', () => {
    const [finding] = report.findings.filter(({ cause }) => cause === 'perf-plan-regression')
    expect(finding?.evidence['legacyPlan']).toEqual(
      expect.arrayContaining([expect.stringContaining('(ref), index fournisseur')]),
    )
    expect(finding?.evidence['candidatePlan']).toEqual(
      expect.arrayContaining([expect.stringContaining('(ALL), no index')]),
    )
  })

  test('a loop that only the candidate runs is named as that, with its cost', () => {
    const found = report.findings.filter(({ cause }) => cause === 'perf-repeated-statements')
    const [only] = found.filter(({ evidence }) => evidence['legacyExecutions'] === 0)
    expect(only).toMatchObject({
      severity: 'major',
      title: expect.stringContaining('700 times in one request on the candidate and not at all on legacy'),
    })
    for (const finding of found) {
      expect(figure(finding, 'loopMs')).toBeGreaterThan(50)
      expect(figure(finding, 'answerOneExecutionMs')).toBeLessThan(figure(finding, 'answerCandidateMs'))
    }
  })

  test('the example of each holds the statements of both sides with their moments', () => {
    for (const { example, title } of slowOnes(report)) {
      const moments = example?.sql?.candidate?.map(({ startMs }) => startMs ?? -1) ?? []
      expect([title, moments.length > 0, example?.sql?.seenOn]).toEqual([title, true, 'control'])
      expect(moments).toEqual([...moments].sort((one, other) => one - other))
    }
  })
})

test('with the query cache off on legacy nothing lives off it: what is left is the loop itself', async () => {
  const server = await createConnection({ uri: lab.legacy.database })
  await server.query('SET GLOBAL query_cache_size=0')
  try {
    const found = slowOnes(await shadowed('off', ['/api/statistiques.php', ...controls], { probe: { repeats: 3 } }))
    expect(found).toMatchObject([
      { cause: 'perf-repeated-statements', proof: 'probe', evidence: { executions: 12, identical: 12 } },
    ])
    expect(routesOf(found)).toEqual(['GET /api/statistiques.php'])
  } finally {
    await server.query('SET GLOBAL query_cache_size=67108864')
    await server.end()
  }
}, 120_000)

test('probe: off leaves a database alone: control is not repeated, then nothing is asked at all', async () => {
  const { control, candidate } = lab
  const paths = ['/api/statistiques.php']
  const [session] = slowOnes(
    await shadowed('session', paths, { control: { ...control, probe: 'off' }, probe: { repeats: 3 } }),
  )
  expect(session).toMatchObject({ proof: 'probe', evidence: { method: 'session' } })
  expect(session?.evidence).not.toHaveProperty('shareByTapPercent')
  expect(session?.evidence['ran']).not.toContainEqual(expect.stringContaining('on control'))
  const [unasked] = slowOnes(await shadowed('unasked', paths, { candidate: { ...candidate, probe: 'off' } }))
  expect(unasked).toMatchObject({
    cause: 'query-cache-dependence',
    proof: 'none',
    evidence: { hint: 'Not proven: experiments on the candidate are switched off (candidate.probe).' },
  })
}, 120_000)
