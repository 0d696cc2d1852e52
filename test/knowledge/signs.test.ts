import { describe, expect, test } from '@jest/globals'
import { differenceParts } from '../../src/model/difference.js'
import type { KnownChange, Sign } from '../../src/knowledge/known-change.js'
import { knownChanges, knownSigns } from '../../src/knowledge/rows.js'
import { signsOf } from '../../src/knowledge/signs.js'

function aChange(id: string, ...signs: Sign[]): KnownChange {
  const words = { name: id, before: 'b', after: 'a', source: 's', usersSee: 'u', since: '8.0' }
  return { id, area: 'mysql', severity: 'major', fix: `fix ${id}`, ...words, signs }
}

describe('the first sign that fits counts, in the order of the catalogue', () => {
  const signs = signsOf([
    aChange('by-text', { sql: { says: /SQL_CACHE/ } }),
    aChange('near-rank', { sql: { errno: 1064, says: /near 'rank/, fix: 'quote it' } }),
    aChange('any-1064', { sql: { errno: 1064 } }),
  ])
  test.each([
    [{ errno: 1064, message: "near 'rank'", sql: 'SELECT rank' }, 'near-rank', 'quote it'],
    [{ errno: 1064, message: "near 'x'", sql: 'SELECT x' }, 'any-1064', 'fix any-1064'],
    [{ errno: 1064, message: "near '1'", sql: 'SELECT SQL_CACHE 1' }, 'by-text', 'fix by-text'],
    [{ errno: 1054, message: '', sql: 'SELECT SQL_CACHE 1' }, 'by-text', 'fix by-text'],
    [{ errno: 1054, message: '', sql: 'SELECT x' }, undefined, undefined],
  ])('%j', (said, id, fix) => {
    const found = signs.ofServer(said)
    expect([found?.change.id, found?.fix]).toEqual([id, fix])
  })
})

test('a text of PHP is asked for by the class that was thrown, or by its level', () => {
  const signs = signsOf([
    aChange('thrown', { php: { class: 'TypeError', says: /count\(\)/ } }),
    aChange('printed', { php: { level: 'Warning', says: /^Undefined/ } }),
  ])
  const of = (said: Parameters<typeof signs.ofPhp>[0]) => signs.ofPhp(said)?.change.id
  expect(of({ class: 'TypeError', message: 'count(): Argument #1' })).toBe('thrown')
  expect(of({ class: 'Error', message: 'count(): Argument #1' })).toBeUndefined()
  expect(of({ level: 'Warning', message: 'Undefined array key' })).toBe('printed')
  expect(of({ level: 'Notice', message: 'Undefined array key' })).toBeUndefined()
  const anywhere = signsOf([aChange('anywhere', { php: { says: /each\(\)/ } })])
  const texts = [
    { class: 'Error', message: 'each()' },
    { level: 'Deprecated', message: 'each()' },
    { message: 'each()' },
  ]
  expect(texts.map((said) => anywhere.ofPhp(said)?.change.id)).toEqual(['anywhere', 'anywhere', 'anywhere'])
})

test('a difference is asked for by its part; what a sign does not say fits anything', () => {
  const signs = signsOf([
    aChange('renamed', { difference: { part: 'body', kind: 'value', legacy: /\butf8\b/, candidate: /\butf8mb3\b/ } }),
    aChange('lost', { difference: { part: 'headers', kind: 'missing', path: /^x-frame-options$/ } }),
  ])
  const value = {
    part: 'body',
    kind: 'value',
    path: 'p',
    legacy: 'CHARSET=utf8',
    candidate: 'CHARSET=utf8mb3',
  } as const
  expect(signs.ofDifference(value)?.change.id).toBe('renamed')
  expect(signs.ofDifference({ ...value, candidate: 'CHARSET=utf8mb4' })).toBeUndefined()
  expect(signs.ofDifference({ part: 'headers', kind: 'missing', path: 'x-frame-options' })?.change.id).toBe('lost')
})

test('of three hundred rows those are tried that ask for what is there', () => {
  let tried = 0
  const counting = (text: string): RegExp =>
    Object.assign(new RegExp(text), {
      test() {
        tried += 1
        return false
      },
    })
  const rows = Array.from({ length: 300 }, (_, n) =>
    aChange(
      `row-${n}`,
      { sql: { errno: 1000 + n, says: counting('x') } },
      { php: { class: `E${n}`, says: counting('x') } },
    ),
  )
  const signs = signsOf(rows)
  signs.ofServer({ errno: 1055, message: 'm', sql: 'SELECT 1' })
  signs.ofPhp({ class: 'E7', message: 'm' })
  for (const part of differenceParts) signs.ofDifference({ part, kind: 'value', path: 'p' })
  expect(tried).toBe(2)
})

test('every errno and every kind of row difference of the catalogue is told', () => {
  const signs = knownChanges.flatMap(({ id, signs: each }) => each.map((sign) => ({ id, sign })))
  const plain = signs.filter(({ sign }) => 'sql' in sign && sign.sql.errno !== undefined && sign.sql.says === undefined)
  expect(plain.length).toBeGreaterThan(10)
  for (const { id, sign } of plain)
    if ('sql' in sign)
      expect(knownSigns.ofServer({ errno: sign.sql.errno ?? 0, message: '', sql: 'SELECT 1' })?.change.id).toBe(id)
})
