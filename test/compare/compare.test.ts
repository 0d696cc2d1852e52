import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { bodyMemo } from '../../src/compare/memo.js'
import { differencesBetween } from '../../src/compare/compare.js'
import type { Difference } from '../../src/model/difference.js'
import { anExchange, type AnAnswer } from '../support/factories.js'
import { noHosts } from '../../src/compare/comparator.js'

function compared(legacy: AnAnswer, candidate: AnAnswer): Difference[] {
  const options = { identicalBodies: false, hosts: { legacy: ['127.0.0.1:1'], candidate: ['127.0.0.1:2'] } }
  return differencesBetween(anExchange({ response: legacy }), anExchange({ response: candidate }), options)
}

const xmlAnswer = (text: string): AnAnswer => ({
  bytes: Buffer.from(text),
  headers: [['Content-Type', 'application/rss+xml']],
})
const csvAnswer = (text: string): AnAnswer => ({ bytes: Buffer.from(text), headers: [['Content-Type', 'text/csv']] })

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
    [{ kind: 'unreadable', path: '$', candidate: '<br />Deprecated: x{"a":1}' }],
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
    'a page that stops is cut short',
    { html: '<p>one</p><p>two</p>' },
    { html: '<p>one</p>' },
    [{ kind: 'cut-short', legacy: '<p>two</p>' }],
  ],
  [
    'a lost attribute of a cookie counts, the value of a session does not',
    { headers: [['Set-Cookie', 'PHPSESSID=a; HttpOnly']] },
    { headers: [['Set-Cookie', 'PHPSESSID=b']] },
    [{ part: 'cookies', kind: 'missing', path: 'PHPSESSID; HttpOnly' }],
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
  [
    'what stands behind the text of a warning is compared all the same',
    { json: { a: 1 } },
    { text: 'Warning: x in y\n{"a":2}', headers: [['content-type', 'application/json']] },
    [{ kind: 'unreadable' }, { kind: 'value', path: '$.a' }],
  ],
  [
    'a float that became an integer is another type, zeros at its end are nothing',
    { text: '{"a":1.0,"b":2.50}' },
    { text: '{"a":1,"b":2.5}' },
    [{ kind: 'type', path: '$.a' }],
  ],
  ['null is not the empty text', { json: { a: null } }, { json: { a: '' } }, [{ kind: 'type', path: '$.a' }]],
  [
    'a block that moved is one difference',
    { html: '<main><h1>A</h1><div id=x>1</div><p>b</p><p>c</p><i>d</i></main>' },
    { html: '<main><h1>A</h1><p>b</p><p>c</p><div id=x>1</div><i>e</i></main>' },
    [
      { kind: 'order', path: 'html > body > main > div#x' },
      { kind: 'value', path: 'html > body > main > i' },
    ],
  ],
  [
    'form fields are known by name',
    { html: '<form><input name=a value=1><input name=b value=2></form>' },
    { html: '<form><input name=a value=1><input name=c><input name=b value=3></form>' },
    [
      { kind: 'value', path: 'html > body > form > input[name="b"][value]', legacy: '2', candidate: '3' },
      { kind: 'added', path: 'html > body > form > input[name="c"]' },
    ],
  ],
  [
    'a feed is a tree, CDATA is text, white space is nothing',
    xmlAnswer('<rss><channel><item><guid>1</guid><title>A &amp; B</title></item></channel></rss>'),
    xmlAnswer('<rss>\n<channel><item><guid>1</guid><title><![CDATA[A & B]]></title></item></channel></rss>'),
    [],
  ],
  [
    'an entry of a feed is known by its guid',
    xmlAnswer('<rss><item><guid>1</guid><t>a</t></item><item><guid>2</guid><t>b</t></item></rss>'),
    xmlAnswer('<rss><item><guid>3</guid><t>c</t></item><item><guid>2</guid><t>x</t></item></rss>'),
    [
      { kind: 'value', path: '/rss/item[1]/guid' },
      { kind: 'value', path: '/rss/item[1]/t' },
      { kind: 'value', path: '/rss/item[2]/t', legacy: 'b', candidate: 'x' },
    ],
  ],
  [
    'XML that is no longer well-formed is unreadable',
    xmlAnswer('<a><b/></a>'),
    xmlAnswer('<br /><b>Warning</b><a><b/></a>'),
    [{ kind: 'unreadable' }],
  ],
  [
    'CSV by row and column, whatever its quoting',
    csvAnswer('ref;price\nA1;5\nA2;"7"\n'),
    csvAnswer('ref;price\nA1;6\nA2;7\nA3;8\n'),
    [
      { kind: 'value', path: 'row 2, column price', legacy: '5', candidate: '6' },
      { kind: 'added', path: 'row 4' },
    ],
  ],
  [
    'a redirect part by part',
    { status: 302, headers: [['Location', 'http://127.0.0.1:1/a?x=1&y=2#top']] },
    { status: 302, headers: [['Location', 'https://shop.example:8443/a?y=3']] },
    [
      { part: 'redirect', kind: 'missing', path: 'query.x' },
      { part: 'redirect', kind: 'value', path: 'query.y' },
      { part: 'redirect', kind: 'missing', path: 'fragment' },
      { part: 'redirect', kind: 'added', path: 'scheme' },
      { part: 'redirect', kind: 'added', path: 'host' },
      { part: 'redirect', kind: 'added', path: 'port' },
    ],
  ],
  [
    'directives in another order and another case mean the same, a lost one does not',
    { headers: [['Cache-Control', 'no-store, Private']] },
    { headers: [['Cache-Control', 'private,no-store']] },
    [],
  ],
  [
    'the lost directive',
    { headers: [['Cache-Control', 'no-store, private']] },
    { headers: [['Cache-Control', 'private']] },
    [{ part: 'headers', kind: 'value', path: 'cache-control' }],
  ],
  [
    'a charset that is written otherwise is the same',
    { text: 'é', headers: [['Content-Type', 'text/plain; charset="UTF-8"']] },
    { text: 'é', headers: [['Content-Type', 'text/plain;charset=utf-8']] },
    [],
  ],
  [
    'the same words in another charset are the same page',
    { bytes: Buffer.from('<p>été</p>', 'latin1'), headers: [['Content-Type', 'text/html']] },
    { bytes: Buffer.from('<p>été</p>'), headers: [['Content-Type', 'text/html']] },
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
  const options = { identicalBodies: false, hosts: noHosts }
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
