import { expect, test } from '@jest/globals'
import { doctorTable } from '../../src/cli/doctor-table.js'
import { doctorHtml } from '../../src/doctor/report/html.js'
import { doctorMarkdown } from '../../src/doctor/report/markdown.js'
import { aDoctorReport, aRow } from '../support/doctor.js'

const hostile = '<script>alert(1)</script> | *x*'

test('the terminal: what, both values, why and the fix, within 100 columns', () => {
  const places = Array.from({ length: 300 }, (_, at) => `table_${at}.rank`)
  const rows = [
    aRow({ places }),
    aRow({ severity: 'info', what: `${'very '.repeat(40)}${'long'.repeat(40)}`, places: [] }),
  ]
  const lines = doctorTable(aDoctorReport(rows)).split('\n')
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100)
  expect(lines[0]).toBe('legacy     MySQL 5.7.29, PHP 7.4.33  mysql://127.0.0.1:3357/shop')
  const all = lines.join('\n')
  expect(all).toMatch(/^BLOCKER {3}1 column named by a reserved word {5}a plain name {14}reserved$/m)
  expect(all).toContain('and 288 more')
  expect(all).toContain('fix Write `name` in backquotes. [reserved-names]')
  expect(lines.at(-1)).toBe('1 blocker, 0 warnings, 1 info; 90 checks made.')
})

test('the terminal gets no control characters of a server', () => {
  expect(doctorTable(aDoctorReport([aRow({ legacy: 'a\u001b[31mred\nb' })]))).not.toContain('\u001b')
})

test('nothing found: a short word', () => {
  expect(doctorTable(aDoctorReport([])).split('\n').slice(2)).toEqual([
    '',
    '0 blockers, 0 warnings, 0 infos; 90 checks made.',
  ])
  expect(doctorHtml(aDoctorReport([]))).toContain('The two stacks agree')
})

test('Markdown: a table for each severity, with what Markdown would read written out', () => {
  const markdown = doctorMarkdown(aDoctorReport([aRow({ what: hostile })]))
  expect(markdown).toContain('| &#60;script&#62;alert(1)&#60;/script&#62; &#124; &#42;x&#42; | a plain name |')
  expect(markdown).toContain('- orders.rank')
})

test('the page is one file that loads and runs nothing, whatever a server says', () => {
  const page = doctorHtml(
    aDoctorReport([aRow({ what: hostile, places: [hostile] }), aRow({ severity: 'info', legacy: hostile })]),
  )
  expect(page).not.toContain('<script>alert')
  expect(page).toContain('default-src &#39;none&#39;')
  expect(page).not.toMatch(/(?:src|href)="https?:/)
  expect(page).toContain('Not yet')
})

test('an end by Ctrl-C and checks that could not be made are said', () => {
  const report = aDoctorReport([], { complete: false, checks: { made: 3, notMade: ['time-zone'] } })
  expect(doctorTable(report).replace(/\s+/g, ' ')).toContain(
    '3 checks made, 1 check could not be made. Ended before everything was looked at.',
  )
})
