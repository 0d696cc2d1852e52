import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { makeFolder } from '../../src/base/folders.js'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sosie-folders-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a folder is made with those above it, and making it again does no harm', () => {
  makeFolder(join(folder, 'a', 'b', 'c'))
  makeFolder(join(folder, 'a', 'b', 'c'))
  expect(existsSync(join(folder, 'a', 'b', 'c'))).toBe(true)
})

test('a file among the folders above is refused', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(() => makeFolder(join(folder, 'file', 'inside'))).toThrow('ENOTDIR')
})

// Node's own recursive mkdir never ends here, so that the time limit of the test is what fails with it.
const onLinux = process.platform === 'linux' ? test : test.skip
onLinux('a file system that takes no folders ends it instead of hanging', () => {
  expect(() => makeFolder('/proc/sosie/reports')).toThrow('ENOENT')
})
