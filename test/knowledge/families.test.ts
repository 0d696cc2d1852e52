import { describe, expect, test } from '@jest/globals'
import { judge } from '../../src/diagnose/judge.js'
import type { Sighting } from '../../src/model/finding.js'
import type { Statement } from '../../src/model/statement.js'
import { aPair, aRequest, aStatement, type AnAnswer } from '../support/factories.js'
import { knowledge } from '../support/knowledge.js'

const asks = (sql: string, ordered = 'same', unordered = 'same'): Statement =>
  aStatement({ sql, rows: 2, rowsHash: { ordered, unordered } })

/** Findings of a page that says one thing on legacy and another on the candidate, after these statements. */
function told(
  before: readonly Statement[],
  after: readonly Statement[],
  [one, other]: readonly [string, string],
): Sighting[] {
  const legacy: AnAnswer = { html: one }
  const pair = aPair({
    route: 'GET /list',
    legacy: { response: legacy },
    candidate: { response: { html: other }, statements: after, attribution: 'exact' },
    control: { response: legacy, statements: before, attribution: 'exact' },
  })
  return [...judge(pair, knowledge).sightings]
}

const price = ['<p>Price 12</p>', '<p>Price 13</p>'] as const
const list = 'SELECT id FROM item WHERE shelf = 1'

describe('which part of the stack makes a difference, where taps saw both', () => {
  test('other rows for the same text are the database', () => {
    expect(told([asks(list)], [asks(list, 'b', 'b')], price)).toMatchObject([
      { cause: 'mysql-rows-value', proof: 'none', evidence: { sql: list } },
    ])
  })

  test('what the catalogue knows by the text has its own id', () => {
    const sql = 'SELECT price / 3 * 3 FROM item'
    expect(told([asks(sql)], [asks(sql, 'b', 'b')], price)).toMatchObject([{ cause: 'mysql-decimal-division' }])
  })

  test('an answer that depends on the clock or on chance says nothing of the database', () => {
    const sql = 'SELECT id FROM item ORDER BY RAND()'
    expect(told([asks(sql)], [asks(sql, 'b', 'b')], price).map(({ cause }) => cause)).not.toContain('mysql-rows-value')
  })

  test('another statement after the same rows is PHP, and is not proven by one agreement of control', () => {
    const after = [asks(list), asks('SELECT name FROM item')]
    expect(told([asks(list)], after, price)).toMatchObject([
      { cause: 'php-other-way', proof: 'none', evidence: { candidatesStatement: 'SELECT name FROM item' } },
    ])
  })

  test('the same statements and rows with another page are PHP', () => {
    expect(told([asks(list)], [asks(list)], price)).toMatchObject([{ cause: 'php-other-value', proof: 'none' }])
  })

  test('a list in another order over the same rows is sorted by PHP', () => {
    const items = (ids: readonly number[]): string =>
      `<ul>${ids.map((id) => `<li><a href="/c?id=${id}">Item ${id}</a></li>`).join('')}</ul>`
    expect(told([asks(list)], [asks(list)], [items([1, 2, 3]), items([3, 1, 2])])).toMatchObject([
      { cause: 'php-sort-stability', proof: 'none' },
    ])
  })
})

describe('what the web server answers', () => {
  const at = (target: string, legacy: AnAnswer, candidate: AnAnswer): string[] =>
    judge(
      aPair({
        route: `GET ${target}`,
        request: aRequest({ target }),
        legacy: { response: legacy },
        candidate: { response: candidate },
      }),
      knowledge,
    ).sightings.map(({ cause, severity }) => `${severity} ${cause}`)

  test('a file that the application answers falls through to it', () => {
    const icon: AnAnswer = { text: 'icon', headers: [['Content-Type', 'image/x-icon']] }
    expect(at('/favicon.ico', icon, { html: '<p>Home</p>' })).toEqual(['major infra-asset-fallthrough'])
  })

  test('a file that is not there is an upload that did not come along', () => {
    expect(at('/up/a.png', { text: 'png' }, { status: 404, html: 'none' })).toEqual(['major infra-local-uploads'])
  })

  test('what was locked and is open is critical', () => {
    expect(at('/admin/', { status: 401, html: 'no' }, { html: 'in' })).toEqual(['critical infra-htaccess'])
  })

  test('a page that is not found says nothing of the web server where no tap saw it', () => {
    expect(at('/page', { html: 'a' }, { status: 404, html: 'none' })).not.toContain('critical infra-htaccess')
  })
})
