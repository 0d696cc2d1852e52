import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { MakeApplication } from '../../lab/src/applications/application.js'
import type { Lab } from '../../lab/src/lab.js'
import type { ReportedFinding, RunReport } from '../../src/model/report.js'
import { startRealStacks } from '../support/lab.js'
import { metricsOf, reportOf, startShadowProcess } from '../support/shadow-process.js'

const pages = fileURLToPath(new URL('./inputs/silent-failures', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'sosie-silent-'))

/** Pages that fail on the new stack and look as if they did not, and a write whose failure later pages show. */
const silentFailures: MakeApplication = () =>
  Promise.resolve({
    name: 'silent failures',
    version: 'silent-1',
    afterMigration: [],
    documentRoots: { legacy: pages, candidate: pages },
    async fill({ connection }) {
      await connection.query('CREATE TABLE label (id INT PRIMARY KEY, grp VARCHAR(20), label VARCHAR(20), pos INT)')
      await connection.query("INSERT INTO label VALUES (1, 'size', 'L', 2), (2, 'size', 'M', 1), (3, 'age', 'new', 1)")
      await connection.query(
        'CREATE TABLE visit (id INT AUTO_INCREMENT PRIMARY KEY, page VARCHAR(50), referrer INT NOT NULL)',
      )
      await connection.query('CREATE TABLE orders (id INT AUTO_INCREMENT PRIMARY KEY, wish VARCHAR(50) NOT NULL)')
    },
  })

let lab: Lab
let report: RunReport

beforeAll(async () => {
  lab = await startRealStacks(silentFailures)
  const recording = join(folder, 'run.sqlite')
  const args = ['--config', lab.configFile, '--db', recording, '--mirror-writes', 'POST /order.php']
  const shadow = await startShadowProcess(args)
  const ask = async (path: string, method = 'GET'): Promise<void> => {
    const answer = await fetch(shadow.url + path, { method, redirect: 'manual' })
    await answer.arrayBuffer()
  }
  for (let round = 0; round < 3; round += 1)
    for (const path of ['/shutdown.php', '/labels.php', '/visit.php', '/orders.php']) await ask(path)
  // What was read before the write is compared before it, too.
  while (pairsIn(await metricsOf(shadow)) < 12) await setTimeout(50)
  await ask('/order.php', 'POST')
  for (let round = 0; round < 8; round += 1) await ask('/orders.php')
  shadow.child.kill('SIGINT')
  await shadow.ended
  report = await reportOf(recording)
}, 180_000)

afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
})

function pairsIn(metrics: Readonly<Record<string, number>>): number {
  const pairs = Object.entries(metrics).filter(([name]) => name.startsWith('sosie_pairs_total'))
  return pairs.reduce((sum, [, count]) => sum + count, 0)
}

function findingAt(route: string): ReportedFinding | undefined {
  return report.findings.find(({ routes }) => routes.some((each) => each.route === route))
}

test('a fatal of a shutdown function, behind a page that is whole, is told by its log', () => {
  expect(findingAt('GET /shutdown.php')).toMatchObject({
    cause: 'php-count-null',
    proof: 'log',
    severity: 'major',
    count: 3,
    title: expect.stringMatching(/^TypeError in shutdown\.php:4: count\(\)/),
  })
})

test('a statement that ONLY_FULL_GROUP_BY refuses and the code swallows is told by its errno', () => {
  expect(findingAt('GET /labels.php')).toMatchObject({
    cause: 'mysql-only-full-group-by',
    proof: 'signature',
    severity: 'major',
    evidence: { errno: 1055, legacysAnswer: 'taken' },
  })
})

test('so is a write that strict mode refuses, behind the same page, and it is critical', () => {
  expect(findingAt('GET /visit.php')).toMatchObject({
    cause: 'mysql-strict-writes',
    severity: 'critical',
    evidence: { errno: 1366 },
  })
})

test('pages that show the write at which the candidate failed follow from it by their table', () => {
  expect(findingAt('POST /order.php')).toMatchObject({
    cause: 'php-removed-functions',
    severity: 'critical',
    title: expect.stringContaining('Call to undefined function each()'),
    followedBy: [{ route: 'GET /orders.php', way: 'the table orders', count: 8 }],
  })
  expect(findingAt('GET /orders.php')).toBeUndefined()
})

test('nothing else is told', () => {
  expect(report.findings).toHaveLength(4)
})
