import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Lab } from '../../lab/src/lab.js'
import type { driveTraffic } from '../../lab/src/traffic/drive.js'
import type { RunReport } from '../../src/model/report.js'
import { imbalances } from '../../src/model/run.js'
import { startRealStacks } from '../support/lab.js'
import { untilMirrored } from '../support/mirrored.js'
import { reportOf, sosie, startShadowProcess } from '../support/shadow-process.js'

const folder = mkdtempSync(join(tmpdir(), 'sosie-replay-'))
const live = join(folder, 'live.sqlite')
const scenario = join(folder, 'boutique.yaml')
const builtTraffic: string = '../../lab/dist/traffic/drive.js'
/** Rounds of the boutique's journeys that are recorded, and how often they are replayed. */
const rounds = 8
const replays = 3
let lab: Lab
let recorded: RunReport
const variables: Record<string, string> = {}
const replayed: { report: RunReport; file: string }[] = []

beforeAll(async () => {
  lab = await startRealStacks()
  const shadow = await startShadowProcess(['--config', lab.configFile, '--db', live, '--mirror-writes'])
  const traffic = (await import(builtTraffic)) as { driveTraffic: typeof driveTraffic }
  for (let round = 0; round < rounds; round += 1) {
    await traffic.driveTraffic({ baseUrl: shadow.url, users: 4, rounds: 1 })
    await untilMirrored(shadow.admin)
  }
  shadow.child.kill('SIGINT')
  await shadow.ended
  recorded = await reportOf(live)
  const { out } = await sosie(['export', '--db', live, '--out', scenario, '--limit', '5000', '--json'])
  const { variables: needed } = JSON.parse(out) as { variables: Record<string, string> }
  // What the recording hid: the back office's password, and values that the runner translates by itself.
  for (const [name, where] of Object.entries(needed)) variables[name] = where.includes('mot_de_passe') ? 'sesame' : 'x'
}, 600_000)

afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
})

test(`the recorded session is replayed ${replays} times on both live stacks`, async () => {
  for (let time = 0; time < replays; time += 1) {
    const file = join(folder, `replay${time}.sqlite`)
    const args = [
      'replay',
      scenario,
      '--config',
      lab.configFile,
      '--db',
      file,
      '--allow-legacy-writes',
      '--seed',
      String(time + 1),
    ]
    const { status, err } = await sosie(args, variables)
    expect({ status, err: status === 1 ? '' : err }).toEqual({ status: 1, err: '' })
    replayed.push({ report: await reportOf(file), file })
  }
  for (const { report } of replayed) {
    const { totals, notes } = report
    process.stdout.write(
      `replay: ${totals.requests} requests, ${totals.compared} compared, ${JSON.stringify(totals.incomparable)}\n`,
    )
    expect(imbalances(totals)).toEqual([])
    expect(notes.filter(({ kind }) => kind === 'partial')).toEqual([])
    expect(totals.compared).toBeGreaterThan(0.95 * totals.requests)
  }
}, 1_200_000)

test('every write is accepted on both sides', () => {
  for (const { file } of replayed) {
    const recording = new Database(file, { readonly: true })
    const answers = recording
      .prepare(
        `SELECT p.target, e.leg, e.status, count(*) AS n FROM pair p JOIN exchange e ON e.pair_id = p.id
         WHERE p.method = 'POST' AND e.leg IN ('legacy', 'candidate') GROUP BY p.target, e.leg, e.status`,
      )
      .all() as { target: string; leg: string; status: number; n: number }[]
    recording.close()
    expect(answers.length).toBeGreaterThanOrEqual(8)
    expect(answers.filter(({ status }) => status !== 200 && status !== 302)).toEqual([])
  }
})

/** Routes whose pairs differ, as the report tells them. */
const different = ({ routes }: RunReport): string[] =>
  routes
    .filter(({ mismatch }) => mismatch > 0)
    .map(({ route }) => route)
    .sort()

test('routes that were comparable live have the same verdict in every replay', () => {
  const known = new Set(recorded.routes.map(({ route }) => route))
  const wanted = different(recorded)
  for (const { report } of replayed) expect(different(report).filter((route) => known.has(route))).toEqual(wanted)
})
