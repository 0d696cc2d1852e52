import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'

/** What CONTRIBUTING.md tells a newcomer to write, in its order. */
const [firstTest = '', row = '', logic = ''] = [
  ...readFileSync('CONTRIBUTING.md', 'utf8').matchAll(/^```ts\n([^]*?)^```$/gm),
].map(([, code = '']) => code)

const logicTest = `
import { expect, test } from '@jest/globals'
import { aPair } from '../support/factories.js'
import { heard } from '../support/heard.js'

test('an empty page is named', () => {
  const pair = aPair({ legacy: { response: { html: '<p>a</p>' } }, candidate: { response: { html: '' } } })
  expect(heard(pair)).toEqual(['critical infra-empty-page-example signature: Empty page in GET /'])
})
`

let house: string
const at = (file: string): string => join(house, file)
const change = (file: string, edit: (text: string) => string): void =>
  writeFileSync(at(file), edit(readFileSync(at(file), 'utf8')))

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'sosie-newcomer-'))
  for (const name of [
    'src',
    'test/support',
    'test/docs',
    'docs',
    'package.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'jest.config.mjs',
  ])
    cpSync(name, at(name), { recursive: true })
  symlinkSync(resolve('node_modules'), at('node_modules'))
})

afterAll(() => rmSync(house, { recursive: true, force: true }))

/** Runs tests of the copy. */
function jest(
  environment: Record<string, string>,
  ...files: string[]
): { readonly failed: boolean; readonly text: string } {
  const program = resolve('node_modules/jest/bin/jest.js')
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--experimental-vm-modules', program, '--selectProjects', 'unit', '--runTestsByPath', ...files],
    { cwd: house, encoding: 'utf8', env: { ...process.env, ...environment } },
  )
  return { failed: status !== 0, text: stderr }
}

test('the row: its test fails first, then it passes, and the page of causes has it', () => {
  mkdirSync(at('test/knowledge'))
  writeFileSync(at('test/knowledge/first-cause.test.ts'), firstTest)
  expect(jest({}, 'test/knowledge/first-cause.test.ts').failed).toBe(true)
  change('src/knowledge/php.ts', (text) => text.replace(/\]\n$/, `${row}]\n`))
  const { failed, text } = jest({ UPDATE_DOCS: '1' }, 'test/knowledge/first-cause.test.ts', 'test/docs/causes.test.ts')
  expect([failed, failed ? text : '']).toEqual([false, ''])
  expect(readFileSync(at('docs/causes.md'), 'utf8')).toContain('## php-reflection-export-example')
}, 60_000)

test('the cause with logic: one file, and its name in the registry', () => {
  const file = at('src/knowledge/logic/web/empty-page-example.ts')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, logic)
  change('src/knowledge/registry.ts', (text) =>
    `import { emptyPageExample } from './logic/web/empty-page-example.js'\n${text}`.replace(
      '  rowsOrder,\n]',
      '  rowsOrder,\n  emptyPageExample,\n]',
    ),
  )
  writeFileSync(at('test/knowledge/empty-page.test.ts'), logicTest)
  const { failed, text } = jest({}, 'test/knowledge/empty-page.test.ts')
  expect([failed, failed ? text : '']).toEqual([false, ''])
  const { status, stdout } = spawnSync(
    process.execPath,
    [resolve('node_modules/typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.build.json'],
    { cwd: house, encoding: 'utf8' },
  )
  expect([stdout, status]).toEqual(['', 0])
}, 90_000)
