import { expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { sqlClasses } from '../../../src/sql-comparison/compare/classes.js'
import { sqlDifferenceKinds } from '../../../src/model/sql-difference.js'
import type { SqlReport } from '../../../src/sql-comparison/report-model.js'
import { sqlHtml } from '../../../src/sql-comparison/report/html.js'
import { sqlJson } from '../../../src/sql-comparison/report/json.js'
import { sqlMarkdown } from '../../../src/sql-comparison/report/markdown.js'
import { reasonWords } from '../../../src/sql-comparison/report/page/words.js'
import { aFailure, anAnswer } from '../../support/sql-answers.js'

/** As a server's bytes come: a character for each. */
const hostile = Buffer.from('<script>alert(1)</script> `x` | \u202e').toString('latin1')

function aReport(over: Partial<SqlReport> = {}): SqlReport {
  const classes = sqlClasses()
  const statement = {
    digest: 'd1',
    shape: hostile,
    place: 'line 3',
    setsUp: false,
    legacy: anAnswer(['a'], [[hostile]]),
  }
  const failed = { sql: `SELECT '${hostile}'`, candidate: aFailure(1064, `near 'rank' ${hostile}`), ...statement }
  classes.add(failed, [{ kind: 'candidate-fails', detail: hostile }])
  const server = { address: '127.0.0.1:1/shop', version: '5.7.29', sqlMode: '' }
  return {
    schema: 1,
    run: {
      startedAt: '2026-11-24T08:00:00.000Z',
      endedAt: '2026-11-24T08:00:02.000Z',
      source: { kind: 'slow log', name: 'slow.log' },
      legacy: server,
      candidate: { ...server, version: '9.7.4' },
      sosie: '1',
      concurrency: 8,
      writes: false,
    },
    ended: { how: 'complete' },
    totals: { statements: 3, ...classes.totals(), notCompared: { write: 2 }, seconds: 2 },
    gate: { passed: false, reasons: ['1 of 1 statements differ.'] },
    classes: classes.classes(),
    times: classes.times(),
    notes: ['A note.'],
    ...over,
  }
}

test('the page: the decision first, what to fix, the cause, both answers, and nothing of them is markup', () => {
  const page = sqlHtml(aReport())
  expect(page.indexOf('No-go')).toBeLessThan(page.indexOf('Fix this first'))
  expect(page.indexOf('Fix this first')).toBeLessThan(page.indexOf('What differs, by statement'))
  expect(page).toContain('mysql-reserved-words')
  expect(page).toContain('changes data; --writes tries it')
  expect(page).not.toContain('<script>alert')
  expect(page).not.toContain('\u202e')
})

test('what ended early beside a difference is told in its sentence, and a go is a go', () => {
  const cancelled = { how: 'interrupted', sentence: 'It was cancelled.' } as const
  expect(sqlHtml(aReport({ ended: cancelled }))).toContain('and not all were asked')
  expect(sqlMarkdown(aReport({ gate: { passed: true, reasons: [] }, classes: [] }))).toContain('# SQL comparison: Go')
})

test('Markdown: texts of a server end no fence and no table', () => {
  const text = sqlMarkdown(aReport())
  expect(text).toContain('<code>&#60;script&#62;alert(1)&#60;/script&#62; &#96;x&#96; &#124; ⟨U+202E⟩</code>')
  expect(text).toContain('error 1064 (42000) near')
})

test('JSON is the report', () => {
  expect(JSON.parse(sqlJson(aReport()))).toMatchObject(JSON.parse(JSON.stringify(aReport())) as object)
})

test('every kind, every reason and every field of the JSON is documented', () => {
  const page = readFileSync('docs/sql.md', 'utf8')
  const { classes } = aReport()
  const fields = [
    ...Object.keys(aReport()),
    ...Object.keys(aReport().totals),
    ...Object.keys(classes[0] ?? {}),
    ...Object.keys(classes[0]?.differences[0] ?? {}),
    ...Object.keys(classes[0]?.differences[0]?.examples[0]?.candidate ?? {}),
  ]
  const named = [...Object.keys(sqlDifferenceKinds), ...Object.keys(reasonWords), ...fields]
  expect(named.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
