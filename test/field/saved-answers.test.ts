import { describe, expect, test } from '@jest/globals'
import { differencesBetween } from '../../src/compare/compare.js'
import { noHosts, shown } from '../../src/compare/comparator.js'
import { sentenceOf } from '../../src/compare/sentence.js'
import { savedAnswer } from '../../src/compare/saved-answer.js'
import type { Difference } from '../../src/model/difference.js'
import type { Exchange } from '../../src/model/exchange.js'

/** An answer as a file holds it. */
function saved(fields: string, body: string): Exchange {
  const response = savedAnswer(Buffer.from(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\n${body}`), undefined)
  if (response === undefined) throw new Error('no answer')
  return { leg: 'legacy', response, timing: { total: 0 }, statements: [], attribution: 'none' }
}

function between(legacy: Exchange, candidate: Exchange): Difference[] {
  return differencesBetween(legacy, candidate, { identicalBodies: false, hosts: noHosts })
}

describe('a redirect to one path, spelled in several ways', () => {
  const to = (location: string): Exchange => saved(`Location: ${location}`, 'x')

  test.each(['/caf%c3%a9', '/café', '/%63af%C3%A9', '/caf%C3%A9?'])('%s is /caf%%C3%%A9', (location) => {
    expect(between(to('/caf%C3%A9'), to(location))).toEqual([])
    expect(between(to(location), to('/caf%C3%A9'))).toEqual([])
  })

  test.each([
    ['/caf%C3%A9', '/caf%E9'],
    ['/caf%C3%A9', '/cafe'],
    ['/a%2Fb', '/a/b'],
    ['/a?b=%E9', '/a?b=%E8'],
    ['/a?b=1%262', '/a?b=1&2'],
  ])('%s is not %s', (legacy, candidate) => {
    expect(between(to(legacy), to(candidate))).not.toEqual([])
  })

  test('parameters are read as before, whatever encodes them', () => {
    expect(between(to('/a?b=caf%c3%a9+x&c=1'), to('/a?b=caf%C3%A9%20x&c=2'))).toEqual([
      { part: 'redirect', kind: 'value', path: 'query.c', legacy: '1', candidate: '2' },
    ])
  })
})

describe('JSON, one text a line', () => {
  const lines = (body: string, type = 'application/x-ndjson'): Exchange => saved(`Content-Type: ${type}`, body)
  const told = (...legs: readonly [Exchange, Exchange]): string[] =>
    between(...legs).map(({ kind, path, legacy = '', candidate = '' }) => `${kind} ${path} ${legacy} ${candidate}`)

  test.each([
    ['the first line', '{"a":1}\n{"a":2}\n', '{"a":9}\n{"a":2}\n', 'value $[0].a 1 9'],
    ['the last line', '{"a":1,"b":2}\n{"a":2}\n', '{"a":1,"b":2}\n{"a":3}\n', 'value $[1].a 2 3'],
    ['a line that came', '{"a":1}\n', '{"a":1}\n{"a":2}\n', 'added $[1]  {"a":2}'],
    ['a line that is gone', '{"id":1}\n{"id":2}\n{"id":3}\n', '{"id":1}\n{"id":3}\n', 'missing $[1] {"id":2} '],
    ['a text in place of a number', '{"a":1}\n{"a":2}\n', '{"a":1}\n{"a":"2"}\n', 'type $[1].a 2 "2"'],
  ])('a change in %s is told with its line', (_, legacy, candidate, expected) => {
    for (const type of ['application/x-ndjson', 'application/jsonl', 'application/json'])
      expect(told(lines(legacy, type), lines(candidate, type))).toEqual([expected])
  })

  test('keys of a line in another order are the same', () => {
    expect(told(lines('{"a":1,"b":2}\n{"a":2}\n'), lines('{"b":2,"a":1}\n{"a":2}\n'))).toEqual([])
  })

  test('a warning before the lines makes them unreadable, and they are compared', () => {
    const warned = lines('Warning: x in /srv/a.php on line 3\n{"a":1}\n{"a":3}\n')
    expect(between(lines('{"a":1}\n{"a":2}\n'), warned).map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'unreadable $',
      'value $[1].a',
    ])
  })
})

test('what differs in white space alone is shown as such', () => {
  const calendar = (end: string): Exchange =>
    saved('Content-Type: text/calendar', ['BEGIN:VCALENDAR', 'VERSION:2.0', 'END:VCALENDAR', ''].join(end))
  expect(between(calendar('\r\n'), calendar('\n')).map(shown).map(sentenceOf)).toEqual([
    'line 1: legacy says “BEGIN:VCALENDAR␍␊VERSION:2.0␍␊END:VCALENDAR␍”, ' +
      'the candidate “BEGIN:VCALENDAR␊VERSION:2.0␊END:VCALENDAR”, other white space.',
  ])
})
