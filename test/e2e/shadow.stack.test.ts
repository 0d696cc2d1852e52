import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Lab } from '../../lab/src/lab.js'
import { anonymousPaths } from '../../lab/src/traffic/journeys.js'
import { imbalances } from '../../src/model/run.js'
import type { ReportedFinding, RunReport } from '../../src/model/report.js'
import { truth } from '../support/boutique.js'
import { startRealStacks } from '../support/lab.js'
import { reportOf, startShadowProcess } from '../support/shadow-process.js'

const folder = mkdtempSync(join(tmpdir(), 'sosie-e2e-'))
const recording = join(folder, 'run.sqlite')
let lab: Lab
let report: RunReport
const answers: { path: string; direct: string; through: string }[] = []

beforeAll(async () => {
  lab = await startRealStacks()
  const shadow = await startShadowProcess(['--config', lab.configFile, '--db', recording])
  for (let round = 0; round < 3; round += 1) {
    for (const path of anonymousPaths) {
      answers.push({
        path,
        direct: await fingerprint(lab.legacy.url, path),
        through: await fingerprint(shadow.url, path),
      })
    }
  }
  shadow.child.kill('SIGINT')
  await shadow.ended
  report = await reportOf(recording)
}, 180_000)

afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('every user gets the bytes, the status and the end-to-end headers that legacy sends', () => {
  for (const { direct, through } of answers) expect(through).toBe(direct)
})

test('the request counts balance and nothing was left unsettled', () => {
  expect(imbalances(report.totals)).toEqual([])
  expect(report.totals).toMatchObject({ requests: anonymousPaths.length * 3, unsettled: 0 })
})

test('every query-cache and division defect is found where it is planted, proven, and nowhere else', () => {
  for (const cause of ['query-cache-dependence', 'php-division-by-zero']) {
    const found = report.findings.filter((finding) => finding.cause === cause)
    expect(found.filter(({ proof }) => proof === 'none')).toEqual([])
    const planted = truth.defects.filter((defect) => defect.cause === cause)
    expect(routesOf(found)).toEqual([...new Set(planted.flatMap(({ routes }) => routes))].sort())
    expect(found).toHaveLength(planted.length)
  }
})

test('division by zero is located in the file and on the line where it is planted', () => {
  const found = report.findings.filter(({ cause }) => cause === 'php-division-by-zero')
  const places = found.map(
    ({ evidence }) => `${String(evidence['file']).split('/www/').at(-1) ?? ''}:${String(evidence['line'])}`,
  )
  const planted = truth.defects.filter(({ cause }) => cause === 'php-division-by-zero')
  expect(places.sort()).toEqual(planted.map(({ file, line }) => `${file}:${line}`).sort())
  expect(new Set(found.map(({ evidence }) => evidence['face']))).toEqual(
    new Set(['error-text', 'empty-500', 'cut-short']),
  )
})

test('every defect that a shadow can see shows as a finding on its route', () => {
  const touched = routesOf(report.findings)
  const visible = truth.defects.filter(({ visibleBy }) => visibleBy.includes('shadow'))
  const missed = visible.filter(({ routes }) => !routes.some((route) => touched.includes(route)))
  const { notMirrored, incomparable } = report.totals
  const whatElse = {
    notMirrored,
    incomparable,
    withdrawn: report.withdrawn.map(({ cause, reason }) => [cause, reason]),
  }
  expect(missed.length === 0 ? [] : [missed.map(({ id }) => id), whatElse]).toEqual([])
})

test('no finding of any kind touches a clean route', () => {
  const clean = truth.controls.map(({ route }) => route)
  expect(routesOf(report.findings).filter((route) => clean.includes(route))).toEqual([])
})

function routesOf(findings: readonly ReportedFinding[]): string[] {
  return [...new Set(findings.flatMap(({ routes }) => routes.map(({ route }) => route)))].sort()
}

/** Everything that reaches a user, less what differs at each call: the date, and the session and token that are new each time. */
async function fingerprint(base: string, path: string): Promise<string> {
  const answer = await fetch(`${base}${path}`, { redirect: 'manual' })
  const bytes = Buffer.from(await answer.arrayBuffer())
    .toString('latin1')
    .replace(/value="[0-9a-f]{32}"/, '')
  const headers = [...answer.headers]
    .filter(([name]) => !['date', 'connection', 'keep-alive', 'transfer-encoding'].includes(name))
    .map(([name, value]) => `${name}: ${value.replace(/PHPSESSID=[^;]+/, '')}`)
  return `${answer.status} ${createHash('sha256').update(bytes).digest('hex')} ${headers.join(' | ')}`
}
