import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { bareWords, calledNames, says, sortsByGroup } from '../../src/doctor/sql-text.js'

test('a name in quotes, in a text, in a comment or after a dot is no bare word', () => {
  const sql = "SELECT `rank`, t.rank, 'rank', /* rank */ @rank, over_all -- rank\nFROM groups"
  const words = bareWords(sql)
  expect([words.has('RANK'), words.has('GROUPS'), words.has('OVER')]).toEqual([false, true, false])
})

test('a function is a word before a bracket, unless it belongs to a schema', () => {
  expect([...calledNames("SELECT Encrypt ('a'), shop.encode(1), area(p), 'des_encrypt(1)'")]).toEqual([
    'ENCRYPT',
    'AREA',
  ])
})

test.each([
  ['SELECT a FROM t GROUP BY a DESC', true],
  ['select a from t group by f(a, 1), b asc having n > 1', true],
  ['SELECT a FROM t GROUP BY a ORDER BY a DESC', false],
  ['SELECT a FROM t GROUP BY a WITH ROLLUP', false],
  ['SELECT (SELECT 1 FROM u ORDER BY b DESC) x FROM t GROUP BY x', false],
  ['SELECT a FROM (SELECT b FROM u GROUP BY b DESC) d ORDER BY a', true],
  ['SELECT a FROM t GROUP BY a; SELECT b FROM t ORDER BY b DESC', false],
  ["SELECT 'GROUP BY a DESC'", false],
])('%s: sorts by its groups %p', (sql, sorts) => expect(sortsByGroup(sql)).toBe(sorts))

test('a phrase is found over spaces and comments, not across other words', () => {
  expect(says('select * from t procedure /* x */ analyse()', 'PROCEDURE', 'ANALYSE')).toBe(true)
  expect(says('SELECT \\N', '\\', 'N')).toBe(true)
  expect(says('SHOW SLAVE HOSTS; SHOW STATUS', 'SLAVE', 'STATUS')).toBe(false)
})

test('no text is too strange', () => {
  fc.assert(
    fc.property(fc.string(), (sql) => {
      bareWords(sql)
      calledNames(sql)
      sortsByGroup(sql)
    }),
  )
})
