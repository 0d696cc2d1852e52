import { describe, expect, test } from '@jest/globals'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { logEntriesOf } from '../../src/tap/log/php-log.js'
import { readLog } from '../../src/php/log-words.js'
import { printedIn } from '../../src/php/printed.js'

/** Forms that the lab cannot make: written by hand, after the documentation of who writes them. */
const lines = [
  "PHP Fatal error:  Uncaught RuntimeException: near 'neil')",
  "  AND visible=1' at line 3 in /srv/old.php:12 in /srv/www/order.php:9",
  'Stack trace:',
  "#0 /srv/www/page.php(6): save('7')",
  '#1 {main}',
  '  thrown in /srv/www/order.php on line 9',
]
const right = {
  level: 'Fatal error',
  type: 'RuntimeException',
  message: "near 'neil')\n  AND visible=1' at line 3 in /srv/old.php:12",
  file: '/srv/www/order.php',
  line: 9,
  frames: [{ file: '/srv/www/page.php', line: 6, call: "save('7')" }],
  previous: [],
}
const each = (wrap: (line: string) => string): string => lines.map(wrap).join('\n')
const escaped = lines.join('\n').replaceAll('\\', '\\\\').replaceAll('\n', '\\n')

test.each([
  ['a date with an offset', `[26-Nov-2026 10:00:00 +02:00] ${lines.join('\n')}`],
  ['a date in UTC', `[26-Nov-2026 10:00:00 UTC] ${lines.join('\n')}`],
  ['a zone of three parts', `[26-Nov-2026 10:00:00 America/Argentina/Salta] ${lines.join('\n')}`],
  ['syslog in a file, a line a message', each((line) => `Nov  6 10:00:00 web1 php-fpm[77]: ${line}`)],
  ['syslog with dates by ISO 8601', each((line) => `2026-11-26T10:00:00.123456+01:00 web1 ool-www[77]: ${line}`)],
  ['syslog by RFC 5424', each((line) => `<11>1 2026-11-26T10:00:00.1Z web1 php-fpm 77 - - ${line}`)],
  ['rsyslog, where PHP sends all in one', `Nov 26 10:00:00 web1 php[7]: ${lines.join('#012')}`],
  ['journald, as journalctl shows it', each((line) => `Nov 26 10:00:00 web1 php-fpm8.1[77]: ${line}`)],
  ['decorate_workers_output=no', lines.join('\n')],
  [
    'Apache before php-fpm',
    `[Thu Nov 26 10:00:00.123456 2026] [proxy_fcgi:error] [pid 7:tid 8] [client 10.0.0.1:80] AH01071: Got error 'PHP message: PHP Warning:  old in /srv/a.php on line 3; PHP message: ${escaped}', referer: http://a/`,
  ],
  [
    'Apache with PHP inside',
    `[Thu Nov 26 10:00:00.123456 2026] [php:error] [pid 7] [client 10.0.0.1:80] ${escaped}, referer: http://a/`,
  ],
  [
    'nginx at another level',
    `2026/11/26 10:00:00 [warn] 7#7: *1 FastCGI sent in stderr: "PHP message: ${lines.join('\n')}" while reading upstream, client: 10.0.0.1, server: a`,
  ],
])('%s', (_, log) => {
  const told = readLog(logEntriesOf(log))
  expect(told.filter(({ level }) => level === 'Fatal error')).toEqual([right])
})

test('dates of the log do not matter, nor where the reader of the file cut it', () => {
  const log = each((line) => `[26-Nov-2026 10:00:00] WARNING: [pool www] child 7 said into stderr: "${line}"`)
  expect(readLog([log])).toEqual([right])
  expect(readLog(log.split('\n'))).toEqual([right])
})

describe("Xdebug's layout", () => {
  test('in the log is followed by its own trace', () => {
    const log = [
      ...lines,
      'PHP Stack trace:',
      'PHP   1. {main}() /srv/www/page.php:0',
      "PHP   2. save($order = '7') /srv/www/page.php:6",
    ]
    const dated = `[26-Nov-2026 10:00:00 UTC] ${log.join('\n[26-Nov-2026 10:00:00 UTC] ').replaceAll(/\[26[^\]]*\] (?=[# S]| {2})/g, '')}`
    expect(readLog(logEntriesOf(dated))).toEqual([right])
  })

  test('in a page is a table, which goes with the words', () => {
    const table =
      "<br />\n<font size='1'><table class='xdebug-error xe-uncaught-exception' dir='ltr' border='1' cellspacing='0' cellpadding='1'>\n" +
      "<tr><th align='left' bgcolor='#f57900' colspan=\"5\"><span style='background-color: #cc0000; color: #fce94f; font-size: x-large;'>( ! )</span> " +
      'Warning: Undefined variable $b &quot;x&quot; in /srv/www/a.php on line <i>4</i></th></tr>\n' +
      "<tr><th align='left' bgcolor='#e9b96e' colspan='5'>Call Stack</th></tr>\n" +
      "<tr><td bgcolor='#eeeeec' align='center'>1</td><td title='/srv/www/a.php' bgcolor='#eeeeec'>.../a.php<b>:</b>0</td></tr>\n</table></font>\n"
    const page = `<p>before</p>${table}<p>after</p>`
    const [printed] = printedIn(page)
    expect(printed?.diagnostic).toMatchObject({
      level: 'Warning',
      message: 'Undefined variable $b "x"',
      file: '/srv/www/a.php',
      line: 4,
    })
    expect(page.slice(0, printed?.from) + page.slice(printed?.to)).toBe('<p>before</p><p>after</p>')
  })
})

test('what only sounds like PHP is no diagnostic', () => {
  expect(printedIn('<p>Warning: mind the gap on line 7</p>\n<b>Notice</b>: closed on Sunday\nWarning: late\n')).toEqual(
    [],
  )
})

describe('of anything at all', () => {
  const random = xoroshiro128plus(20_261_126)
  const below = (n: number): number => Math.abs(random.next()) % n
  const pieces = [
    ...lines,
    'PHP Warning:  a in /b.php on line 3',
    'Next Foo: ',
    ' in /a.php:3',
    '\n',
    ' on line 9',
    '[26-Nov-2026 10:00:00 UTC] ',
    '"',
    'WARNING: [pool www] child 7 said into stderr: "',
    'NOTICE: PHP message: ',
    '<br />\n<b>Warning</b>:  ',
    ' in <b>/a</b> on line <b>3</b>',
    "<table class='xdebug-error'><tr><th><span>( ! )</span> Notice: ",
    '</table>',
    '\u0000',
    '\ud800',
    'é',
    '#012',
    '\\x0a',
    '\\n',
    ": eval()'d code",
    'Uncaught ',
    'Stack trace:',
    '2026/11/26 10:00:00 [error] 7#7: *1 FastCGI sent in stderr: "',
    '" while reading upstream, client: 1',
  ]
  const garbage = (): string =>
    Array.from({ length: below(40) }, () => pieces[below(pieces.length)] ?? '').join(below(2) === 0 ? '' : ' ')

  test('nothing throws, and what is found lies in the page, one after the other', () => {
    for (let round = 0; round < 3000; round += 1) {
      const text = garbage()
      readLog([text, garbage()])
      let before = 0
      for (const { from, to } of printedIn(text)) {
        expect(from >= before && to > from && to <= text.length).toBe(true)
        before = to
      }
    }
  })

  test("a message of any length comes back whole through php-fpm's lines", () => {
    const letters = ['a', 'bé', ' in /x.php', '\n', "'", '"', ': ', 'Error', '\\', '. ']
    for (let round = 0; round < 300; round += 1) {
      const words = `a${Array.from({ length: 1 + below(900) }, () => letters[below(letters.length)]).join('')}z`
      const message = words.replaceAll(/\n+/g, '\n')
      const log = `PHP Fatal error:  Uncaught Foo\\Bar: ${message} in /srv/www/order.php:9\nStack trace:\n#0 {main}\n  thrown in /srv/www/order.php on line 9`
      const [told] = readLog(logEntriesOf(saidIntoStderr(log)))
      expect(told).toMatchObject({ type: 'Foo\\Bar', message, file: '/srv/www/order.php', line: 9 })
    }
  })
})

/** As php-fpm's master writes a worker's words, see the captured ones: nothing of an empty line, 997 bytes of the rest of each. */
function saidIntoStderr(words: string): string {
  const prefix = 'WARNING: [pool www] child 7 said into stderr: "'
  return words
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => inPieces(Buffer.from(line), 997 - prefix.length))
    .map((piece) => `[26-Nov-2026 10:00:00] ${prefix}${piece}"`)
    .join('\n')
}

/** Never within a letter: what the file's reader makes of half a letter is no letter. */
function inPieces(bytes: Buffer, length: number): string[] {
  if (bytes.length <= length) return [bytes.toString()]
  const end = ((bytes[length] ?? 0) & 0xc0) === 0x80 ? length - 1 : length
  return [bytes.subarray(0, end).toString(), ...inPieces(bytes.subarray(end), length)]
}
