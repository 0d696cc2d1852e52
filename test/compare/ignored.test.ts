import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { differencesBetween } from '../../src/compare/compare.js'
import { noHosts } from '../../src/compare/comparator.js'
import { anExchange, type AnAnswer } from '../support/factories.js'

type Body = string | Buffer

/** For a line of the table: two bodies that say the same to every client, and two beside them that do not. */
interface Sides {
  readonly type: string
  readonly same: readonly [legacy: Body, candidate: Body]
  readonly other: readonly [legacy: Body, candidate: Body]
}

const mark = '\ufeff'
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

const sides: Readonly<Record<string, Sides>> = {
  'JSON: white space between values': {
    type: 'application/json',
    same: ['{"a":[1,2]}', '{ "a": [1,\r\n 2] }\n'],
    other: ['{"a":"b c"}', '{"a":"b  c"}'],
  },
  'JSON: order of keys': {
    type: 'application/json',
    same: ['{"a":1,"b":2}', '{"b":2,"a":1}'],
    other: ['[1,2]', '[2,1]'],
  },
  'JSON: how a number or a letter is written': {
    type: 'application/json',
    same: ['{"a":1.5e3,"b":"\\u00e9\\/"}', '{"a":1500.0,"b":"é/"}'],
    other: ['{"a":1500.0}', '{"a":1500}'],
  },
  'JSON, one text a line: line ends and empty lines': {
    type: 'application/x-ndjson',
    same: ['{"a":1}\n{"a":2}\n', '{"a":1}\r\n\r\n{"a":2}'],
    other: ['{"a":1}\n{"a":2}\n', '{"a":1}\n{"a":3}\n'],
  },
  'HTML: white space that is not laid out': {
    type: 'text/html',
    same: ['<p>a <b>b</b></p>', '<p>\n  a  <b>b</b>\n</p>\n'],
    other: ['<p>a <b>b</b></p>', '<p>a<b>b</b></p>'],
  },
  'HTML: order of attributes and of the words of a class': {
    type: 'text/html',
    same: ['<p id="a" class="b c">x</p>', '<p class="c b" id="a">x</p>'],
    other: ['<p title="b c">x</p>', '<p title="c b">x</p>'],
  },
  'HTML: how a letter is written, tags that a browser adds': {
    type: 'text/html',
    same: ['<p>&eacute;', '<html><head></head><body><p>é</p></body></html>'],
    other: ['<p>&eacute;', '<p>&amp;eacute;'],
  },
  'HTML: comments': {
    type: 'text/html',
    same: ['<p>a</p><!-- 3 ms -->', '<p>a</p><!-- 4 ms -->'],
    other: ['<p>a</p>', '<p>a</p>&lt;!-- 4 ms -->'],
  },
  'HTML: a byte order mark': {
    type: 'text/html',
    same: ['<p>a</p>', `${mark}<p>a</p>`],
    other: ['<p>a</p>', `<p>${mark}a</p>`],
  },
  'XML: white space in an element that holds elements and no text': {
    type: 'application/xml',
    same: ['<a><b>1</b><c/></a>', '<a>\n  <b>1</b>\n  <c/>\n</a>\n'],
    other: ['<a><b>1</b><b>x</b></a>', '<a><b> 1</b><b>x</b></a>'],
  },
  'XML: order of attributes, how an element without content is written': {
    type: 'application/xml',
    same: ['<a><b x="1" y="2"/></a>', '<a><b y="2" x="1"></b></a>'],
    other: ['<a><b/></a>', '<a><b> </b></a>'],
  },
  'XML: CDATA or text, how a letter is written': {
    type: 'application/xml',
    same: ['<a><![CDATA[é & b]]></a>', '<a>&#233; &amp; b</a>'],
    other: ['<a><![CDATA[b  c]]></a>', '<a><![CDATA[b c]]></a>'],
  },
  'XML: line ends': {
    type: 'application/xml',
    same: ['<a>b\nc</a>', '<a>b\r\nc</a>'],
    other: ['<a>b\nc</a>', '<a>b c</a>'],
  },
  'XML: comments': {
    type: 'application/xml',
    same: ['<a>b<!-- c --></a>', '<a>b</a>'],
    other: ['<a>b<?c d?></a>', '<a>b</a>'],
  },
  'XML: a byte order mark': {
    type: 'application/xml',
    same: ['<a>b</a>', `${mark}<a>b</a>`],
    other: ['<a>b</a>', `<a>${mark}b</a>`],
  },
  'CSV: quotes that are not needed': {
    type: 'text/csv',
    same: ['a,b\n1,x\n', 'a,b\n1,"x"\n'],
    other: ['a,b\n1,x\n', 'a,b\n1, x\n'],
  },
  'CSV: line ends between rows': {
    type: 'text/csv',
    same: ['a,b\n1,x\n', 'a,b\r\n1,x'],
    other: ['a,b\n1,"x\ny"\n', 'a,b\n1,"x\r\ny"\n'],
  },
  'text, styles, scripts: line ends, one at the very end': {
    type: 'text/plain',
    same: ['a\nb\n', 'a\r\nb'],
    other: ['a\nb\n', 'a\n\nb\n'],
  },
  'styles, scripts: a byte order mark': {
    type: 'text/css',
    same: ['a{color:red}', `${mark}a{color:red}`],
    other: ['a{color:red}', `a{color:${mark}red}`],
  },
  'all text: its charset': {
    type: 'text/html',
    same: [latin1('<meta charset=iso-8859-1><p>é</p>'), '<meta charset=iso-8859-1><p>&eacute;</p>'],
    other: [latin1('<meta charset=iso-8859-1><p>é</p>'), '<meta charset=iso-8859-1><p>é</p>'],
  },
}

/** First two columns of the table. */
const documented = readFileSync(new URL('../../docs/comparison.md', import.meta.url), 'utf8')
  .split('## What is ignored, and why')[1]
  ?.split('\n## ')[0]
  ?.split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(1)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, kind, what]) => `${kind}: ${what}`)

function told(type: string, legacy: Body, candidate: Body): string[] {
  const answer = (body: Body): AnAnswer => ({ bytes: Buffer.from(body), headers: [['Content-Type', type]] })
  const legs = [anExchange({ response: answer(legacy) }), anExchange({ response: answer(candidate) })] as const
  return differencesBetween(...legs, { identicalBodies: false, hosts: noHosts }).map(
    ({ kind, path }) => `${kind} ${path}`,
  )
}

test('docs/comparison.md lists what is ignored, line by line as it is tested here', () => {
  expect(documented).toEqual(Object.keys(sides))
})

describe.each(Object.entries(sides))('%s', (_, { type, same, other }) => {
  test('is no difference', () => {
    expect(told(type, ...same)).toEqual([])
    expect(told(type, same[1], same[0])).toEqual([])
  })

  test('what is like it and seen by a client is one', () => {
    expect(told(type, ...other)).not.toEqual([])
    expect(told(type, other[1], other[0])).not.toEqual([])
  })
})

describe('what a client sees although it looks like nothing', () => {
  test.each<[what: string, type: string, legacy: string, candidate: string, told: string]>([
    ['a mark before JSON', 'application/json', '{"a":1}', `${mark}{"a":1}`, 'added byte order mark'],
    ['a mark before CSV', 'text/csv', `${mark}a,b\n1,2\n`, 'a,b\n1,2\n', 'missing byte order mark'],
    ['a mark before a text', 'text/plain', 'a\n', `${mark}a\n`, 'added byte order mark'],
    ['line ends of a calendar', 'text/calendar', 'BEGIN:VCALENDAR\r\n', 'BEGIN:VCALENDAR\n', 'value line 1'],
    ['line ends of a card', 'text/vcard', 'BEGIN:VCARD\r\nFN:A\r\n', 'BEGIN:VCARD\nFN:A\n', 'value line 1'],
    ['line ends of a message', 'message/rfc822', 'Subject: a\r\n\r\nb', 'Subject: a\n\nb', 'value line 1'],
    ['line ends of a shell script', 'application/x-sh', '#!/bin/sh\nls\n', '#!/bin/sh\r\nls\r\n', 'value line 1'],
    ['white space in a text of XML', 'application/xml', '<a>b c</a>', '<a>b\n  c</a>', 'value /a'],
    ['white space in CDATA', 'application/xml', '<a><![CDATA[b]]></a>', '<a><![CDATA[b ]]></a>', 'value /a'],
    ['space between words and elements', 'application/xml', '<a>b <i>c</i></a>', '<a>b<i>c</i></a>', 'value /a'],
    [
      'preserved space',
      'application/xml',
      '<a xml:space="preserve"><i/> </a>',
      '<a xml:space="preserve"><i/></a>',
      'missing /a/text()',
    ],
  ])('%s', (_, type, legacy, candidate, expected) => {
    expect(told(type, legacy, candidate)).toEqual([expected])
  })
})
