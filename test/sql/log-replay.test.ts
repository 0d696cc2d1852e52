import { expect, test } from '@jest/globals'
import { replayOf } from '../../src/sql/log-replay.js'
import { undeterminedBy } from '../../src/sql/undetermined.js'
import { rowOrderOf } from '../../src/sql/row-order.js'
import { databaseOfUse } from '../../src/sql/use.js'

const told = (sql: string): string => {
  const replay = replayOf(sql)
  return 'refused' in replay ? `no: ${replay.refused}` : replay.action
}

test.each([
  ["SELECT REPLACE(a, 'b', 'c'), INSERT(a, 1, 1, 'x') FROM t", 'read'],
  ['(SELECT 1) UNION (SELECT 2)', 'read'],
  ['WITH c AS (SELECT 1) SELECT * FROM c', 'read'],
  ['SELECT /*!40001 SQL_NO_CACHE */ a FROM t;', 'read'],
  ["SELECT 'DROP TABLE t; DELETE FROM t'", 'read'],
  ['SHOW CREATE TABLE t', 'read'],
  ['EXPLAIN DELETE FROM t', 'read'],
  ['SELECT @a := 1', 'read'],
  ['SELECT 1 INTO @a', 'session'],
  ["SET NAMES utf8, SESSION sql_mode=''", 'session'],
  ['SET @@session.sql_mode = DEFAULT', 'session'],
  ['USE `shop`', 'session'],
  ["insert into t values ('a')", 'write'],
  ['WITH c AS (SELECT 1) DELETE FROM t USING c', 'write'],
])('%s is a %s', (sql, action) => {
  expect(told(sql)).toBe(action)
})

test.each([
  ['CREATE TEMPORARY TABLE t (a INT)', 'definition'],
  ['/*!40000 ALTER TABLE t DISABLE KEYS */', 'definition'],
  ['SELECT 1 /*!50000 INTO OUTFILE */', 'file'],
  ['SELECT 1; DROP TABLE t', 'several'],
  ['START TRANSACTION', 'transaction'],
  ['SET autocommit=0', 'transaction'],
  ['SET SESSION TRANSACTION READ WRITE', 'transaction'],
  ['SET @@SESSION.transaction_read_only = 0', 'transaction'],
  ['SET GLOBAL read_only = 1', 'global'],
  ['SET @@global.read_only = 1', 'global'],
  ['SET PERSIST max_connections = 1', 'global'],
  ['SELECT * FROM t FOR UPDATE', 'lock'],
  ['SELECT * FROM t LOCK IN SHARE MODE', 'lock'],
  ["SELECT GET_LOCK('a', 1)", 'lock'],
  ['SELECT SLEEP(10)', 'wait'],
  ['SELECT LOAD_FILE(a) FROM t', 'file'],
  ["LOAD DATA LOCAL INFILE 'a' INTO TABLE t", 'file'],
  ['CALL p()', 'procedure'],
  ['EXPLAIN ANALYZE SELECT 1', 'administration'],
  ['KILL 5', 'administration'],
  ['SELECT * FROM t WHERE a = ?', 'prepared'],
  ['EXECUTE s', 'prepared'],
  ['SELEC 1', 'unknown'],
  ['', 'unknown'],
])('%s is never asked: %s', (sql, why) => {
  expect(told(sql)).toBe(`no: ${why}`)
})

test.each([
  ['SELECT NOW()', 'clock'],
  ['SELECT a FROM t WHERE d < CURRENT_DATE', 'clock'],
  ['SELECT * FROM t ORDER BY RAND()', 'random'],
  ['SELECT UUID()', 'random'],
  ['SELECT CONNECTION_ID()', 'connection'],
  ['SELECT @@version', 'server'],
  ["SHOW VARIABLES LIKE 'a'", 'server'],
  ['EXPLAIN SELECT 1', 'server'],
  ['SELECT LAST_INSERT_ID()', 'writes'],
  ['SELECT now, version, user FROM t', undefined],
  ["SELECT 'NOW()'", undefined],
  ['SELECT @a', undefined],
  ['SHOW TABLES', undefined],
])('%s is undetermined by %s', (sql, why) => {
  expect(undeterminedBy(sql)).toBe(why)
})

test('what ORDER BY says counts only outside of brackets', () => {
  expect(rowOrderOf('SELECT * FROM (SELECT a FROM t ORDER BY a LIMIT 3) q').keys).toBeUndefined()
  expect(rowOrderOf('SELECT a, p.`b c` FROM t ORDER BY a DESC, p.`b c`, 2, LOWER(a) LIMIT 3')).toEqual({
    keys: [{ column: 'a' }, { column: 'b c' }, { place: 2 }, 'unknown'],
    limited: true,
    grouped: false,
  })
  const inBrackets = ['(SELECT a FROM t ORDER BY a)', '((SELECT a FROM t ORDER BY a));', 'SELECT a FROM t ORDER BY a;']
  for (const sql of inBrackets) expect(rowOrderOf(sql).keys).toEqual([{ column: 'a' }])
  expect(rowOrderOf('(SELECT a FROM t ORDER BY a) UNION (SELECT 1)').keys).toBeUndefined()
  expect(rowOrderOf('(SELECT a').keys).toBeUndefined()
  expect(rowOrderOf('SELECT a, SUM(b) FROM t GROUP BY a ORDER BY NULL')).toMatchObject({
    keys: undefined,
    grouped: false,
  })
})

test('the database of a USE statement, quoted or not', () => {
  expect(['USE shop', 'use `a``b`;', 'USE'].map(databaseOfUse)).toEqual(['shop', 'a`b', undefined])
})
