import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { processorMs } from '../../support/processes.js'
import { metricsOf, sosie, startShadowProcess, type ShadowProcess } from '../../support/shadow-process.js'
import { startUpstream, type Upstream } from '../../support/upstream.js'

let folder: string
let legacy: Upstream

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-night-log-'))
  legacy = await startUpstream((_, response) => response.end('legacy'))
})
afterEach(async () => {
  await legacy.kill()
  rmSync(folder, { recursive: true, force: true })
})

const flags = (log: string): string[] => {
  const stacks = ['--legacy', legacy.url, '--candidate', legacy.url, '--db', join(folder, 'run.sqlite')]
  return [...stacks, '--admin', '127.0.0.1:0', '--log', log]
}

/** Two events for the log. */
async function pauseAndResume({ child }: ShadowProcess): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    child.kill('SIGUSR2')
    await wait(150)
  }
}

async function endsOn(signal: NodeJS.Signals, { child, ended }: ShadowProcess): Promise<number | null> {
  child.kill(signal)
  return ended
}

function eventsIn(log: string): string[] {
  const lines = readFileSync(log, 'utf8').trim().split('\n')
  return lines.map((line) => (JSON.parse(line) as { event: string }).event)
}

test('a log on a full disk is told once and counted, nothing spins, and SIGTERM ends it', async () => {
  const shadow = await startShadowProcess(flags('/dev/full'))
  await pauseAndResume(shadow)
  expect(await (await fetch(shadow.url)).text()).toBe('legacy')
  const before = processorMs(shadow.child.pid)
  await wait(1500)
  expect(processorMs(shadow.child.pid) - before).toBeLessThan(1000) // what spins takes all of it, and more on two processors
  expect((await metricsOf(shadow))['sosie_log_lost_total']).toBeGreaterThanOrEqual(3)
  expect(await endsOn('SIGTERM', shadow)).toBe(0)
  expect(shadow.told().match(/The log .*cannot be written/g)).toHaveLength(1)
}, 30_000)

test('a pipe whose reader is gone is no different', async () => {
  spawnSync('mkfifo', [join(folder, 'pipe')])
  const reader = spawn('head', ['-n', '1', join(folder, 'pipe')])
  await wait(100)
  const piped = await startShadowProcess(flags(join(folder, 'pipe')))
  await new Promise((gone) => reader.once('exit', gone))
  await pauseAndResume(piped)
  expect(await endsOn('SIGTERM', piped)).toBe(0)
  expect(piped.told().match(/The log .*cannot be written/g)).toHaveLength(1)
}, 30_000)

test('a log whose folder vanished is counted, and written again once the folder is back', async () => {
  const [logs, log] = [join(folder, 'logs'), join(folder, 'logs', 'sosie.log')]
  mkdirSync(logs)
  const shadow = await startShadowProcess(flags(log))
  rmSync(logs, { recursive: true })
  await pauseAndResume(shadow)
  expect((await metricsOf(shadow))['sosie_log_lost_total']).toBe(2)
  mkdirSync(logs)
  await wait(1100)
  await pauseAndResume(shadow)
  expect(await endsOn('SIGTERM', shadow)).toBe(0)
  expect(eventsIn(log).slice(0, 2)).toEqual(['paused', 'log-gap'])
  expect(shadow.told()).toMatch(/can be written again; 2 lines/)
}, 30_000)

test('a log that was rotated away is opened again, on SIGHUP and without it', async () => {
  const log = join(folder, 'sosie.log')
  const shadow = await startShadowProcess(flags(log))
  while (statSync(log).size === 0) await wait(20)
  renameSync(log, `${log}.1`)
  shadow.child.kill('SIGHUP')
  await pauseAndResume(shadow)
  renameSync(log, `${log}.2`)
  await pauseAndResume(shadow)
  expect(await endsOn('SIGTERM', shadow)).toBe(0)
  expect([`${log}.1`, `${log}.2`].map(eventsIn)).toEqual([['listening'], ['paused', 'resumed']])
  expect(eventsIn(log)).toEqual(['paused', 'resumed', 'ended'])
  expect((statSync(log).mode & 0o777).toString(8)).toBe('600')
}, 30_000)

const stacks = ['--legacy', 'http://127.0.0.1:1', '--candidate', 'http://127.0.0.1:1']

test.each([
  [['shadow', ...stacks, '--log', 'FOLDER']],
  [['shadow', ...stacks, '--db', 'FOLDER']],
  [['shadow', ...stacks, '--drift', 'FOLDER']],
  [['shadow', ...stacks, '--tls-cert', 'FOLDER', '--tls-key', 'FOLDER']],
  [['shadow', ...stacks, '--baseline', 'FOLDER']],
  [['shadow', ...stacks, '--html', 'FOLDER']],
  [['shadow', '--config', 'FOLDER']],
  [['replay', 'FOLDER', '--candidate', 'http://127.0.0.1:1']],
  [['replay', 'FILE', '--candidate', 'http://127.0.0.1:1', '--junit', 'FOLDER']],
  [['import', 'FOLDER', '--out', 'FILE']],
  [['diff', 'FOLDER', 'FOLDER']],
  [['sql', 'FOLDER', '--legacy-db', 'mysql://a@127.0.0.1:1/x', '--candidate-db', 'mysql://a@127.0.0.1:1/x']],
  [['report', '--db', 'FOLDER']],
  [['gate', '--db', 'FOLDER']],
  [['gate', '--sarif', 'FOLDER']],
  [['purge', '--db', 'FOLDER', '--run', 'latest']],
])('a folder where a file belongs is 2 and a sentence: sosie %j', async (args) => {
  const file = join(folder, 'not-there.yaml')
  const named = args.map((each) => each.replace('FOLDER', folder).replace('FILE', file))
  const { status, err } = await sosie(named)
  expect(err).toMatch(/^sosie: .*\[SOSIE_E_\w+\]$/m)
  expect(err).not.toMatch(/^\s+at /m)
  expect(status).toBe(2)
  expect(existsSync(file)).toBe(false)
})
