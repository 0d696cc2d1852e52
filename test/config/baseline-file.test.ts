import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { baselineText, parseBaseline, readBaseline } from '../../src/config/baseline-file.js'

const fixture = new URL('./fixtures/baseline-1.yaml', import.meta.url)
const text = readFileSync(fixture, 'utf8')

test('a file of version 1 is read', () => {
  expect(parseBaseline(text, 'b.yaml')).toMatchObject([
    { id: '0d93aa51be7c0f12', author: 'Ada', expires: '2026-12-31', routes: ['GET /produit/{id}'] },
    { id: '4410be1f0c3d77aa', reason: 'no order was ever promised' },
  ])
})

test('writing what was read changes no letter', () => {
  expect(baselineText(text, parseBaseline(text, 'b.yaml'))).toBe(text)
})

test('an entry more is lines more, an entry less is lines less, and comments stay', () => {
  const [first, second] = parseBaseline(text, 'b.yaml')
  if (first === undefined || second === undefined) throw new Error('the fixture holds two')
  const added = { ...first, id: '1111', title: 'T' }
  const lines = (of: string): Set<string> => new Set(of.split('\n'))
  const more = baselineText(text, [first, added, second])
  expect([...lines(text)].filter((line) => !lines(more).has(line))).toEqual([])
  expect(parseBaseline(more, 'b.yaml')).toEqual([first, added, second])
  const less = baselineText(text, [second])
  expect(less).toContain('# The supplier answers in January.')
  expect([...lines(less)].filter((line) => !lines(text).has(line))).toEqual([])
})

test('a new file says what it is, also when it holds nothing', () => {
  const empty = baselineText('', [])
  expect(empty).toMatch(/^# Findings that somebody looked at[^]*\nversion: 1\naccepted: \[\]\n$/)
  expect(parseBaseline(empty, 'b.yaml')).toEqual([])
})

test('whatever the words are, they come back as they were', () => {
  const words = fc.string({ minLength: 1, maxLength: 30, unit: 'binary' })
  const entry = fc.record({
    id: fc.uuid(),
    cause: words,
    title: words,
    routes: fc.array(words, { maxLength: 3 }),
    reason: words,
    author: words,
    expires: fc.constant('2026-12-31'),
  })
  fc.assert(
    fc.property(fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 4 }), (entries) => {
      const once = baselineText('', entries)
      expect(parseBaseline(once, 'b.yaml')).toEqual(entries)
      expect(baselineText(once, entries)).toBe(once)
    }),
  )
})

test.each([
  ['accepted: []', 'it must begin with version: 1'],
  ['version: 2\naccepted: []', 'it is of version 2, and this Sosie knows 1. Update Sosie'],
  ['version: 1\naccepted:\n  - id: a', 'accepted.0.cause: '],
  ['version: 1\naccepted: {', 'no baseline that can be read'],
  [text.replace('expires: 2026-12-31', 'expires: soon'), 'accepted.0.expires: must be a date as 2026-12-31'],
  [text.replace('author: Ada', 'auhtor: Ada'), 'accepted.0'],
  [text.replace('4410be1f0c3d77aa', '0d93aa51be7c0f12'), 'the finding 0d93aa51be7c0f12 stands in it twice'],
])('%j is refused with one sentence', (content, sentence) => {
  expect(() => parseBaseline(content, 'b.yaml')).toThrow(sentence)
})

test('a file that is not there is a fault, unless it is about to be written', async () => {
  await expect(readBaseline('/nowhere/b.yaml', 'refuse')).rejects.toThrow(/Make it with sosie gate --update-baseline/)
  expect(await readBaseline('/nowhere/b.yaml', 'empty')).toEqual({ entries: [], text: '' })
})
