import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { drive } from '../support/load.js'
import { sosie, startShadowProcess, type ShadowProcess } from '../support/shadow-process.js'
import { startUpstream, type Upstream } from '../support/upstream.js'

jest.setTimeout(60_000)

let folder: string
let own: string
let legacy: Upstream
let candidate: Upstream

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-modes-'))
  own = join(folder, 'made', 'by-sosie')
  legacy = await startUpstream((_, response) => response.end('old page'))
  candidate = await startUpstream((_, response) => response.end('new page'))
})

afterEach(async () => {
  await Promise.all([legacy.kill(), candidate.kill()])
  rmSync(folder, { recursive: true, force: true })
})

/** The shell's own setting is as loose as it gets. */
const loose = ['sh', '-c', `umask 000; exec "$0" "$@"`, process.execPath]

/** Every file and folder below, as `name mode`, that anybody but its owner may touch. */
function open(at: string): string[] {
  return readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
    const path = join(at, entry.name)
    const mode = statSync(path).mode & 0o777
    const below = entry.isDirectory() ? open(path) : []
    return (mode & 0o077) === 0 ? below : [`${entry.name} ${mode.toString(8)}`, ...below]
  })
}

function modeOf(file: string): number {
  return statSync(file).mode & 0o777
}

async function visited(...flags: string[]): Promise<ShadowProcess> {
  const recording = join(folder, 'made', 'run.sqlite')
  const legs = ['--legacy', legacy.url, '--candidate', candidate.url]
  const shadow = await startShadowProcess(
    [...legs, '--db', recording, '--log', join(own, 'log.jsonl'), ...flags],
    loose,
  )
  await drive({ url: shadow.url, paths: ['/a'], requests: 5, connections: 1, expected: () => 'old page' })
  return shadow
}

test('recording, its journal, log, reports and the folders around them are for their owner alone', async () => {
  const made = join(folder, 'made')
  mkdirSync(made)
  const reports = ['junit', 'sarif', 'markdown', 'html'].flatMap((name) => [
    `--${name}`,
    join(own, 'reports', `r.${name}`),
  ])
  const shadow = await visited(...reports)
  expect(existsSync(join(made, 'run.sqlite-wal'))).toBe(true)
  expect(open(made)).toEqual([])
  shadow.child.kill('SIGINT')
  await shadow.ended
  const recording = join(made, 'run.sqlite')
  for (const format of ['html', 'json'])
    await sosie(['report', '--db', recording, '--format', format, '--out', join(own, `again.${format}`)])
  await sosie(['export', '--db', recording, '--out', join(own, 'scenarios', 'all.yaml')])
  expect(readdirSync(own).sort()).toEqual(['again.html', 'again.json', 'log.jsonl', 'reports', 'scenarios'])
  expect(open(made)).toEqual([])
})

test('a recording that everybody may read, as earlier versions made it, is closed; one for a group stays so', async () => {
  const made = join(folder, 'made')
  mkdirSync(made)
  const recording = join(made, 'run.sqlite')
  for (const [before, after] of [
    [0o644, 0o600],
    [0o640, 0o640],
  ] as const) {
    if (existsSync(recording)) chmodSync(recording, before)
    else writeFileSync(recording, '', { mode: before })
    const shadow = await visited()
    expect(modeOf(recording)).toBe(after)
    shadow.child.kill('SIGINT')
    await shadow.ended
  }
})
