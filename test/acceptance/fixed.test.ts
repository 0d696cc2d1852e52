import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Lab } from '../../lab/src/lab.js'
import type { RunReport } from '../../src/model/report.js'
import { exportSession, recordSession } from '../support/boutique-session.js'
import { truth } from '../support/boutique.js'
import { startFixableBoutique } from '../support/lab.js'
import { reportOf, sosie } from '../support/shadow-process.js'

const folder = mkdtempSync(join(tmpdir(), 'sosie-fixed-'))
const scenario = join(folder, 'boutique.yaml')
const baseline = join(folder, 'baseline.yaml')
/** Two of PHP's, one of MySQL's; each a patch in lab/boutique/fixes. */
const fixed = ['margin-division', 'implode-order', 'reserved-rank'] as const

/** What a page takes on a machine that is shared comes and goes: only what is wrong with answers, and what an experiment proved of the cache, is asked. */
const allow = ['perf-slower', 'perf-repeated-statements', 'perf-plan-regression', 'infra-concurrent-herd'].map(
  (cause) => ({ cause, reason: 'times of a shared machine' }),
)
const config = join(folder, 'gate.yaml')

let lab: Lab
let fix: (defect: string) => Promise<void>
let variables: Record<string, string> = {}
let recording = ''

beforeAll(async () => {
  const started = await startFixableBoutique(join(folder, 'pages'))
  lab = started.lab
  fix = started.fix
  writeFileSync(config, JSON.stringify({ gate: { allow } }))
  const live = join(folder, 'live.sqlite')
  await recordSession(lab, live, 2)
  variables = await exportSession(live, scenario)
}, 600_000)

afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A replay on databases as they were at the beginning. */
async function replay(): Promise<void> {
  await lab.resetDatabases()
  recording = join(mkdtempSync(join(folder, 'replay-')), 'replay.sqlite')
  const flags = ['--config', lab.configFile, '--db', recording, '--allow-legacy-writes']
  const { status, err } = await sosie(['replay', scenario, ...flags], variables)
  expect({ status, err: status === 1 ? '' : err }).toEqual({ status: 1, err: '' }) // without the baseline all is open
}

async function gate(
  ...flags: string[]
): Promise<{ readonly status: number | null; readonly report: Pick<RunReport, 'baseline'> }> {
  const { status, out } = await sosie([
    'gate',
    '--db',
    recording,
    '--config',
    config,
    '--baseline',
    baseline,
    '--json',
    ...flags,
  ])
  return { status, report: JSON.parse(out) as Pick<RunReport, 'baseline'> }
}

const accept = ['--update-baseline', '--reason', 'known', '--author', 'Ada', '--expires', '2100-01-01']

test('what a replay finds is accepted, and the gate passes', async () => {
  await replay()
  const { status, report } = await gate(...accept)
  expect(status).toBe(0)
  expect(report.baseline?.accepted.length).toBeGreaterThan(20)
}, 300_000)

test.each(fixed)(
  'with %s fixed exactly its finding is fixed, none is new, and every other is still accepted',
  async (defect) => {
    const planted = truth.defects.find(({ id }) => id === defect)
    const { report: before } = await gate()
    await fix(defect)
    await replay()
    const { status, report } = await gate()
    const standing = report.baseline
    const fixed = standing?.fixed ?? []
    const others = (before.baseline?.accepted ?? []).filter((id) => fixed.every((one) => one.id !== id))
    const { findings } = await reportOf(recording)
    const fresh = findings.filter(({ id }) => standing?.new.includes(id) === true)
    process.stdout.write(
      `${defect} fixed: fixed "${fixed.map(({ title }) => title).join('; ')}"; accepted ${standing?.accepted.length ?? 0} of the other ` +
        `${others.length}, new ${fresh.length} ${fresh.map(({ cause, title, proof }) => `${cause} ${title} ${proof}`).join('; ')}\n`,
    )
    // What is fixed leaves the baseline: the next fix is told alone.
    await gate(...accept)
    expect(fixed.map(({ routes }) => routes)).toEqual([planted?.routes])
    expect(standing).toMatchObject({ new: [], expired: [], notCovered: [] })
    expect([...(standing?.accepted ?? [])].sort()).toEqual([...others].sort())
    expect(status).toBe(0)
  },
  300_000,
)
