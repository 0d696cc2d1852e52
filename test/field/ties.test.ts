import { describe, expect, test } from '@jest/globals'
import { judge } from '../../src/diagnose/judge.js'
import type { Sighting } from '../../src/model/finding.js'
import type { Statement } from '../../src/model/statement.js'
import { aPair, aStatement, type AnAnswer } from '../support/factories.js'
import { knowledge } from '../support/knowledge.js'

/** Findings of a page that shows these comments on legacy and those on the candidate. */
function told(
  [legacy, candidate]: readonly [AnAnswer, AnAnswer],
  { before = [], after = [] }: { before?: readonly Statement[]; after?: readonly Statement[] } = {},
): readonly Sighting[] {
  const attribution = after.length === 0 ? 'none' : 'exact'
  const pair = aPair({
    route: 'GET /ties',
    legacy: { response: legacy },
    candidate: { response: candidate, statements: after, attribution },
    control: { response: legacy, statements: before, attribution },
  })
  return judge(pair, knowledge).sightings
}

type Page = (ids: readonly number[]) => AnAnswer

const list =
  (item: (id: number) => string): Page =>
  (ids) => ({ html: `<h1>Comments</h1><ul>${ids.map(item).join('')}</ul><p>end</p>` })

const pages: readonly (readonly [name: string, page: Page])[] = [
  ['a list', list((id) => `<li><a href="/c?id=${id}">Comment ${id}</a> by user${id}</li>`)],
  [
    'a list whose rows have ids',
    list((id) => `<li id="c${id}"><a href="/c?id=${id}">Comment ${id}</a> by user${id}</li>`),
  ],
  [
    'a table',
    (ids) => ({
      html: `<table>${ids.map((id) => `<tr><td>${id * 3}</td><td><img src="/i/${id}.png"></td><td>user${id}</td></tr>`).join('')}</table>`,
    }),
  ],
  ['JSON', (ids) => ({ json: { comments: ids.map((id) => ({ id, text: `Comment ${id}`, by: `user${id}` })) } })],
]

describe.each(pages)('in %s', (_, page) => {
  test.each([
    ['other rows at the limit', [1, 2, 3], [5, 4, 3]],
    ['the same rows in another order', [1, 2, 3, 4], [4, 3, 2, 1]],
    ['both', [1, 2, 3, 4, 6], [2, 1, 5, 4, 7]],
  ])('%s are one finding, possible and not proven', (_name, before, after) => {
    expect(told([page(before), page(after)])).toMatchObject([
      { cause: 'mysql-rows-order', key: 'GET /ties', proof: 'none', severity: 'major' },
    ])
  })

  test.each([
    ['a row that is lost', [1, 2, 3, 4], [2, 1, 4]],
    ['a row that came on top', [1, 2, 3], [1, 2, 3, 4]],
  ])('%s is no matter of order', (_name, before, after) => {
    expect(told([page(before), page(after)]).map(({ cause }) => cause)).toContain('unexplained')
  })
})

const comments = pages[0]?.[1] as Page
const html = ({ html: text = '' }: AnAnswer, from: RegExp, to: string): AnAnswer => ({ html: text.replace(from, to) })

test.each([
  ['texts that changed in every row', /by user/g, 'of user'],
  ['addresses that changed in every row', /\/c\?id=/g, '/comment/'],
  ['ids that every row lost', /\/c\?id=\d/g, '/c?id='],
])('%s are no other rows', (_, from, to) => {
  const page = comments([1, 2, 3])
  expect(told([page, html(page, from, to)]).map(({ cause }) => cause)).toEqual(['unexplained'])
})

test('what else changed on the page is told beside it', () => {
  const after = html(comments([5, 4, 3]), /end/, 'the end')
  expect(told([comments([1, 2, 3]), after]).map(({ cause }) => cause)).toEqual(['mysql-rows-order', 'unexplained'])
})

describe('where taps saw the statement', () => {
  const statement = (sql: string, ordered: string, unordered = 'rows'): Statement =>
    aStatement({ sql, rows: 3, rowsHash: { ordered, unordered } })
  const of = (sql: string, unordered?: string): Sighting | undefined =>
    told([comments([1, 2, 3]), comments([3, 2, 1])], {
      before: [statement('SELECT 1', 'x'), statement(sql, 'a')],
      after: [statement('SELECT 1', 'x'), statement(sql, 'b', unordered)],
    })[0]

  test.each([
    ['SELECT id FROM c ORDER BY created LIMIT 3', 'undecided', 'major'],
    ['SELECT id FROM c GROUP BY author', 'left to GROUP BY', 'major'],
    ['SELECT id FROM c', 'none', 'minor'],
  ])('it is proven by its rows in another order: %s', (sql, orderBy, severity) => {
    expect(of(sql)).toMatchObject({ proof: 'signature', severity, evidence: { sql, orderBy, rows: 'same' } })
  })

  test('other rows at its limit name it, and are not proven', () => {
    const sql = 'SELECT id FROM c ORDER BY created LIMIT 3'
    expect(of(sql, 'others')).toMatchObject({ proof: 'none', evidence: { sql, rows: 'others' } })
    expect(of('SELECT id FROM c ORDER BY created', 'others')?.evidence).not.toHaveProperty('sql')
  })
})
