import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { readConfigFile, resolveConfig } from '../../src/config/load.js'
import { renamedKeys, withPresentNames } from '../../src/config/renamed-keys.js'

const older = {
  mirror: { breaker: { longestRetryMs: 5000 } },
  noise: { mostShare: 0.4 },
  gate: {
    most: { critical: 1 },
    ratios: [
      { route: 'GET /a', most: 2 },
      { route: '*', max: 3 },
    ],
  },
}
const present = {
  mirror: { breaker: { maxRetryMs: 5000 } },
  noise: { maxShare: 0.4 },
  gate: {
    max: { critical: 1 },
    ratios: [
      { route: 'GET /a', max: 2 },
      { route: '*', max: 3 },
    ],
  },
}

test('keys of the version before are read under their present names, each with a warning', () => {
  const { value, warnings } = withPresentNames(older)
  expect(value).toEqual(present)
  expect(warnings).toHaveLength(renamedKeys.length)
  expect(warnings[2]).toBe('gate.most is called gate.max now; the old name is read for one version more.')
})

test('present names need no warning, and count where both stand', () => {
  expect(withPresentNames(present)).toEqual({ value: present, warnings: [] })
  expect(withPresentNames({ gate: { most: { major: 1 }, max: { major: 2 } } }).value).toEqual({
    gate: { max: { major: 2 } },
  })
})

test('a file of the version before is a configuration', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sosie-config-'))
  const file = join(folder, 'sosie.yaml')
  const stacks = { legacy: { url: 'http://a.test' }, candidate: { url: 'http://b.test' } }
  writeFileSync(file, JSON.stringify({ ...stacks, ...older }))
  const warned: string[] = []
  const config = resolveConfig(await readConfigFile(file, (sentence) => warned.push(sentence)))
  expect(config.gate.ratios.map(({ max }) => max)).toEqual([2, 3])
  expect(warned[0]).toBe(
    `${file}: mirror.breaker.longestRetryMs is called mirror.breaker.maxRetryMs now; the old name is read for one version more.`,
  )
  rmSync(folder, { recursive: true })
})
