import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { knownKeys } from '../../../src/replay/scenario/known-keys.js'
import { readScenario } from '../../../src/replay/scenario/read.js'
import { publishedSchema } from '../../../src/replay/scenario/schema.js'
import { upgraded } from '../../../src/replay/scenario/upgrade.js'
import { writeScenario } from '../../../src/replay/scenario/write.js'
import { anyScenario } from './random.js'

test('what is written is read as it was, whatever it holds', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => expect(readScenario(writeScenario(scenario), 's.yaml')).toEqual(scenario)),
    { numRuns: 200 },
  )
})

test('writing twice is writing once: a file that nobody changed has no difference', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const text = writeScenario(scenario)
      expect(writeScenario(readScenario(text, 's.yaml'))).toBe(text)
    }),
    { numRuns: 50 },
  )
})

const fixtures = join('test', 'replay', 'fixtures')
const frozen = readdirSync(fixtures).flatMap((version) =>
  readdirSync(join(fixtures, version))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(fixtures, version, name)),
)

test.each(frozen)('%s, of a version once released, means what it meant', (file) => {
  const meant = JSON.parse(readFileSync(file.replace(/\.yaml$/, '.json'), 'utf8')) as unknown
  expect(readScenario(readFileSync(file, 'utf8'), file)).toEqual(meant)
})

test('upgraders take a file from its version to the latest, step by step', () => {
  const steps = [
    (older: object) => ({ ...older, steps: ['2'] }),
    (older: { steps?: unknown }) => ({ ...older, steps: [...(older.steps as string[]), '3'] }),
  ]
  expect(upgraded({ version: 1 }, 1, steps, 3)).toEqual({ version: 3, steps: ['2', '3'] })
  expect(upgraded({ version: 2, steps: [] }, 2, steps, 3)).toEqual({ version: 3, steps: ['3'] })
  expect(upgraded({ version: 3 }, 3, steps, 3)).toEqual({ version: 3 })
})

test('the published schema is the one that the reader has', () => {
  expect(readFileSync('docs/scenario.schema.json', 'utf8')).toBe(publishedSchema())
})

test('the documentation shows a scenario that can be read, and names every key', () => {
  const page = readFileSync('docs/scenarios.md', 'utf8')
  const [, example = ''] = /```yaml\n([^]*?)```/.exec(page) ?? []
  expect(readScenario(example, 'docs').exchanges).toHaveLength(2)
  const keys = [[], ['exchanges', 0], ['exchanges', 0, 'capture', 'x'], ['exchanges', 0, 'parts', 0]].flatMap(knownKeys)
  expect(keys.filter((key) => !page.includes(key))).toEqual([])
})
