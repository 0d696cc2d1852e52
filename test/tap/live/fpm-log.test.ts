import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { followFpmLog, type FpmLog } from '../../../src/tap/live/fpm-log.js'
import type { LogLine } from '../../../src/tap/live/story.js'

let folder: string
let path: string
let clock: number
let log: FpmLog | undefined
let lines: LogLine[]
let gaps: number[]
let faults: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-fpm-'))
  path = join(folder, 'access')
  ;[clock, lines, gaps, faults] = [0, [], [], []]
})
afterEach(async () => {
  await log?.close()
  rmSync(folder, { recursive: true })
})

/** Resolves when the log was opened. */
const follow = async (): Promise<void> => {
  log = followFpmLog(path, () => (clock += 1), {
    line: (line) => void lines.push(line),
    gap: (at) => void gaps.push(at),
    fault: (message) => void faults.push(message),
  })
  await log.read()
}

test('each new line says its process, port and target, and between which looks it was written', async () => {
  writeFileSync(path, '1 2 /before\n')
  await follow()
  await log?.read()
  appendFileSync(path, '71 40001 /shop.php?id=1\n72 400')
  await log?.read()
  appendFileSync(path, '02 /\n')
  await log?.read()
  expect(lines).toMatchObject([
    { pid: 71, port: 40_001, target: '/shop.php?id=1' },
    { pid: 72, port: 40_002, target: '/' },
  ])
  expect(lines.every(({ after, by }) => after < by)).toBe(true)
})

test('after a rotation, or where the file was cut, lines may be missing', async () => {
  writeFileSync(path, '')
  await follow()
  renameSync(path, `${path}.1`)
  writeFileSync(path, '')
  await log?.check()
  appendFileSync(path, '71 40001 /\n')
  await log?.read()
  writeFileSync(path, '')
  await log?.check()
  expect([lines.length, gaps.length]).toEqual([1, 3])
})

test('a line that never ends is not kept, and what follows it is read', async () => {
  writeFileSync(path, '')
  await follow()
  await log?.read()
  appendFileSync(path, `71 40001 /${'x'.repeat(300_000)}`)
  await log?.read()
  appendFileSync(path, ' 71 40001 /forged\n72 40002 /\n')
  await log?.read()
  expect(lines).toMatchObject([{ pid: 72, target: '/' }])
})

test('a log that cannot be read, or says something else, is told once', async () => {
  await follow()
  await log?.check()
  expect(faults).toEqual([expect.stringContaining('cannot be read (ENOENT)')])
  writeFileSync(path, '')
  await log?.check()
  appendFileSync(path, '127.0.0.1 - GET /\n71 - /\n')
  await log?.read()
  expect(faults.slice(1)).toEqual([expect.stringContaining('not in the format')])
  expect(lines).toEqual([])
})
