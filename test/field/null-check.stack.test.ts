import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import type { Lab } from '../../lab/src/lab.js'
import type { NullReport } from '../../src/app/null-check.js'
import { startRealStacks } from '../support/lab.js'
import { reportOf, sosie, startShadowProcess } from '../support/shadow-process.js'
import { timedSite } from '../support/timed-site.js'

const folder = mkdtempSync(join(tmpdir(), 'sosie-null-check-'))
const config = join(folder, 'sosie.yaml')
let lab: Lab

beforeAll(async () => {
  lab = await startRealStacks(timedSite)
  const { legacy, candidate, control } = lab
  writeFileSync(config, stringify({ legacy, candidate, control }))
}, 180_000)

afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
})

test.each(['candidate', 'control'])(
  '%s through its taps, 900 statements a page, against itself: silent',
  async (leg) => {
    const { status, out } = await sosie([
      'check',
      '--null',
      '--config',
      config,
      '--leg',
      leg,
      '--page',
      '/most.php',
      '/one.php',
      '--requests',
      '30',
      '--json',
    ])
    const report = JSON.parse(out) as NullReport
    expect(report).toMatchObject({ silent: true, leg, untimed: 0 })
    expect(report.pages.map(({ page, pairs }) => [page, pairs])).toEqual([
      ['GET /most.php', 30],
      ['GET /one.php', 30],
    ])
    expect(report.tapCostMs).toBeGreaterThan(0)
    expect(status).toBe(0)
  },
  120_000,
)

test('a run states what a tap adds to each statement', async () => {
  const recording = join(folder, 'run.sqlite')
  const shadow = await startShadowProcess(['--config', config, '--db', recording])
  shadow.child.kill('SIGINT')
  await shadow.ended
  const { notes } = await reportOf(recording)
  expect(notes).toContainEqual({ kind: 'time', sentence: expect.stringMatching(/\d\.\d+ ms to each statement/) })
}, 60_000)
