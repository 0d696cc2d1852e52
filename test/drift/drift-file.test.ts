import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { readDriftedTables } from '../../src/drift/drift-file.js'

const folder = mkdtempSync(join(tmpdir(), 'sosie-drift-file-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function aFile(text: string): string {
  const file = join(folder, 'drift.json')
  writeFileSync(file, text)
  return file
}

test('the tables that a check calls drifted, and no others', async () => {
  const tables = ['drifted', 'in-step', 'only-legacy', 'unchecked'].map((state, at) => ({ table: `t${at}`, state }))
  expect(await readDriftedTables(aFile(JSON.stringify({ schema: 1, fresh: 'field', tables })))).toEqual(['t0'])
  expect(await readDriftedTables(undefined)).toEqual([])
})

test.each(['', '{"schema": 2, "tables": []}', '[]', '{"schema": 1, "tables": [{"table": "t"}]}'])(
  'the file %j is refused with the next step',
  async (text) => {
    await expect(readDriftedTables(aFile(text))).rejects.toMatchObject({
      code: 'SOSIE_E_NOT_READABLE',
      message: expect.stringContaining('sosie drift --json > '),
    })
  },
)

test('a file that is not there is refused', async () => {
  await expect(readDriftedTables(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'SOSIE_E_NOT_READABLE' })
})
