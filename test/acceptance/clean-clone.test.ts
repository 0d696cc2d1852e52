import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { RunReport } from '../../src/model/report.js'

const folder = mkdtempSync(join(tmpdir(), 'sosie-clean-'))
const clone = join(folder, 'sosie')
/** Empty caches, so that nothing of this machine helps. */
const env = {
  ...process.env,
  npm_config_cache: join(folder, 'npm'),
  SOSIE_LAB_CACHE: join(folder, 'lab'),
  XDG_CONFIG_HOME: join(folder, 'config'),
}

function run(command: string, cwd: string): { seconds: number; status: number | null; output: string } {
  const started = Date.now()
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  return { seconds: (Date.now() - started) / 1000, status, output: stdout + stderr }
}

beforeAll(() => {
  expect(run(`git clone -q "${process.cwd()}" "${clone}"`, folder).status).toBe(0)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('from a clean clone with empty caches the demo ends well within 6 minutes', () => {
  const { seconds, status, output } = run('npm ci && npm run demo', clone)
  expect([status, status === 0 ? '' : output]).toEqual([0, ''])
  expect(seconds).toBeLessThan(360)
  const report = JSON.parse(readFileSync(join(clone, 'reports', 'demo.json'), 'utf8')) as RunReport
  expect(report.totals.requests).toBeGreaterThanOrEqual(400)
}, 600_000)

test('a second demo ends within 90 seconds', () => {
  const { seconds, status } = run('npm run demo', clone)
  expect(status).toBe(0)
  expect(seconds).toBeLessThan(90)
}, 200_000)

test('the packed tarball holds neither lab nor tests and gives a working command in an empty folder', () => {
  const tarball = run('npm pack --silent', clone).output.trim().split('\n').at(-1) ?? ''
  const files = run(`tar tzf ${tarball}`, clone).output
  expect(files.split('\n').filter((file) => /^package\/(?:lab|test|src)\//.test(file))).toEqual([])
  const installed = run(
    `mkdir ../empty && cd ../empty && npm install --silent "${join(clone, tarball)}" && npx sosie --help`,
    clone,
  )
  expect([installed.status, installed.output]).toEqual([0, expect.stringContaining('Usage: sosie')])
}, 300_000)
