import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { createConnection } from 'mysql2/promise'
import type { Lab } from '../../lab/src/lab.js'
import type { DriftReport } from '../../src/drift/model.js'
import { imbalances } from '../../src/model/run.js'
import type { RunReport } from '../../src/model/report.js'
import { startRealStacks } from '../support/lab.js'
import { reportOf, sosie, startShadowProcess } from '../support/shadow-process.js'

jest.setTimeout(30_000) // a command takes seconds to start on a busy machine

const folder = mkdtempSync(join(tmpdir(), 'sosie-drift-'))
const driftFile = join(folder, 'drift.json')
/** Pages that show a category's name; one that differs for its code alone; one that is the same. */
const pages = ['/api/indice.php', '/api/marge.php?id=1', '/export.php']

let lab: Lab
let drift: { status: number | null; out: string; err: string }

beforeAll(async () => {
  lab = await startRealStacks()
  const connection = await createConnection({ uri: lab.candidate.database })
  await connection.query("UPDATE categories SET nom = CONCAT(nom, '!') WHERE id = 1")
  await connection.end()
  drift = await sosie(['drift', '--config', lab.configFile, '--json'])
  writeFileSync(driftFile, drift.out)
}, 180_000)

afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function shadowed(recording: string, args: readonly string[]): Promise<RunReport> {
  const shadow = await startShadowProcess(['--config', lab.configFile, '--db', recording, ...args])
  for (const page of pages)
    for (let round = 0; round < 3; round += 1) await (await fetch(shadow.url + page)).arrayBuffer()
  shadow.child.kill('SIGINT')
  expect(await shadow.ended).toBe(0)
  return reportOf(recording)
}

test('the boutique is in step but for the row that was changed', () => {
  expect(drift.status).toBe(1)
  const { tables, complete } = JSON.parse(drift.out) as DriftReport
  expect(complete).toBe(true)
  const drifted = tables.filter(({ state }) => state !== 'in-step')
  expect(drifted).toMatchObject([
    { table: 'categories', changed: 1, missing: 0, extra: 0, rows: [{ key: { id: '1' }, columns: ['nom'] }] },
  ])
})

test('a shadow that knows it blames no code for it, and judges everything else as before', async () => {
  const [blind, knowing] = [join(folder, 'blind.sqlite'), join(folder, 'knowing.sqlite')]
  const before = await shadowed(blind, [])
  const after = await shadowed(knowing, ['--drift', driftFile])
  const mismatches = ({ routes }: RunReport): Record<string, number> =>
    Object.fromEntries(routes.filter(({ mismatch }) => mismatch > 0).map(({ route, mismatch }) => [route, mismatch]))
  expect(Object.keys(mismatches(before))).toContain('GET /api/indice.php')
  const { 'GET /api/indice.php': ofDrift = 0, ...others } = mismatches(before)
  expect(mismatches(after)).toEqual(others)
  expect(after.totals.incomparable).toEqual({ 'unpaired-data': ofDrift })
  expect(after.totals).toMatchObject({ requests: 9, mirrored: 9, match: before.totals.match })
  expect([...imbalances(before.totals), ...imbalances(after.totals)]).toEqual([])
  // The server refuses SQL_CACHE whatever the rows are: that is told of the page all the same, and nothing else is.
  expect(routesOf(after)).toEqual(routesOf(before))
  const ofIndice = after.findings.filter(({ routes }) => routes.some(({ route }) => route === 'GET /api/indice.php'))
  expect(ofIndice).toMatchObject([
    { cause: 'mysql-sql-cache-hint', proof: 'log', evidence: { errno: 1054, notCompared: 'unpaired-data' } },
  ])

  const again = await sosie(['recompare', '--db', blind, '--drift', driftFile])
  expect(again.out).toContain(`${ofDrift} incomparable: their data drifted`)
  const recompared = await reportOf(blind)
  expect(recompared.totals.incomparable).toEqual({ 'unpaired-data': ofDrift })
  expect(imbalances(recompared.totals)).toEqual([])
}, 60_000)

function routesOf({ findings }: RunReport): string[] {
  return [...new Set(findings.flatMap(({ routes }) => routes.map(({ route }) => route)))].sort()
}

test('a drift file that is none ends the shadow before it begins', async () => {
  const { status, err } = await sosie(['shadow', '--config', lab.configFile, '--drift', lab.configFile])
  expect([status, err]).toEqual([2, expect.stringContaining('is no result of a drift check')])
})
