import { describe, expect, test } from '@jest/globals'
import type { Pair } from '../../src/model/pair.js'
import { aPair, aStatement } from '../support/factories.js'
import { heard, seen } from '../support/heard.js'

/** A page that legacy answers, and of which the candidate's log says this. */
const dying = (log: readonly string[], route = 'GET /list.php'): Pair =>
  aPair({
    route,
    legacy: { response: { html: `<p>${route}</p>` } },
    candidate: { response: { status: 500 }, log },
  })
/** How many findings so many pages make. */
const findings = (pairs: readonly Pair[]): Set<string> =>
  new Set(pairs.flatMap(seen).map(({ cause, key }) => `${cause} ${key}`))

const pages = Array.from({ length: 71 }, (_, index) => `GET /page${index}.php`)

describe('pages that die of one defect are one finding, with its place, whatever their routes', () => {
  test.each([
    [
      'a compile-time fatal',
      'PHP Fatal error:  Array and string offset access syntax with curly braces is no longer supported in /srv/www/functions.php on line 1799',
      'critical php-curly-offset log: Fatal error in functions.php:1799: Array and string offset access syntax with curly braces is no longer supported',
    ],
    [
      'a parse error',
      'PHP Parse error:  syntax error, unexpected token "match", expecting "(" in /srv/www/lib.php on line 8',
      'critical php-reserved-match log: Parse error in lib.php:8: syntax error, unexpected token "match", expecting "("',
    ],
    [
      'a memory limit',
      'PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate %d bytes) in /srv/www/lib.php on line 5',
      'critical php-uncaught-error log: Fatal error in lib.php:5: Allowed memory size of 134217728 bytes exhausted (tried to allocate 0 bytes)',
    ],
    [
      'a time limit',
      'PHP Fatal error:  Maximum execution time of 30 seconds exceeded in /srv/www/lib.php on line 6',
      'critical php-uncaught-error log: Fatal error in lib.php:6: Maximum execution time of 30 seconds exceeded',
    ],
    [
      'an incompatible declaration',
      'PHP Fatal error:  Declaration of B::f(string $a) must be compatible with A::f(int $a) in /srv/www/lib.php on line 7',
      'critical php-lsp-fatal log: Fatal error in lib.php:7: Declaration of B::f(string $a) must be compatible with A::f(int $a)',
    ],
  ])('%s', (_, words, right) => {
    const dead = pages.map((route, index) => dying([words.replace('%d', String(index * 4096))], route))
    expect(heard(dead[0] as Pair)).toEqual([right])
    expect(findings(dead).size).toBe(1)
  })
})

test('an error whose message has line breaks is told whole, with the place that it is not', () => {
  const [told] = seen(
    dying([
      "PHP Fatal error:  Uncaught RuntimeException: no such row near 'neil')\n    AND visible=1' at line 3 in /srv/www/list.php:40\nStack trace:\n#0 {main}\n  thrown in /srv/www/list.php on line 40",
    ]),
  )
  expect(told).toMatchObject({
    proof: 'log',
    title: "RuntimeException in list.php:40: no such row near 'neil') AND visible=1' at line 3",
    evidence: { file: '/srv/www/list.php', line: 40 },
  })
})

test("php-fpm's lines are put together again, and its cut ends are told without a place", () => {
  const said = (line: string): string => `WARNING: [pool www] child 7 said into stderr: "${line}"`
  const whole = [
    'NOTICE: PHP message: PHP Fatal error:  Uncaught TypeError: trim(): wrong in /srv/a.php:4',
    'Stack trace:',
    '#0 {main}',
    '  thrown in /srv/a.php on line 4',
  ]
  expect(heard(dying(whole.map(said)))).toEqual([
    'critical php-uncaught-error log: TypeError in a.php:4: trim(): wrong',
  ])
  expect(heard(dying([said('NOTICE: PHP message: PHP Fatal error:  Uncaught TypeError: trim(): wr ...')]))).toEqual([
    'critical php-uncaught-error log: TypeError: trim(): wr ...',
  ])
})

describe('what is thrown in a wrapper of the database', () => {
  const thrown = (message: string, page: string, line: number, asked: string): string =>
    [
      `PHP Fatal error:  Uncaught mysqli_sql_exception: ${message} in /srv/lib/driver.php:45`,
      'Stack trace:',
      `#0 /srv/lib/driver.php(45): mysqli->query(${asked})`,
      `#1 /srv/lib/db.php(30): Driver->query(${asked})`,
      `#2 ${page}(${line}): Db->query(${asked})`,
      '#3 /srv/www/index.php(3): show()',
      '#4 {main}',
      '  thrown in /srv/lib/driver.php on line 45',
    ].join('\n')
  const gone = 'FUNCTION shop.old_price does not exist'
  const syntax = "You have an error in your SQL syntax near 'neil')\n  AND visible=1' at line 3"

  test.each([
    ['with arguments', "'SELECT old_price...'"],
    ['without arguments', ''],
  ])('is told at the line outside it, where a trace comes %s', (_, asked) => {
    expect(heard(dying([thrown(gone, '/srv/www/list.php', 40, asked)]))).toEqual([
      `critical php-uncaught-error log: mysqli_sql_exception in list.php:40, thrown in driver.php:45: ${gone}`,
    ])
  })

  test('is told at the line outside it, where the trace leaves an argument out', () => {
    const log = [
      `PHP Fatal error:  Uncaught mysqli_sql_exception: ${syntax} in /srv/www/db.php:12`,
      'Stack trace:',
      "#0 /srv/www/db.php(12): mysqli->query('SELECT...')",
      "#1 /srv/www/list.php(40): q('...')",
      "#2 /srv/www/index.php(3): page('...')",
      '#3 {main}',
      '  thrown in /srv/www/db.php on line 12',
    ].join('\n')
    expect(seen(dying([log]))[0]?.evidence).toMatchObject({
      file: '/srv/www/list.php',
      line: 40,
      thrownIn: '/srv/www/db.php:12',
    })
  })

  test('says in its title what MySQL could not read, not that it could not', () => {
    const usual =
      'You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use'
    const told = heard(
      dying([thrown(`${usual} near 'neil')\n    AND visible=1' at line 3`, '/srv/www/list.php', 40, '')]),
    )
    expect(told[0]).toMatch(/: syntax error near 'neil'\) AND visible=1' at line 3$/)
    const long = heard(dying([thrown('x '.repeat(200), '/srv/www/list.php', 40, '')]))
    expect(long[0]).toMatch(/x…$/)
  })

  test('is two findings with two titles where two statements are refused', () => {
    const pairs = [
      dying([thrown(gone, '/srv/www/list.php', 40, '')]),
      dying([thrown(syntax, '/srv/www/list.php', 40, '')]),
      dying([thrown(gone, '/srv/www/cart.php', 7, '')]),
    ]
    expect(findings(pairs).size).toBe(3)
    expect(new Set(pairs.flatMap(seen).map(({ title }) => title)).size).toBe(3)
  })

  test('is placed by the statement where a tap saw it, through whatever hands it on under another name', () => {
    const sql = 'SELECT old_price(id) FROM goods'
    const log = [
      `PHP Fatal error:  Uncaught PDOException: SQLSTATE[42000]: 1305 ${gone} in /srv/lib/driver.php:45`,
      'Stack trace:',
      '#0 /srv/lib/driver.php(45): PDOStatement->execute()',
      "#1 /srv/lib/db.php(30): Driver->run('SELECT old_pric...', Array)",
      "#2 /srv/lib/table.php(12): Db->all('SELECT old_pric...')",
      "#3 /srv/www/list.php(40): Table->rows('\\n  SELECT old_p...')",
      "#4 /srv/www/index.php(3): show('list')",
      '#5 {main}',
      '  thrown in /srv/lib/driver.php on line 45',
    ].join('\n')
    const refused = aStatement({ sql, error: { errno: 1305, sqlState: '42000', message: gone } })
    const pair = aPair({
      legacy: { response: { html: '<p>a</p>' } },
      candidate: { response: { status: 500 }, log: [log], statements: [refused], attribution: 'exact' },
    })
    expect(seen(pair)[0]?.evidence).toMatchObject({
      file: '/srv/www/list.php',
      line: 40,
      thrownIn: '/srv/lib/driver.php:45',
    })
  })
})
