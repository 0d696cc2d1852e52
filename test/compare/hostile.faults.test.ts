import { describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { noHosts } from '../../src/compare/comparator.js'
import { differencesBetween, maxDifferences } from '../../src/compare/compare.js'
import { learners } from '../../src/compare/noise/registry.js'
import { jsonDocument } from '../../src/compare/json-document.js'
import { numberText } from '../../src/compare/json-number.js'
import type { Difference } from '../../src/model/difference.js'
import { anExchange } from '../support/factories.js'

jest.setTimeout(30_000)

const types = [
  'text/html',
  'application/json',
  'text/xml',
  'text/csv',
  'text/plain',
  'image/png',
  'application/pdf',
  'application/octet-stream',
  'text/html; charset=utf-16le',
  'text/html; charset=nonsense',
  'no type at all',
  '',
]
const codings = ['', 'gzip', 'deflate', 'br', 'gzip, br', 'zstd']

function compared(type: string, coding: string, legacy: Uint8Array, candidate: Uint8Array): Difference[] {
  const answer = (bytes: Uint8Array) =>
    anExchange({
      response: {
        bytes,
        headers: [['Content-Type', type], ...(coding === '' ? [] : [['Content-Encoding', coding] as const])],
      },
    })
  return differencesBetween(answer(legacy), answer(candidate), { identicalBodies: false, hosts: noHosts })
}

/** Far above what any of these takes, far below what a quadratic one would. */
const generousMs = 10_000

function inTime<Result>(work: () => Result): Result {
  const started = performance.now()
  const result = work()
  expect(performance.now() - started).toBeLessThan(generousMs)
  return result
}

test('nothing throws and no pair has more differences than are kept, whatever the bytes, types and codings', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ maxLength: 300, unit: 'binary' }).map((text) => Buffer.from(text)),
  )
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.constantFrom(...codings), bytes, bytes, (type, coding, one, other) => {
      expect(compared(type, coding, one, other).length).toBeLessThanOrEqual(maxDifferences)
      expect(compared(type, coding, one, Uint8Array.from(one))).toEqual([])
    }),
    { numRuns: 1500 },
  )
})

describe('bombs are not opened, and the pair says so', () => {
  const coders = {
    gzip: (bytes: Buffer) => gzipSync(bytes),
    deflate: (bytes: Buffer) => deflateSync(bytes),
    br: (bytes: Buffer) => brotliCompressSync(bytes),
  }
  test.each(Object.keys(coders) as (keyof typeof coders)[])('%s', (coding) => {
    const large = Buffer.alloc(40 * 1024 * 1024, 'a')
    const [bomb, page] = [coders[coding](large), coders[coding](Buffer.from('<p>a</p>'))]
    const [found] = compared('text/html', coding, page, bomb)
    expect(found?.candidate).toMatch(/whose content coding is too large$/)
    expect([found]).toMatchObject([{ part: 'body', kind: 'type' }])
  })

  test('by ratio: what grows a thousandfold past a page is not opened, though it is no 32 MB', () => {
    const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024, 'a'))
    expect(compared('text/html', 'gzip', gzipSync('<p>a</p>'), bomb)).toMatchObject([{ kind: 'type' }])
  })

  test('two codings on one another are undone', () => {
    const coded = (text: string): Buffer => brotliCompressSync(gzipSync(text))
    expect(compared('application/json', 'gzip, br', coded('{"a":1}'), coded('{"a":2}'))).toMatchObject([
      { kind: 'value', path: '$.a' },
    ])
  })
})

/** Long texts that make a careless reader take the square of their length. */
const traps: Record<string, string> = {
  'one letter': 'a',
  digits: '1',
  zeros: '0',
  hyphens: '-',
  dots: '.',
  'white space': ' ',
  'line ends': '\n',
  'opening brackets': '[',
  'opening braces': '{"a":',
  quotes: '"',
  'escaped quotes': '\\"',
  'open tags': '<b>',
  'open formatting in blocks': '<p><b><i>',
  'open tables': '<table><tr><td>',
  'open links': '<a href=x>',
  'open comments': '<!--',
  'open CDATA': '<![CDATA[',
  'open inputs': '<input name=token ',
  'open meta tags': '<meta ',
  attributes: ' a=b',
  entities: '&amp',
  'empty rows': '\n\n',
  commas: ',',
  'names of tokens': 'token',
  'tokens without values': 'token=',
  sessions: 'session_',
  moments: '2026-01-02T',
  'words of time': 'exécuté',
  'words of memory': 'memory peak ',
  'ago without': '1 ',
  'names of files': 'a.1f',
  NAN: 'NAN',
}
const trapNames = Object.keys(traps)

describe.each(['text/html', 'application/json', 'text/xml', 'text/csv', 'text/plain'])('%s of 100 KB', (type) => {
  test.each(trapNames)('%s', (name) => {
    const piece = traps[name] ?? ''
    const text = piece.repeat(Math.ceil(100_000 / piece.length))
    const bodies = [`${text}!`, `<p>1</p>${text}?`].map((each) => Buffer.from(each))
    inTime(() => compared(type, '', bodies[0] ?? Buffer.of(), bodies[1] ?? Buffer.of()))
  })
})

describe.each(learners.map((learner) => [learner.id, learner] as const))('the learner %s', (_, learner) => {
  const context = { receivedAt: Date.UTC(2026, 0, 2), own: ['127.0.0.1:8001'] }

  test.each(trapNames)('reads 100 KB of %s', (name) => {
    const piece = traps[name] ?? ''
    const text = piece.repeat(Math.ceil(100_000 / piece.length))
    for (const value of [text, `${text}!`, `token="${text}`, `generated ${text}`])
      inTime(() => learner.mask(value, '$.token', context))
  })

  test('reads any text of pieces of its own words', () => {
    const words = fc.array(fc.constantFrom(...Object.values(traps), '"', ':', '=', '5 s', 'MB', 'ago'), {
      maxLength: 40,
    })
    fc.assert(
      fc.property(words, fc.nat(400), (pieces, times) => {
        inTime(() => learner.mask(pieces.join('').repeat(times).slice(0, 50_000), '$.a', context))
      }),
      { numRuns: 60 },
    )
  })
})

test('a number of a hundred thousand digits is read in time', () => {
  for (const number of [
    `1.${'0'.repeat(100_000)}1`,
    `0.${'0'.repeat(100_000)}`,
    `1e${'9'.repeat(300)}`,
    `1${'0'.repeat(100_000)}.0`,
  ])
    inTime(() => numberText(number))
})

test('lists in lists are compared in time that grows with their size', () => {
  const nested = (word: string): Buffer =>
    Buffer.from(`${'['.repeat(400)}"${word}",${'"x",'.repeat(20_000)}1${',["y"]]'.repeat(400)}`)
  expect(inTime(() => compared('application/json', '', nested('a'), nested('b')))).toHaveLength(1)
})

test('numbers that are none are read only outside texts', () => {
  expect(jsonDocument('{"a":"NAN","b":-INF}')?.value).toEqual({ a: 'NAN', b: '\u0000-INF' })
  expect(jsonDocument('{"a":NANA}')).toBeUndefined()
})
