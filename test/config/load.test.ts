import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { resolveConfig } from '../../src/config/load.js'
import { settings } from '../../src/config/settings.js'
import { errorCatalogue } from '../../src/base/errors.js'
import { notMirroredReasons } from '../../src/model/pair.js'
import { families } from '../../src/telemetry/metrics.js'
import { causes } from '../../src/knowledge/registry.js'

const plain = { legacy: { url: 'http://127.0.0.1:1' }, candidate: { url: 'http://127.0.0.1:2' } }

test('two URLs are enough', () => {
  expect(resolveConfig(plain)).toMatchObject({ listen: '127.0.0.1:8080', mirror: { queue: 1000 } })
})

test('the last layer that speaks wins', () => {
  expect(resolveConfig(plain, { listen: 'a:1' }, { listen: undefined }).listen).toBe('a:1')
})

test('an address of a later layer takes the place of lanes, and leaves the rest of the leg', () => {
  const lanes = [{ url: 'http://127.0.0.1:3' }]
  const file = { ...plain, candidate: { lanes, database: 'mysql://a@b/c' }, control: { lanes } }
  const { candidate, control } = resolveConfig(file, { candidate: { url: 'http://127.0.0.1:4', database: undefined } })
  expect(candidate).toMatchObject({ url: 'http://127.0.0.1:4', database: 'mysql://a@b/c' })
  expect([candidate.lanes, control?.lanes]).toEqual([undefined, lanes])
})

test.each([
  [{ ...plain, legcay: 1 }, 'Unknown key "legcay" in the configuration. Did you mean "legacy"?'],
  [
    { ...plain, mirror: { timeout: 1 } },
    'Unknown key "mirror.timeout" in the configuration. Did you mean "timeoutMs"?',
  ],
  [
    { ...plain, candidate: { lanes: [{ url: 'http://a', lgo: 'x' }] } },
    'Unknown key "candidate.lanes.0.lgo" in the configuration. Did you mean "log"?',
  ],
  [{ ...plain, legacy: { url: 'nonsense' } }, 'legacy.url ("nonsense"): must be an http:// or https:// URL.'],
  [{ candidate: plain.candidate }, 'Which stack is the old one? Give --legacy URL or legacy.url.'],
])('%j is refused with one sentence', (config, sentence) => {
  expect(() => resolveConfig(config)).toThrow(sentence)
})

test.each([
  ['configuration', settings.map(([name]) => name)],
  ['configuration', Object.keys(errorCatalogue)],
  ['causes', causes.map(({ id }) => id)],
  ['operations', families.map(({ name }) => name)],
  ['mirroring', notMirroredReasons],
])('docs/%s.md names each of %j', (page, names: readonly string[]) => {
  const text = readFileSync(`docs/${page}.md`, 'utf8')
  expect(names.filter((name) => !text.includes(name))).toEqual([])
})

test('the dashboard asks for no figure that is not there', () => {
  const asked = readFileSync('docs/grafana-dashboard.json', 'utf8').match(/sosie_\w+/g) ?? []
  const known = families.map(({ name }) => name)
  expect([...new Set(asked)].filter((name) => !known.includes(name))).toEqual([])
  expect(asked.length).toBeGreaterThan(10)
})

test('a port that no machine has is refused', () => {
  expect(() => resolveConfig(plain, { listen: '127.0.0.1:99999' })).toThrow('must have a port from 0 to 65535')
  expect(resolveConfig(plain, { listen: '127.0.0.1:65535' }).listen).toBe('127.0.0.1:65535')
})

test('one error log for both stacks is refused: what the candidate logs would look as if legacy had', () => {
  const lanes = [{ url: 'http://b', log: '/var/log/php.log' }]
  const of = (log: string) => resolveConfig({ legacy: { url: 'http://a', log }, candidate: { lanes } })
  expect(() => of('/var/log/php.log')).toThrow('each stack needs an error log of its own')
  expect(of('/var/log/old.log').legacy.log).toBe('/var/log/old.log')
})
