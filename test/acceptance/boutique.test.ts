import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Lab } from '../../lab/src/lab.js'
import type { driveTraffic } from '../../lab/src/traffic/drive.js'
import type { RunReport } from '../../src/model/report.js'
import { imbalances } from '../../src/model/run.js'
import { truth } from '../support/boutique.js'
import { startRealStacks } from '../support/lab.js'
import { untilMirrored } from '../support/mirrored.js'
import { reportOf, startShadowProcess } from '../support/shadow-process.js'

const folder = mkdtempSync(join(tmpdir(), 'sosie-boutique-'))
const recording = join(folder, 'run.sqlite')
const builtTraffic: string = '../../lab/dist/traffic/drive.js'
let lab: Lab
let report: RunReport
let requests = 0

/** 19 rounds of the boutique's 118 requests: enough for every route to be judged by its times, too. */
beforeAll(async () => {
  lab = await startRealStacks()
  const shadow = await startShadowProcess(['--config', lab.configFile, '--db', recording])
  const traffic = (await import(builtTraffic)) as { driveTraffic: typeof driveTraffic }
  for (let round = 0; round < 19; round += 1) {
    const driven = await traffic.driveTraffic({ baseUrl: shadow.url, users: 4, rounds: 1 })
    requests += driven.requests
    await untilMirrored(shadow.admin)
  }
  shadow.child.kill('SIGINT')
  await shadow.ended
  report = await reportOf(recording)
  const { totals, findings, noise } = report
  process.stdout.write(
    `boutique: ${requests} requests, ${totals.compared} compared, ${findings.length} findings, noise by ` +
      `${noise.map(({ source, differences }) => `${source} ${differences}`).join(', ')}; times: ` +
      `${findings
        .filter(({ proof }) => proof === 'measured')
        .map(({ title }) => title)
        .join('; ')}\n`,
  )
}, 600_000)

afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('2,000 requests: the request counts balance', () => {
  expect(requests).toBeGreaterThan(2000)
  expect(imbalances(report.totals)).toEqual([])
  expect(report.totals.compared).toBeGreaterThan(1900)
})

test('no finding is on a route that is the same on both stacks', () => {
  const clean = new Set(truth.controls.map(({ route }) => route))
  const wrong = report.findings.filter(({ routes }) => routes.some(({ route }) => clean.has(route)))
  expect(wrong.map(({ title, routes }) => `${title} ${JSON.stringify(routes)}`)).toEqual([])
})

test('every planted defect that a shadow can see is seen', () => {
  const seen = new Set(report.findings.flatMap(({ routes }) => routes.map(({ route }) => route)))
  const planted = truth.defects.filter(({ visibleBy }) => visibleBy.includes('shadow'))
  const missed = planted.filter(({ routes }) => !routes.some((route) => seen.has(route)))
  expect(missed.map(({ id }) => id)).toEqual([])
})

test('what is noise is listed with its source and a place', () => {
  expect(report.totals.noise > 0 ? report.noise.length : 1).toBeGreaterThan(0)
  for (const { source, places } of report.noise) {
    expect(source).toMatch(/^(control|learned|builtin:[\w+-]+)$/)
    expect(places.length).toBeGreaterThan(0)
  }
})
