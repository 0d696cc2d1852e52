import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { bodyMemo } from '../../src/compare/memo.js'
import { differencesBetween } from '../../src/compare/compare.js'
import { separate } from '../../src/compare/noise/control.js'
import type { Difference } from '../../src/model/difference.js'
import { anExchange, type AnAnswer } from '../support/factories.js'

function compared(legacy: AnAnswer, candidate: AnAnswer): Difference[] {
  const options = { identicalBodies: false, hosts: ['127.0.0.1:1', '127.0.0.1:2'] }
  return differencesBetween(anExchange({ response: legacy }), anExchange({ response: candidate }), options)
}

test.each<[string, AnAnswer, AnAnswer, object[]]>([
  [
    'a number that became a string is a type change',
    { json: { stock: 5 } },
    { json: { stock: '5' } },
    [{ path: '$.stock', kind: 'type', legacy: '5', candidate: '"5"' }],
  ],
  [
    'digits past 2^53 are not lost',
    { text: '{"a":9007199254740993}' },
    { text: '{"a":9007199254740992}' },
    [{ path: '$.a', kind: 'value' }],
  ],
  [
    'rows in another order are one difference',
    { json: [{ id: 1 }, { id: 2 }] },
    { json: [{ id: 2 }, { id: 1 }] },
    [{ path: '$', kind: 'order' }],
  ],
  [
    'one inserted row is one difference',
    { json: [{ id: 1 }, { id: 3 }] },
    { json: [{ id: 1 }, { id: 2 }, { id: 3 }] },
    [{ path: '$[1]', kind: 'added' }],
  ],
  [
    'text before the JSON makes it unreadable',
    { json: { a: 1 } },
    { text: '<br />Deprecated: x{"a":1}', headers: [['content-type', 'application/json']] },
    [{ part: 'headers' }, { kind: 'type', path: 'body' }],
  ],
  [
    'entities and order of attributes mean nothing',
    { html: '<p class=a id=b>l&#039;été</p>' },
    { html: `<p id="b" class="a">l'été</p>` },
    [],
  ],
  [
    'a changed text is located',
    { html: '<p id=x>5</p>' },
    { html: '<p id=x>6</p>' },
    [{ path: 'html > body > p#x', kind: 'value', legacy: '5', candidate: '6' }],
  ],
  [
    'hidden tokens are own values',
    { html: '<input type=hidden name=csrf_token value=a>' },
    { html: '<input type=hidden name=csrf_token value=b>' },
    [],
  ],
  [
    'a page that stops is cut short',
    { html: '<p>one</p><p>two</p>' },
    { html: '<p>one</p>' },
    [{ kind: 'cut-short', legacy: '<p>two</p>' }],
  ],
  [
    'a lost attribute of a cookie counts, the value of a session does not',
    { headers: [['Set-Cookie', 'PHPSESSID=a; HttpOnly']] },
    { headers: [['Set-Cookie', 'PHPSESSID=b']] },
    [{ part: 'cookies', path: 'PHPSESSID' }],
  ],
  [
    'Date and Server are ignored, X-Frame-Options is not',
    {
      headers: [
        ['Date', 'a'],
        ['X-Frame-Options', 'DENY'],
      ],
    },
    { headers: [['Date', 'b']] },
    [{ part: 'headers', kind: 'missing', path: 'x-frame-options' }],
  ],
  [
    'a redirect to the own address is the same',
    { status: 302, headers: [['Location', 'http://127.0.0.1:1/x']] },
    { status: 302, headers: [['Location', 'http://127.0.0.1:2/x']] },
    [],
  ],
])('%s', (_, legacy, candidate, expected) => {
  const found = compared(legacy, candidate)
  expect(found).toMatchObject(expected)
  expect(found).toHaveLength(expected.length)
})

test('a body compared with itself has no differences, whatever its type', () => {
  fc.assert(
    fc.property(
      fc.uint8Array(),
      fc.constantFrom('text/html', 'application/json', 'text/plain', 'image/png', ''),
      (bytes, type) => {
        const answer: AnAnswer = { bytes, headers: [['content-type', type]] }
        expect(compared(answer, { ...answer, bytes: Uint8Array.from(bytes) })).toEqual([])
      },
    ),
  )
})

test('two JSON values differ exactly when their texts do', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
      expect(compared({ json: { a: one } }, { json: { a: other } }).length === 0).toBe(same)
    }),
  )
})

test('what legacy does not repeat itself is noise, a change of another kind at that place is not', () => {
  const price: Difference = { part: 'body', kind: 'value', path: '$.price' }
  const typed: Difference = { ...price, kind: 'type' }
  expect(separate([price, typed], [price])).toEqual({
    signal: [typed],
    noise: [{ difference: price, source: 'control' }],
  })
})

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inside]) => [key, sorted(inside)]),
  )
}

test('bodies that were compared before are not compared again, and say the same', () => {
  const memo = bodyMemo(10)
  const page = (word: string) => anExchange({ response: { html: `<p>${'x '.repeat(2000)}</p><b>${word}</b>` } })
  const options = { identicalBodies: false, hosts: [] }
  const plain = differencesBetween(page('a'), page('b'), options)
  const first = differencesBetween(page('a'), page('b'), { ...options, memo })
  const again = differencesBetween(page('a'), page('b'), { ...options, memo })
  expect([first, again]).toEqual([plain, plain])
  expect(differencesBetween(page('a'), page('c'), { ...options, memo })).not.toEqual(plain)
  expect(differencesBetween(page('b'), page('a'), { ...options, memo })[0]).toMatchObject({
    legacy: 'b',
    candidate: 'a',
  })
})
