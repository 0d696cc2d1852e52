import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { Command } from 'commander'
import { exportCommand } from '../../src/cli/export.js'
import { importCommand } from '../../src/cli/import.js'
import { reproCommand } from '../../src/cli/repro.js'
import { aHar, anEntry } from '../support/a-har.js'

let folder: string
let har: string
let out: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-scenarios-'))
  har = join(folder, 'shop.har')
  out = join(folder, 'deep', 'shop.yaml')
  const post = { mimeType: 'application/x-www-form-urlencoded', text: 'user=a&password=s3cret-pw' }
  writeFileSync(har, aHar([anEntry({}), anEntry({ method: 'POST', post }), anEntry({ status: 0 })]))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function sosie(...args: string[]): Promise<{ result: string; told: string; status: number }> {
  let [result, status] = ['', -1]
  const told: string[] = []
  const output = {
    result: (text: string) => void (result = text),
    tell: (text: string) => void told.push(text),
    terminal: false,
  }
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined })
  for (const add of [importCommand, exportCommand, reproCommand])
    add(program, output, (wanted) => void (status = wanted))
  await program.parseAsync(args, { from: 'user' })
  return { result, told: told.join('\n'), status }
}

test('import says what was taken, what was skipped and why, and what to fill in', async () => {
  const { told, status } = await sosie('import', har, '--out', out)
  expect(status).toBe(0)
  expect(told).toBe(
    [
      `Wrote ${out}: 2 requests of 1 session, 1 of them marked as writing. The file was read as har.`,
      'Skipped:',
      '        1  entries without an answer (blocked, or cut short); first: entry 3',
      'Fill in before a replay, in its environment:',
      '  SOSIE_VAR_PASSWORD  password of POST /',
    ].join('\n'),
  )
})

test('the summary is there for programs, too', async () => {
  const { result, told } = await sosie('import', har, '--out', out, '--json', '--name', 'N', '--why', 'W')
  expect(JSON.parse(result)).toMatchObject({ from: 'har', taken: 2, writes: 1, skipped: [{ count: 1 }] })
  expect(told).toBe('')
  expect(readFileSync(out, 'utf8')).toMatch(/^version: 1\nname: N\nwhy: W\nsource: shop.har \(har\)\n/)
})

test('a scenario that is there is written over only with --force', async () => {
  await sosie('import', har, '--out', out)
  writeFileSync(out, 'mine')
  await expect(sosie('import', har, '--out', out)).rejects.toThrow('is there already. Give --force')
  expect(readFileSync(out, 'utf8')).toBe('mine')
  await sosie('import', har, '--out', out, '--force')
  expect(readFileSync(out, 'utf8')).toMatch(/^version: 1/)
})

test('patterns of sosie.yaml are secrets, too', async () => {
  const config = join(folder, 'sosie.yaml')
  writeFileSync(config, 'redact: { patterns: ["C-\\\\d+"] }\n')
  writeFileSync(har, aHar([anEntry({ url: 'http://shop.example/orders?customer=C-4711' })]))
  await sosie('import', har, '--out', out, '--config', config)
  expect(readFileSync(out, 'utf8')).toContain('request: GET /orders?customer=${SOSIE_VAR_CUSTOMER}\n')
})

test.each([
  [['import', 'none.har', '--out', 'x.yaml'], 'There is no file none.har. Give a HAR, a .gor file or an access log.'],
  [['import', '.', '--out', 'x.yaml'], '. is no file.'],
  [['import', 'HAR', '--out', 'x.json'], 'x.json: a scenario is called NAME.yaml. Change --out.'],
  [['import', 'HAR', '--out', 'x.yaml', '--limit', '0'], '--limit "0" is no number of requests.'],
  [['import', 'HAR', '--out', 'x.yaml', '--from', 'pcap'], 'Allowed choices are gor, har, access-log'],
  [
    ['import', 'HAR', '--out', 'x.yaml', '--host', 'other.example'],
    /holds nothing to replay; skipped: 2 requests to shop.example/,
  ],
  [
    ['import', 'HAR', '--out', 'package.json/x.yaml'],
    'package.json/x.yaml cannot be written. Choose another with --out.',
  ],
  [['export', '--db', 'none.sqlite', '--out', 'x.yaml'], 'There is no recording none.sqlite.'],
  [['export', '--out', 'x.yaml', '--route', 'GET /', '--finding', 'a'], 'cannot be used with option'],
  [['repro', 'php-division-by-zero'], 'is no id of a finding: those are hexadecimal'],
  [['repro', 'abc', '--db', 'none.sqlite', '--out', 'x.yaml'], 'There is no recording none.sqlite.'],
])('%j is refused in one sentence, and nothing is left', async (args, sentence) => {
  await expect(sosie(...args.map((each) => (each === 'HAR' ? har : each)))).rejects.toThrow(sentence)
  expect(existsSync('x.yaml')).toBe(false)
})
