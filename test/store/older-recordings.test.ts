import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from '@jest/globals'
import { recompare } from '../../src/app/recompare.js'
import { reportOf } from '../../src/app/recordings.js'

/** Recordings of earlier versions, each of the same little site: a division by zero, a page that is gone, a header field that is lost. */
const fixtures = readdirSync('test/store/fixtures')
const folder = mkdtempSync(join(tmpdir(), 'sosie-older-'))

afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe.each(fixtures)('%s', (fixture) => {
  const file = join(folder, fixture.replace(/\.gz$/, ''))
  writeFileSync(file, gunzipSync(readFileSync(join('test/store/fixtures', fixture))))
  const told = async () =>
    (await reportOf(file, 'latest')).findings.map(
      ({ id, cause, severity, count }) => `${id} ${cause} ${severity} ${count}`,
    )
  const right = [
    'ba364b2f7d13cfd7 php-division-by-zero critical 3',
    '1fd2f9c93feb6d6c unexplained major 3',
    'd3adbf0e62baf97e unexplained minor 3',
  ]

  test('opens, with the findings that it had', async () => {
    expect(await told()).toEqual(right)
    expect((await reportOf(file, 'latest')).totals).toMatchObject({ requests: 12, compared: 12, match: 6, mismatch: 6 })
  })

  test('can be judged again, and says the same', async () => {
    expect(await recompare(file, 'latest')).toMatchObject({ pairs: 6, gone: [], came: [] })
    expect(await told()).toEqual(right)
  })
})
