import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import type { Lab } from '../../lab/src/lab.js'
import type { ReportedFinding, RunReport } from '../../src/model/report.js'
import { startRealStacks } from '../support/lab.js'
import { untilMirrored } from '../support/mirrored.js'
import { reportOf, startShadowProcess } from '../support/shadow-process.js'
import { databasePortsOf, oneStackOf, timedPaths, timedSite } from '../support/timed-site.js'

/** Requests of each page, a run each: two users at once. */
const runs = [27, 27, 27, 27, 40, 40, 60, 60, 100, 300]
const batch = 10
const folder = mkdtempSync(join(tmpdir(), 'sosie-null-'))
let lab: Lab

beforeAll(async () => {
  lab = await startRealStacks(timedSite, { lanes: 4, candidateWorkers: 6 })
}, 180_000)

afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function shadowed(
  side: 'legacy' | 'candidate',
  name: string,
  paths: readonly string[],
  requests: number,
): Promise<RunReport> {
  const file = join(folder, `${name}.yaml`)
  const recording = join(folder, `${name}.sqlite`)
  writeFileSync(file, stringify(oneStackOf(lab, side)))
  const shadow = await startShadowProcess(['--config', file, '--db', recording])
  for (let sent = 0; sent < requests; sent += batch) {
    const round = Array.from({ length: Math.min(batch, requests - sent) }, () => paths).flat()
    const users = [round.filter((_, at) => at % 2 === 0), round.filter((_, at) => at % 2 === 1)]
    await Promise.all(
      users.map(async (asked) => {
        for (const path of asked) await (await fetch(`${shadow.url}${path}`)).text()
      }),
    )
    await untilMirrored(shadow.admin)
  }
  shadow.child.kill('SIGINT')
  await shadow.ended
  return reportOf(recording)
}

/** A page's times as a line of the table in docs/acceptance.md. */
const tell = (name: string, { findings, routes }: RunReport): void => {
  const times = routes.map(
    ({ route, legacyMs, candidateMs, ratio }) =>
      `${route} ${legacyMs?.p50}/${candidateMs?.p50} ${ratio?.median} (${ratio?.low}..${ratio?.high})`,
  )
  process.stdout.write(
    `${name}: ${findings.map(({ cause, severity, proof, title }) => `${cause} ${severity} ${proof}: ${title}`).join('; ') || 'no finding'} | ${times.join(', ')}\n`,
  )
}

describe.each(['legacy', 'candidate'] as const)('the %s stack against itself', (side) => {
  test.each(runs.map((requests, at) => [at + 1, requests] as const))(
    'run %i, %i requests of each page: no finding',
    async (at, requests) => {
      const report = await shadowed(side, `${side}-${at}`, timedPaths, requests)
      tell(`${side} ${at} (${requests})`, report)
      expect(report.totals.compared).toBe(requests * timedPaths.length)
      expect(report.findings.map(({ title }: ReportedFinding) => title)).toEqual([])
    },
    600_000,
  )

  test('a page that sleeps 30 ms on the candidate only is found', async () => {
    const sleeps = `/sleeps.php?on=${databasePortsOf(oneStackOf(lab, side).candidate.lanes)}`
    const report = await shadowed(side, `${side}-sleeps`, [sleeps], 40)
    tell(`${side} sleeps`, report)
    expect(report.findings.map(({ cause }) => cause)).toEqual(['perf-slower'])
  }, 120_000)
})
