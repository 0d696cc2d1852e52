import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { noHosts } from '../../src/compare/comparator.js'
import { differencesBetween } from '../../src/compare/compare.js'
import type { Difference } from '../../src/model/difference.js'
import type { Headers } from '../../src/model/http.js'
import { anExchange, type AnAnswer } from '../support/factories.js'

function compared(legacy: AnAnswer, candidate: AnAnswer): Difference[] {
  const options = { identicalBodies: false, hosts: noHosts }
  return differencesBetween(anExchange({ response: legacy }), anExchange({ response: candidate }), options)
}

const mirrored = { missing: 'added', added: 'missing' } as const

/** A difference as the other side would tell it. */
function turned({ kind, ...rest }: Difference): Difference {
  return { ...rest, kind: kind === 'missing' || kind === 'added' ? mirrored[kind] : kind }
}

/**
 * Numbers of lines and of brothers are counted on the side that has them, and an element is called as that side calls it: another number or
 * id may stand there for the same place.
 */
const ofOneSide = /:nth-of-type\(\d+\)|\[\d+\]|(?<=\b(?:line|row) )\d+|#\w+|\[\w+="[^"]*"\]/g

function placesOf(found: readonly Difference[], exactly: boolean): string[] {
  return found.map(({ part, kind, path }) => `${part} ${kind} ${exactly ? path : path.replace(ofOneSide, '')}`).sort()
}

/**
 * Swapped sides give the same parts and places, `missing` for `added` and the other way round. A beginning of the other is cut short one way
 * only, by definition.
 */
function expectSymmetry(legacy: AnAnswer, candidate: AnAnswer, exactly: (found: Difference[]) => boolean): void {
  const [there, back] = [compared(legacy, candidate), compared(candidate, legacy)]
  if ([...there, ...back].some(({ kind }) => kind === 'cut-short')) return
  const exact = exactly(there)
  expect(placesOf(there, exact)).toEqual(placesOf(back.map(turned), exact))
}

const answer = (type: string, text: string): AnAnswer => ({
  bytes: Buffer.from(text),
  headers: [['Content-Type', type]],
})
const runs = { numRuns: 400 }
const word = fc.constantFrom('a', 'b', 'c', 'd', 'e', '1', '2')

describe('differences are symmetric in place', () => {
  test('JSON: places are the same, but for numbers of items in a list that changed its order', () => {
    const row = fc.record({ id: fc.nat(5), n: fc.oneof(fc.nat(3), word, fc.constant(null)) })
    const { value } = fc.letrec((again) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.nat(3),
        word,
        fc.boolean(),
        fc.constant(null),
        fc.array(again('value'), { maxLength: 5 }),
        fc.dictionary(word, again('value'), { maxKeys: 4 }),
        fc.array(row, { maxLength: 5 }),
      ),
    }))
    const noOrder = (found: Difference[]): boolean => !found.some(({ kind }) => kind === 'order')
    fc.assert(
      fc.property(value, value, (one, other) => expectSymmetry({ json: [one] }, { json: [other] }, noOrder)),
      runs,
    )
  })

  const element = (names: readonly string[], attribute: fc.Arbitrary<string>, empty: string) =>
    fc.letrec<{ node: string; nodes: string }>((again) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        word,
        fc.constant(empty),
        fc
          .tuple(fc.constantFrom(...names), attribute, again('nodes'))
          .map(([name, held, inside]) => `<${name}${held}>${inside}</${name}>`),
      ),
      nodes: fc.array(again('node'), { maxLength: 5 }).map((all) => all.join('')),
    })).nodes

  test('HTML: places are the same, but for numbers of brothers', () => {
    const attribute = fc.constantFrom('', '', ' id=a', ' id=b', ' class="x y"', ' class=z', ' title=t', ' name=q')
    const page = element(['p', 'div', 'b', 'li', 'select', 'table', 'pre', 'noscript'], attribute, ' ').map(
      (inside) => `<!doctype html><html><body>${inside}</body></html>`,
    )
    fc.assert(
      fc.property(page, page, (one, other) =>
        expectSymmetry(answer('text/html', one), answer('text/html', other), () => false),
      ),
      runs,
    )
  })

  test('XML: places are the same, but for numbers of brothers', () => {
    const attribute = fc.constantFrom('', '', ' x="1"', ' x="2"', ' y="1"')
    const feed = element(['item', 'guid', 'title', 'link'], attribute, '\n').map((inside) => `<rss>${inside}</rss>`)
    fc.assert(
      fc.property(feed, feed, (one, other) =>
        expectSymmetry(answer('text/xml', one), answer('text/xml', other), () => false),
      ),
      runs,
    )
  })

  test('CSV under the same titles: rows and columns are the same', () => {
    const rows = fc.array(fc.array(word, { minLength: 1, maxLength: 3 }), { maxLength: 6 })
    const table = rows.map((all) => `id,x,y\n${all.map((row) => row.join(',')).join('\n')}\n`)
    fc.assert(
      fc.property(table, table, (one, other) =>
        expectSymmetry(answer('text/csv', one), answer('text/csv', other), () => true),
      ),
      runs,
    )
  })

  test('text: places are the same, but for numbers of lines', () => {
    const lines = fc.array(word, { maxLength: 12 }).map((all) => all.join('\n'))
    fc.assert(
      fc.property(lines, lines, (one, other) =>
        expectSymmetry(answer('text/plain', one), answer('text/plain', other), () => false),
      ),
      runs,
    )
  })

  test('status, headers, cookies and redirects: places are the same', () => {
    const field = fc.oneof(
      fc.tuple(fc.constantFrom('X-A', 'x-b', 'Link', 'Vary', 'Cache-Control'), word),
      fc.tuple(fc.constant('Set-Cookie'), fc.tuple(word, word, fc.constantFrom('', '; Path=/', '; Path=/x; Secure'))),
      fc.tuple(fc.constant('Location'), fc.tuple(fc.constantFrom('/', 'http://x.example/', '?'), word)),
    )
    const fields = fc.array(field, { maxLength: 6 }).map((all) =>
      all.map(([name, value]): Headers[number] => {
        if (typeof value === 'string') return [name, value]
        const [first, second, rest = ''] = value
        return [name, name === 'Location' ? `${first}${second}?q=${second}` : `${first}=${second}${rest}`]
      }),
    )
    const status = fc.constantFrom(200, 302, 500)
    fc.assert(
      fc.property(fields, fields, status, status, (one, other, first, second) =>
        expectSymmetry({ status: first, headers: one }, { status: second, headers: other }, () => true),
      ),
      runs,
    )
  })

  test('two sorts of body, and bytes: places are the same', () => {
    const body = fc.oneof(
      fc.tuple(fc.constantFrom('text/html', 'application/json', 'text/csv', 'text/xml', 'image/png'), fc.string()),
    )
    fc.assert(
      fc.property(body, body, ([type, text], [other, words]) =>
        expectSymmetry(answer(type, text), answer(other, words), () => false),
      ),
      runs,
    )
  })
})
