import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { tablesOf } from '../../src/sql/tables.js'

test.each([
  ['SELECT * FROM products WHERE id = 5', 'products'],
  ['select p.*, c.name from `Products` p, shop.categories AS c where p.c = c.id, d', 'products categories'],
  ['SELECT a FROM orders FORCE INDEX (x, y) LEFT JOIN `order lines` USING (id)', 'orders,order lines'],
  ['SELECT a FROM `shop`.`odd``name`', 'odd`name'],
  ['INSERT INTO log (a, b) VALUES (1, 2), (3, 4) ON DUPLICATE KEY UPDATE a = 2', 'log'],
  ['INSERT IGNORE log SET a = 1', 'log'],
  ['INSERT INTO archive SELECT * FROM orders', 'archive orders'],
  ['REPLACE LOW_PRIORITY INTO log VALUES (1)', 'log'],
  ["SELECT REPLACE(name, 'a', b) FROM t", 't'],
  ['UPDATE LOW_PRIORITY products, stock SET a = 1, b = 2 WHERE x = y', 'products stock'],
  ['DELETE a, b FROM orders a JOIN lines b ON a.id = b.id', 'orders lines'],
  ['DELETE QUICK FROM orders WHERE id IN (SELECT id FROM gone)', 'orders gone'],
  ['SELECT EXTRACT(YEAR FROM created), TRIM(LEADING x FROM y), SUBSTRING(z FROM 2) FROM t', 't'],
  ['SELECT a FROM (SELECT b FROM inner_t, other) x, outer_t', 'inner_t other outer_t'],
  ['SELECT * FROM (t1, t2) JOIN ((t3))', 't1 t2 t3'],
  ['(SELECT a FROM t1) UNION ALL (SELECT a, b FROM t2)', 't1 t2'],
  ['SELECT STRAIGHT_JOIN a FROM t1 STRAIGHT_JOIN t2', 't1 t2'],
  ['SELECT name FROM {OJ t1 LEFT OUTER JOIN t2 ON a = b}', 't1 t2'],
  ['SELECT 1 WHERE EXISTS (SELECT 1 FROM stock) FOR UPDATE', 'stock'],
  ['SELECT \'from hidden\', "from hidden" FROM t -- from hidden\n# from hidden\n/* from hidden */', 't'],
  ['SELECT f(a, b), c FROM t GROUP BY a DESC, b LIMIT 1, 2', 't'],
  ['TRUNCATE TABLE t', 't'],
  ['LOCK TABLES a READ, b WRITE', 'a b'],
  ['SHOW COLUMNS FROM t', 't'],
  ['SELECT 1; SELECT 2 FROM t', 't'],
  ['SELECT NOW(), @a := 1, count', ''],
])('%s', (sql, names) => {
  expect([...tablesOf(sql)]).toEqual(names === '' ? [] : names.split(names.includes(',') ? ',' : ' '))
})

test('any text has its tables, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('FROM ', 't ', '(', ')', ',', '.', '`', "'", 'SELECT ', ';', 'JOIN ') }),
      (sql) => {
        expect(tablesOf(sql)).toBeInstanceOf(Set)
      },
    ),
  )
})
