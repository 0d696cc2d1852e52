import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { checks } from '../../src/doctor/registry.js'
import { causes, entries } from '../../src/knowledge/registry.js'
import { knownChanges } from '../../src/knowledge/rows.js'
import { catalogueMarkdown } from '../../src/report/catalogue.js'

const foretoldBy = (id: string): string[] =>
  checks.filter(({ foretells = [] }) => foretells.includes(id)).map((check) => check.id)

test('docs/causes.md is the catalogue; UPDATE_DOCS=1 writes it', () => {
  const page = catalogueMarkdown(entries, foretoldBy)
  if (process.env['UPDATE_DOCS'] !== undefined) writeFileSync('docs/causes.md', page)
  expect(readFileSync('docs/causes.md', 'utf8')).toBe(page)
})

test('docs/rules.md says of every cause with logic how it is known', () => {
  const rules = readFileSync('docs/rules.md', 'utf8')
  expect(causes.map(({ id }) => id).filter((id) => !rules.includes(`## ${id}\n`))).toEqual([])
})

test('ids are unique, and every entry says what was, what is, how to fix it and where that is written', () => {
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
  const words = entries.flatMap(({ before, after, known, fix }) => [before, after, known, fix])
  expect(words.filter((text) => text.length < 10)).toEqual([])
  expect(knownChanges.filter(({ source, usersSee }) => source.length < 10 || usersSee.length < 10)).toEqual([])
})

test('what the doctor foretells is in the catalogue', () => {
  const known = new Set(entries.map(({ id }) => id))
  expect(checks.flatMap(({ foretells = [] }) => foretells).filter((id) => !known.has(id))).toEqual([])
})
