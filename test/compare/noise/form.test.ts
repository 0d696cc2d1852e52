import { expect, test } from '@jest/globals'
import { isInKind } from '../../../src/compare/noise/form.js'

const inBody = { part: 'body', path: '$.place' } as const
const inPath = { part: 'redirect', path: 'path' } as const

test.each<[value: string, shown: readonly string[], inKind: boolean]>([
  ['12', ['7', '9.5'], true],
  ['twelve', ['7', '9.5'], false],
  ['', ['7', '8'], false],
  ['""', ['"a"', '"b"'], false],
  ['"b"', ['"a"'], true],
  ['"7"', ['"a"'], false],
  ['null', ['"a"'], false],
  ['<li>three</li>', ['<li>one</li>', '<li>two</li>'], true],
  ['<p>three</p>', ['<li>one</li>', '<li>two</li>'], false],
  ['[hidden 0123456789abcdef]', ['[hidden fedcba9876543210]'], true],
  ['["a"]', ['[hidden 0123456789abcdef]'], false],
  ['a81fd31b0c', ['0123456789'], true],
  ['Warning: Undefined variable $x in /srv/www/a.php on line 3', ['in stock', 'sold out'], false],
])('%s where %j was shown', (value, shown, inKind) => {
  expect(isInKind(inBody, value, shown)).toBe(inKind)
})

test('a status is in kind with itself alone', () => {
  const status = { part: 'status', path: 'status' } as const
  expect(isInKind(status, '302', ['200', '302'])).toBe(true)
  expect(isInKind(status, '301', ['200', '302'])).toBe(false)
})

test.each<[value: string, shown: readonly string[], inKind: boolean]>([
  ['/list/2,3,1', ['/list/1,2,3', '/list/3,1,2'], true],
  ['/login', ['/list/1,2,3', '/list/3,1,2'], false],
  ['/go/kqzrwvbt', ['/go/awbxcydz', '/go/pmonqlrk'], true],
  ['/login', ['/3f9ac1', '/77b2d0'], false],
  ['/d/A9zXk3Lm0Qp7Rt5Vw2Yb8Nc4', ['/d/[hidden 0123456789abcdef]'], true],
  ['/go/kqzrwvbt/edit', ['/go/awbxcydz', '/go/pmonqlrk'], false],
])('a redirect to %s where others led to %j', (value, shown, inKind) => {
  expect(isInKind(inPath, value, shown)).toBe(inKind)
})

test('forms that were learned of a place count as what was shown there', () => {
  expect(isInKind(inBody, '12', [], ['number'])).toBe(true)
  expect(isInKind(inBody, '12', [], ['text'])).toBe(false)
})
