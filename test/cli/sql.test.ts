import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { Command } from 'commander'
import { progressLine } from '../../src/cli/sql-progress.js'
import { sqlCommand } from '../../src/cli/sql.js'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sosie-sql-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const databases = ['--legacy-db', 'mysql://a@127.0.0.1:1/x', '--candidate-db', 'mysql://a@127.0.0.1:1/x']

async function sql(...args: string[]): Promise<void> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined })
  sqlCommand(program, { result: () => undefined, tell: () => undefined, terminal: false }, () => undefined)
  await program.parseAsync(['sql', ...args], { from: 'user' })
}

function log(content: string): string {
  const file = join(folder, 'a.log')
  writeFileSync(file, content)
  return file
}

test('what is asked for must be one thing, and both databases must be named', async () => {
  await expect(sql(...databases)).rejects.toMatchObject({ code: 'SOSIE_E_USAGE' })
  await expect(sql('a.log', '--run', 'latest', ...databases)).rejects.toThrow(/Give either a log or --run/)
  await expect(sql('a.log', '--legacy-db', 'mysql://a@127.0.0.1/x')).rejects.toThrow(/candidate database/)
  await expect(sql('a.log', '--concurrency', '0', ...databases)).rejects.toThrow(/whole number/)
  await expect(sql('a.log', '--charset', 'a;b', ...databases)).rejects.toThrow(/character set/)
})

test('a server that is not there is told before anything is read', async () => {
  await expect(sql(log('# Time: 1\n'), ...databases)).rejects.toMatchObject({ code: 'SOSIE_E_UNREACHABLE' })
})

test('progress as a person reads it', () => {
  const state = { statements: 12_345, compared: 12_000, different: 4, share: 0.41 }
  expect(progressLine(state, 10)).toBe(
    ' 41 %  12,345 statements  1,200/s  compared 12,000  different 4  about 14 s left',
  )
  expect(progressLine({ ...state, share: undefined }, 10)).toBe(
    '12,345 statements  1,200/s  compared 12,000  different 4',
  )
})
