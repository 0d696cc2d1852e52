import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { sosie } from '../support/shadow-process.js'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sosie-dsn-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const password = 'p4ss-in-the-open'
/** Nothing listens on port 1: who gets so far has understood the DSNs. */
const dsn = (user: string): string => `mysql://${user}:${password}@127.0.0.1:1/shop`
const commands = [['doctor'], ['drift'], ['sql', 'one.log']]

/** The built program with something on standard input. */
async function fed(input: string, ...args: string[]): Promise<{ status: number | null; err: string }> {
  const child = spawn(process.execPath, ['dist/main.js', ...args])
  let err = ''
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  child.stdin.end(input)
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { status, err }
}

test.each(commands)('sosie %s takes the DSNs from the environment, and tells no password', async (...command) => {
  const log = join(folder, 'one.log')
  writeFileSync(log, '# Time: 2026-11-25T10:00:00.000000Z\n# Query_time: 0.1\nSELECT 1;\n')
  const args = command.map((word) => (word === 'one.log' ? log : word))
  const { status, err } = await sosie([...args, '--config', configured()], {
    SOSIE_LEGACY_DB: dsn('env'),
    SOSIE_CANDIDATE_DB: dsn('env'),
  })
  expect(status).toBe(3)
  expect(err).toContain('127.0.0.1:1')
  expect(err).not.toMatch(/p4ss|process list/)
})

/** Where the environment says nothing, these would be asked: they are no DSNs. */
function configured(): string {
  const file = join(folder, 'sosie.yaml')
  writeFileSync(file, 'legacy: { database: none }\ncandidate: { database: none }\n', { mode: 0o600 })
  return file
}

test('a DSN comes from a file or from standard input, and its line end does not belong to it', async () => {
  const file = join(folder, 'old.dsn')
  writeFileSync(file, `${dsn('file')}\n`, { mode: 0o600 })
  const { status, err } = await fed(`${dsn('stdin')}\n`, 'drift', '--legacy-db', `@${file}`, '--candidate-db', '-')
  expect([status, err]).toEqual([3, expect.stringContaining('127.0.0.1:1')])
  expect(err).not.toMatch(/p4ss|process list|every user/)
})

test('standard input holds one DSN', async () => {
  const { status, err } = await fed(dsn('a'), 'drift', '--legacy-db', '-', '--candidate-db', '-')
  expect([status, err]).toEqual([2, expect.stringContaining('Standard input holds one DSN')])
})

test.each([
  ['doctor', '--legacy-db', dsn('a')],
  ['drift', `--candidate-db=${dsn('a')}`],
  ['shadow', '--legacy', `http://me:${password}@127.0.0.1:1`],
])('a password in an argument is warned of by its flag, and never shown: %s %s', async (...args) => {
  const { err } = await sosie(args)
  const flag = args.join(' ').match(/--[\w-]+/)?.[0] ?? ''
  expect(err).toContain(`The password in ${flag} shows in the process list`)
  expect(err).not.toContain(password)
})

test('a file with a password that every user may read is warned of; one of the owner alone is not', async () => {
  const config = join(folder, 'sosie.yaml')
  writeFileSync(config, `legacy: { url: 'http://127.0.0.1:1', database: '${dsn('a')}' }\n`, { mode: 0o644 })
  const warned = `${config} holds a password and every user of this machine can read it`
  expect((await sosie(['drift', '--config', config])).err).toContain(warned)
  rmSync(config)
  writeFileSync(config, `legacy: { url: 'http://127.0.0.1:1', database: '${dsn('a')}' }\n`, { mode: 0o600 })
  expect((await sosie(['drift', '--config', config])).err).not.toContain(warned)
})

test.each([
  ['a flag that is misspelled', ['drift', `--legacy-dbs=${dsn('a')}`]],
  ['a word that is no command', ['shadow', dsn('a')]],
  ['a DSN of another kind', ['drift', '--legacy-db', `mysql:host=old;user=a;password=${password}`]],
  ['such a DSN for a shadow', ['shadow', '--candidate-db', `mysql:host=old;user=a;password=${password}`]],
  [
    'a URL of another scheme',
    ['shadow', '--legacy', `ftp://me:${password}@127.0.0.1`, '--candidate', 'http://127.0.0.1:1'],
  ],
])('%s is refused without showing the password', async (_, args) => {
  const { status, err } = await sosie(args)
  expect(status).toBe(2)
  expect(err).not.toContain(password)
})

test('a DSN in sosie.yaml that is none is refused without showing it', async () => {
  const config = join(folder, 'sosie.yaml')
  const wrong = `legacy: { url: 'http://127.0.0.1:1', database: 'mysql:host=old;password=${password}' }\n`
  writeFileSync(config, `${wrong}candidate: { url: 'http://127.0.0.1:1' }\n`, { mode: 0o600 })
  const { status, err } = await sosie(['shadow', '--config', config])
  expect([status, err]).toEqual([2, expect.stringContaining('legacy.database')])
  expect(err).not.toContain(password)
})
