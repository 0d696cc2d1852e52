import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { followLogs } from '../../src/tap/log/follow.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-'))
})
afterEach(() => rm(folder, { recursive: true }))

const entry = (words: string): string => `[26-Nov-2026 10:00:00 UTC] PHP Warning:  ${words}\n`

test.each(['of day two', 'of day two, longer', 'two'])(
  'a log that was renamed and made again is read from its beginning, however large it is: %s',
  async (words) => {
    const file = join(folder, 'php.log')
    await writeFile(file, entry('of day one'))
    const logs = await followLogs([file])
    await rename(file, `${file}.1`)
    await writeFile(file, entry(words))
    expect(await logs.collect(file)).toEqual([`PHP Warning:  ${words}`])
    await appendFile(file, entry('more'))
    expect(await logs.collect(file)).toEqual(['PHP Warning:  more'])
    expect(await logs.collect(file)).toEqual([])
  },
)

test('a log that was emptied, and one that is not there yet, are read from their beginning', async () => {
  const file = join(folder, 'php.log')
  const logs = await followLogs([file])
  expect(await logs.collect(file)).toEqual([])
  await writeFile(file, entry('the first of all'))
  expect(await logs.collect(file)).toEqual(['PHP Warning:  the first of all'])
  await writeFile(file, entry('new'))
  expect(await logs.collect(file)).toEqual(['PHP Warning:  new'])
})
