import { expect, test } from '@jest/globals'
import { writtenTablesOf } from '../../src/sql/written-tables.js'

test.each([
  ['INSERT INTO `visits` (page) SELECT id FROM pages', ['visits']],
  ['/* counter */ update photos set hits = hits + 1 where id = 3', ['photos']],
  ['UPDATE photos p JOIN albums a ON a.id = p.album SET p.hits = 1', ['photos', 'albums']],
  ['DELETE FROM shop.tokens WHERE token = "x"', ['tokens']],
  ['REPLACE INTO sessions VALUES (1, 2)', ['sessions']],
  ['INSERT INTO hits VALUES (1) ON DUPLICATE KEY UPDATE n = n + 1', ['hits']],
])('%s writes %j', (sql, tables) => {
  expect([...writtenTablesOf(sql)]).toEqual(tables)
})

test.each(['SELECT * FROM photos FOR UPDATE', 'SHOW TABLES', 'SET NAMES utf8', 'COMMIT', '', '(SELECT 1)'])(
  '%s writes nothing',
  (sql) => {
    expect(writtenTablesOf(sql).size).toBe(0)
  },
)
