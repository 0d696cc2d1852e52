import { expect, test } from '@jest/globals'
import { uncaughtErrorIn } from '../../src/diagnose/php-error.js'

test.each([
  [
    "PHP Fatal error:  Uncaught mysqli_sql_exception: Unknown column 'a' in 'field list' in /srv/www/lib/base.php:20\nStack trace:",
    {
      type: 'mysqli_sql_exception',
      message: "Unknown column 'a' in 'field list'",
      file: '/srv/www/lib/base.php',
      line: 20,
    },
  ],
  [
    '<br />\n<b>Fatal error</b>:  Uncaught App\\Bad: no in <b>/srv/a.php</b>:3',
    { type: 'App\\Bad', message: 'no', file: '/srv/a.php', line: 3 },
  ],
  ['PHP Warning:  Division by zero in /srv/a.php on line 3', undefined],
])('%s', (text, error) => {
  expect(uncaughtErrorIn(text)).toEqual(error)
})

test('the nearest line of another file is where a shared function was called from', () => {
  const text =
    'PHP Fatal error:  Uncaught mysqli_sql_exception: no in /srv/lib/base.php:20\nStack trace:\n#0 /srv/lib/base.php(20): mysqli->query()\n#1 /srv/www/page.php(5): rows()\n#2 {main}'
  expect(uncaughtErrorIn(text)?.calledFrom).toEqual({ file: '/srv/www/page.php', line: 5 })
})
