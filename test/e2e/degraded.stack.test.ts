import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import type { Lab } from '../../lab/src/lab.js'
import { driveTraffic } from '../../lab/src/traffic/drive.js'
import { imbalances } from '../../src/model/run.js'
import { startRealStacks } from '../support/lab.js'
import { reportOf, startShadowProcess } from '../support/shadow-process.js'

const folder = mkdtempSync(join(tmpdir(), 'sosie-degraded-'))
let lab: Lab

beforeAll(async () => {
  lab = await startRealStacks()
}, 180_000)

afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('without control and without logs, the cache is proven in two sessions and silent divisions are possible only', async () => {
  const config = join(folder, 'plain.yaml')
  const lanes = lab.candidate.lanes.map(({ url, tap }) => ({ url, tap }))
  writeFileSync(config, stringify({ legacy: lab.legacy, candidate: { lanes } }))
  const recording = join(folder, 'plain.sqlite')
  const shadow = await startShadowProcess(['--config', config, '--db', recording])
  for (let round = 0; round < 3; round += 1) {
    for (const path of [
      '/api/statistiques.php',
      '/api/marge.php?id=100',
      '/rotation.php',
      '/admin/diagnostic.php',
      '/api/ping.php',
    ]) {
      await (await fetch(`${shadow.url}${path}`)).text()
    }
  }
  shadow.child.kill('SIGINT')
  await shadow.ended
  const { findings } = await reportOf(recording)
  const known = findings.map(({ cause, proof, routes }) => [cause, proof, routes[0]?.route].join(' ')).sort()
  expect(known).toEqual([
    'php-division-by-zero none GET /api/marge.php',
    'php-division-by-zero none GET /rotation.php',
    'php-division-by-zero signature GET /admin/diagnostic.php',
    'query-cache-dependence probe GET /api/statistiques.php',
  ])
  expect(findings.find(({ cause }) => cause === 'query-cache-dependence')?.evidence).toMatchObject({
    method: 'session',
    identical: 12,
  })
}, 60_000)

test('the candidate killed in the middle of the traffic: users see nothing, the report counts it, exit 0', async () => {
  const recording = join(folder, 'killed.sqlite')
  const shadow = await startShadowProcess(['--config', lab.configFile, '--db', recording])
  const before = await driveTraffic({ baseUrl: shadow.url, users: 4, rounds: 1 })
  const nginx = lab.parts.find(({ part }) => part === 'candidate nginx')?.pid
  process.kill(nginx ?? 0, 'SIGTERM') // as it takes its worker along
  const after = await driveTraffic({ baseUrl: shadow.url, users: 4, rounds: 1 })
  shadow.child.kill('SIGINT')
  expect(await shadow.ended).toBe(0)
  expect([before.failures, after.failures]).toEqual([0, 0])
  expect(after.byStatus).toEqual(before.byStatus)
  const { totals } = await reportOf(recording)
  expect(imbalances(totals)).toEqual([])
  const { refused = 0, reset = 0 } = totals.incomparable
  expect(refused + reset + (totals.notMirrored['breaker-open'] ?? 0)).toBeGreaterThan(50)
}, 60_000)
