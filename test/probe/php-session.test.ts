import { expect, test } from '@jest/globals'
import { openingStatements, phpSessionOf } from '../../src/probe/php-session.js'
import { digestOf } from '../../src/sql/digest.js'
import { aStatement } from '../support/factories.js'

const suspect = 'SELECT SUM(v) FROM t'
const { digest } = digestOf(suspect)
const sessionAfter = (...earlier: readonly string[]) =>
  phpSessionOf(
    digest,
    [...earlier, suspect].map((sql) => aStatement({ sql })),
  )

test.each([
  [['SET NAMES utf8'], 'utf8', 'seen'],
  [["SET NAMES 'latin1'"], 'latin1', 'seen'],
  [['SET NAMES utf8', 'SET NAMES utf8mb4'], 'utf8mb4', 'seen'],
  [[], 'utf8mb4', 'assumed'],
])('after %j PHP speaks %s', (earlier, charset, charsetKnown) => {
  expect(sessionAfter(...earlier)).toMatchObject({ charset, charsetKnown })
})

test('the character set that the tap saw counts where no statement says one', () => {
  const seen = Object.assign(aStatement({ sql: suspect }), { charset: 'latin1' })
  expect(phpSessionOf(digest, [seen])).toMatchObject({ charset: 'latin1', charsetKnown: 'seen' })
})

test('what the application sets for its session is said again, what reaches further is not', () => {
  const opening = openingStatements(
    sessionAfter(
      'SET NAMES utf8',
      "SET SESSION sql_mode='STRICT_ALL_TABLES'",
      'SET @@session.time_zone = "+02:00"',
      'SET GLOBAL sql_mode=""',
      "SET sql_mode='', GLOBAL max_connections=1",
      'SET PASSWORD = "x"',
      "SET sql_mode=''; DROP TABLE t",
    ),
  )
  expect(opening).toEqual([
    'SET NAMES utf8',
    "SET SESSION sql_mode='STRICT_ALL_TABLES'",
    'SET @@session.time_zone = "+02:00"',
  ])
})

test('another connection of the same request says nothing of this one', () => {
  const other = aStatement({ sql: 'SET NAMES latin1', connection: 2 })
  expect(phpSessionOf(digest, [other, aStatement({ sql: suspect })]).charset).toBe('utf8mb4')
})

test('a collation is named with its character set', () => {
  const session = { charset: 'utf8mb4_0900_ai_ci', charsetKnown: 'seen', settings: [] } as const
  expect(openingStatements(session)).toEqual(['SET NAMES utf8mb4 COLLATE utf8mb4_0900_ai_ci'])
})
