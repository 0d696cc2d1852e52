import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { bytes, count, milliseconds, percent, span } from '../../src/base/numbers.js'
import { readableBodies } from '../../src/views/readable-body.js'
import { layoutSql } from '../../src/views/sql-layout.js'

describe('a statement laid out', () => {
  test('has one clause a line; BETWEEN keeps its AND, and a subquery stays together', () => {
    expect(
      laidOut('SELECT a FROM t LEFT OUTER JOIN u ON u.id = t.id WHERE x BETWEEN 1 AND 2 AND y IN (SELECT y FROM v)'),
    ).toEqual([
      'SELECT a',
      'FROM t',
      'LEFT OUTER JOIN u ON u.id = t.id',
      'WHERE x BETWEEN 1 AND 2',
      '  AND y IN (SELECT y FROM v)',
    ])
  })

  test('is the same statement but for white space', () => {
    fc.assert(
      fc.property(fc.string(), (sql) => {
        expect(laidOut(sql).join('').replace(/\s/g, '')).toBe(sql.replace(/\s/g, ''))
      }),
    )
  })
})

describe('bodies laid out for a comparison', () => {
  test('JSON has one member a line, its numbers and repeated members as they came', () => {
    const [legacy] = readableBodies('{"id":12345678901234567890,"id":1.0,"tags":[],"l":[1]}', '{}')
    expect(legacy).toBe('{\n  "id": 12345678901234567890,\n  "id": 1.0,\n  "tags": [],\n  "l": [\n    1\n  ]\n}')
  })

  test('JSON that stops anywhere is laid out as far as it goes', () => {
    expect(readableBodies('{"a":"b', '{"a":1}')).toEqual(['{\n  "a": "b', '{\n  "a": 1\n}'])
  })

  test('values that follow one another without a comma stay apart', () => {
    expect(readableBodies('{"a":1}\n{"a":2}', '[1 2]')).toEqual(['{\n  "a": 1\n}\n{\n  "a": 2\n}', '[\n  1\n  2\n]'])
  })

  test('a body of brackets alone grows no faster than its length', () => {
    const [laid] = readableBodies('['.repeat(20_000), '[]')
    expect(laid.length).toBeLessThan(20_000 * 100)
  })

  test('JSON keeps every token', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const [laid] = readableBodies(`[${json}]`, '[]')
        expect(JSON.parse(laid)).toEqual(JSON.parse(`[${json}]`))
      }),
    )
  })

  test('HTML of one endless line is broken between tags on both sides', () => {
    const endless = `<p>${'x'.repeat(200)}</p><p>y</p>`
    expect(readableBodies(endless, '<p>a</p><p>b</p>')[1]).toBe('<p>a</p>\n<p>b</p>')
  })
})

test('figures are short, and a part that exists is never nothing', () => {
  expect([0.42, 3.14, 311.7, 1240].map(milliseconds)).toEqual([
    '0.42\u00a0ms',
    '3.1\u00a0ms',
    '312\u00a0ms',
    '1.24\u00a0s',
  ])
  expect([percent(0, 10), percent(1, 100_000), percent(99_999, 100_000), percent(10, 10)].map(plainSpace)).toEqual([
    '0 %',
    '< 0.1 %',
    '> 99.9 %',
    '100 %',
  ])
  expect([bytes(1), bytes(18_422)].map(plainSpace)).toEqual(['1 byte', '18.4 kB'])
  expect(count(12_431)).toBe('12,431')
  expect(span('2026-11-23T08:00:00Z', '2026-11-23T10:14:20Z')).toBe('2 h 14 min')
})

function laidOut(sql: string): string[] {
  return layoutSql(sql).map(
    ({ indent, pieces }) =>
      '  '.repeat(indent) +
      pieces
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
  )
}

function plainSpace(text: string): string {
  return text.replaceAll('\u00a0', ' ')
}
