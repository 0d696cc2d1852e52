import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'

/** Runs the import check over files that are planted in an empty house. */
function checked(files: Record<string, string>): { readonly status: number | null; readonly broken: string[] } {
  const house = mkdtempSync(join(tmpdir(), 'sosie-imports-'))
  try {
    for (const [file, text] of Object.entries({
      'tsconfig.json': '{"compilerOptions":{"module":"NodeNext"}}',
      ...files,
    })) {
      mkdirSync(dirname(join(house, file)), { recursive: true })
      writeFileSync(join(house, file), text)
    }
    symlinkSync(resolve('node_modules'), join(house, 'node_modules'))
    const program = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
    const config = resolve('.dependency-cruiser.cjs')
    const { status, stdout } = spawnSync(process.execPath, [program, 'src', '--config', config], {
      cwd: house,
      encoding: 'utf8',
    })
    return { status, broken: [...stdout.matchAll(/error (\S+):/g)].map(([, rule = '']) => rule) }
  } finally {
    rmSync(house, { recursive: true })
  }
}

const type = 'export interface A { a: string }\n'
const uses = (path: string): string => `import type { A } from '${path}'\nexport type B = A\n`

test('an import from below is taken, a type import from above breaks the check', () => {
  expect(checked({ 'src/model/a.ts': type, 'src/store/b.ts': uses('../model/a.js') })).toEqual({
    status: 0,
    broken: [],
  })
  const { status, broken } = checked({ 'src/store/a.ts': type, 'src/compare/b.ts': uses('../store/a.js') })
  expect([status === 0, broken]).toEqual([false, ['compare-imports-only-what-is-below']])
}, 30_000)

test('a circle of type imports breaks the check', () => {
  const { broken } = checked({
    'src/model/a.ts': `import type { B } from './b.js'\n${type}export type C = B\n`,
    'src/model/b.ts': uses('./a.js'),
  })
  expect(broken).toContain('no-circles')
}, 30_000)

test('a file without a room, a slice in the core and an adapter in an adapter break the check', () => {
  const { broken } = checked({
    'src/utils/a.ts': type,
    'src/drift/a.ts': type,
    'src/report/b.ts': uses('../drift/a.js'),
    'src/probe/a.ts': type,
    'src/mirror/b.ts': uses('../probe/a.js'),
    'src/replay/c.ts': uses('../utils/a.js'),
  })
  expect(new Set(broken)).toEqual(
    new Set([
      'report-imports-only-what-is-below',
      'drift-is-for-the-app',
      'mirror-imports-no-other-adapter',
      'every-import-leads-to-a-room',
    ]),
  )
}, 30_000)
