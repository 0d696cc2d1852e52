import { expect, test } from '@jest/globals'
import { legacysLog, noLegacysLog } from '../../src/php/legacys-log.js'

const error = { type: 'TypeError', message: 'count()', file: '/srv/new/order.php', line: 9, frames: [] }
const entry = 'PHP Fatal error:  Uncaught TypeError: count() in /srv/old/order.php:9\nStack trace:\n#0 {main}'

test('an error of the same class at the same line is known, wherever the code lies', () => {
  const log = legacysLog()
  expect(log.tellsOf(error)).toBe(false)
  log.wrote([entry])
  expect(log.tellsOf(error)).toBe(true)
  expect(noLegacysLog.tellsOf(error)).toBe(false)
})

test.each([
  ['another line', { ...error, line: 91 }],
  ['a line whose number begins alike', { ...error, line: 90 }],
  ['another file of a name that ends alike', { ...error, file: '/srv/new/der.php' }],
  ['another class', { ...error, type: 'ValueError' }],
])('%s is another error', (_, other) => {
  const log = legacysLog()
  log.wrote(['PHP Fatal error:  Uncaught TypeError: count() in /srv/old/order.php on line 900', entry])
  expect(log.tellsOf(other)).toBe(false)
})

test('the words of a refused statement are found in what legacy says of it; a short word is not looked for', () => {
  const log = legacysLog()
  log.wrote(["PHP Notice:  query failed: Unknown column 'x' in 'field list' in /srv/old/db.php on line 4"])
  expect(log.quotes("Unknown column 'x' in 'field list'")).toBe(true)
  expect(log.quotes("Unknown column 'y' in 'field list'")).toBe(false)
  expect(log.quotes('query')).toBe(false)
})

test('it keeps the last entries, and of each the beginning', () => {
  const log = legacysLog()
  log.wrote([entry, ...Array.from({ length: 499 }, (_, index) => `notice ${index} of many`)])
  expect(log.tellsOf(error)).toBe(true)
  log.wrote(['one more', `${'x'.repeat(9000)} a long way off`])
  expect(log.tellsOf(error)).toBe(false)
  expect(log.quotes('a long way off')).toBe(false)
})
