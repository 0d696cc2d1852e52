import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { checks } from '../../src/doctor/registry.js'

const page = readFileSync('docs/doctor.md', 'utf8')

test.each(checks.map(({ id, asks }) => [id, asks] as const))('docs/doctor.md says what %s asks', (id, asks) => {
  expect(page).toContain(`| \`${id}\` | ${asks.replaceAll('|', '\\|')} |`)
})

test('the documentation knows no check that is not there', () => {
  const documented = [...page.matchAll(/^\| `([\w-]+)` \| (?!would|may|good)/gm)].map(([, id]) => id)
  expect(documented.sort()).toEqual(checks.map(({ id }) => id).sort())
})

test('ids are unique, and every check says why, how to fix it, and where that is written', () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length)
  for (const { why, fix, source } of checks)
    for (const text of [why, fix, source]) expect(text.length).toBeGreaterThan(8)
})
