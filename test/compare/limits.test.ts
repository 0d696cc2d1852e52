import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { gzipSync } from 'node:zlib'
import { differencesBetween } from '../../src/compare/compare.js'
import type { Difference } from '../../src/model/difference.js'
import { anExchange } from '../support/factories.js'
import { noHosts } from '../../src/compare/comparator.js'

const types = {
  json: 'application/json',
  html: 'text/html',
  xml: 'text/xml',
  csv: 'text/csv',
  text: 'text/plain',
  image: 'image/png',
}

function compared(type: keyof typeof types, legacy: string | Uint8Array, candidate: string | Uint8Array): Difference[] {
  const answer = (body: string | Uint8Array) =>
    anExchange({
      response: {
        bytes: typeof body === 'string' ? Buffer.from(body) : body,
        headers: [['Content-Type', types[type]]],
      },
    })
  return differencesBetween(answer(legacy), answer(candidate), { identicalBodies: false, hosts: noHosts })
}

const nested = { json: ['[', ']'], html: ['<div>', '</div>'], xml: ['<a>', '</a>'] } as const

describe('whatever comes', () => {
  test.each(Object.keys(nested) as (keyof typeof nested)[])(
    '%s that is nested 10,000 deep is compared as text, and the place says so',
    (type) => {
      const [open, close] = nested[type]
      const deep = (word: string): string => `${open.repeat(10_000)}\n${word}\n${close.repeat(10_000)}`
      const found = compared(type, deep('1'), deep('2'))
      expect(found).toHaveLength(1)
      expect(found[0]).toMatchObject({
        kind: 'value',
        path: 'line 2, as text: nested too deep',
        legacy: '1',
        candidate: '2',
      })
    },
  )

  test('lists without end of what has nothing in common are compared more coarsely', () => {
    const rows = (from: number): string =>
      `<html><ul>${Array.from({ length: 3000 }, (_, n) => `<li id="i${from + n}">${from + n}</li>`).join('\n')}</ul>`
    const [first] = compared('html', rows(0), rows(100_000))
    expect(first?.path).toMatch(/, as text: too much to compare in detail$/)
  })

  test('a bomb is not opened', () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    const answer = (bytes: Uint8Array) =>
      anExchange({
        response: {
          bytes,
          headers: [
            ['Content-Type', 'text/plain'],
            ['Content-Encoding', 'gzip'],
          ],
        },
      })
    const found = differencesBetween(answer(bomb), answer(gzipSync('x')), { identicalBodies: false, hosts: noHosts })
    expect(found).toMatchObject([{ part: 'body', kind: 'type' }])
  })

  test('nothing throws, and what is the same one way is the same the other way, but for an end that is missing', () => {
    const pieces = fc.array(
      fc.constantFrom(
        '<',
        '>',
        '</',
        '"',
        "'",
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        ';',
        '\n',
        '&',
        '<!--',
        '<![CDATA[',
        'a',
        '1',
        '\u0000',
        'é',
        '<td>',
        '<svg>',
        '<?',
      ),
      { maxLength: 60 },
    )
    const body = pieces.map((words) => words.join(''))
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(types) as (keyof typeof types)[])),
        body,
        body,
        (type, one, other) => {
          const notCut = (found: Difference[]): boolean => found.some(({ kind }) => kind !== 'cut-short')
          const [there, back] = [compared(type, one, other), compared(type, other, one)]
          if (there.length === 0) expect(notCut(back)).toBe(false)
          if (back.length === 0) expect(notCut(there)).toBe(false)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('one thing that changed is reported', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/)
  const rows = fc.uniqueArray(fc.tuple(word, fc.nat(9999)), { minLength: 2, maxLength: 8, selector: ([name]) => name })
  type Rows = [string, number][]
  const documents: Record<'json' | 'html' | 'xml' | 'csv' | 'text', (rows: Rows) => string> = {
    json: (all) => JSON.stringify(all.map(([name, price]) => ({ name, price }))),
    html: (all) =>
      `<html><table>${all.map(([name, price]) => `<tr><td>${name}</td><td class=p>${price}</td></tr>`).join('')}</table>`,
    xml: (all) => `<shop>${all.map(([name, price]) => `<item price="${price}">${name}</item>`).join('')}</shop>`,
    csv: (all) => `name,price\n${all.map((row) => row.join(',')).join('\n')}\n`,
    text: (all) => all.map((row) => row.join(' ')).join('\n'),
  }
  const changes: Record<string, (rows: Rows) => Rows> = {
    'a digit': ([[name, price] = ['', 0], ...rest]) => [[name, price + 1], ...rest],
    'a letter': ([[name, price] = ['', 0], ...rest]) => [[`${name}x`, price], ...rest],
    'a row that is gone': ([, ...rest]) => rest,
    'a row that came': (all) => [...all, ['new', 1]],
    'the order of two rows': ([first, second, ...rest]) =>
      first === undefined || second === undefined ? rest : [second, first, ...rest],
  }
  const cases = Object.keys(documents).flatMap((type) => Object.keys(changes).map((change) => [type, change] as const))

  test.each(cases)('%s: %s', (type, change) => {
    const write = documents[type as keyof typeof documents]
    fc.assert(
      fc.property(rows, (all) => {
        const other = changes[change]?.(all) ?? all
        const found = compared(type as keyof typeof documents, write(all), write(other))
        expect(found.length).toBeGreaterThan(0)
        const back = compared(type as keyof typeof documents, write(other), write(all))
        expect(back.length).toBeGreaterThan(0)
      }),
    )
  })
})
