import { expect, test } from '@jest/globals'
import type { ReportedFinding, ReportedStatement, RunReport } from '../../src/model/report.js'
import { html } from '../../src/report/html.js'
import { json } from '../../src/report/json.js'
import { aFinding, anExample, aRunReport } from '../support/report.js'
import { aReportedStatement, anExampleSql } from '../support/statements.js'

const columns = 'id, title, slug, body, excerpt, author, category, created_at, updated_at, published, views, language'

/** 200 statements of as many shapes, none in a loop, with a pause after each. */
function statements(page: number, rows = 1): ReportedStatement[] {
  return Array.from({ length: 200 }, (_, at) =>
    aReportedStatement({
      sql: `SELECT ${columns} FROM section_${at} WHERE page = ${page} AND published = 1 AND language = 'fr' LIMIT ${at}`,
      digest: `shape ${at}`,
      startMs: at * 5,
      ms: 1 + (at % 7) / 10,
      rows: at === 150 ? rows : 1,
    }),
  )
}

function aHeavyFinding(at: number, page: number): ReportedFinding {
  const line = (_: unknown, number: number): string => `<p>line ${number} of page ${page}, as long as a line is</p>`
  const lines = Array.from({ length: 400 }, line)
  return aFinding({
    id: `f${at}`,
    examples: [`p${page}`],
    example: anExample({
      id: `p${page}`,
      sql: anExampleSql({ legacy: statements(page), candidate: statements(page, 9) }),
      legacy: { text: lines.join('\n') },
      candidate: { text: lines.with(350, '<p>elsewhere</p>').join('\n') },
    }),
  })
}

const heavy = (pairs: number): RunReport =>
  aRunReport({ findings: Array.from({ length: 49 }, (_, at) => aHeavyFinding(at, at % pairs)) })

test.each([49, 12])('49 findings on %i pairs of 200 statements each are a page of less than 2 MB', (pairs) => {
  const page = html.render(heavy(pairs))
  expect(Buffer.byteLength(page)).toBeLessThan(2_000_000)
  // Wherever it stands, what differs is drawn: of the SQL and of the bodies.
  expect(page.split('First difference: other numbers of rows, 1 on legacy, 9 on the candidate')).toHaveLength(pairs + 1)
  expect(page.split('elsewhere').length).toBeGreaterThan(pairs)
  expect(page.split('is drawn under <a href="#finding-f0">')).toHaveLength(pairs === 12 ? 5 : 1)
})

test('as JSON each pair is written once, and the others that show it name the finding that holds it', () => {
  const written = json.render(heavy(12))
  const { findings } = JSON.parse(written) as RunReport
  expect(findings.slice(0, 12).map(({ example }) => example?.id)).toEqual(
    Array.from({ length: 12 }, (_, at) => `p${at}`),
  )
  expect(findings.slice(12).map(({ example, exampleIn }) => [example, exampleIn])).toEqual(
    Array.from({ length: 37 }, (_, at) => [undefined, `f${at % 12}`]),
  )
  expect(Buffer.byteLength(written)).toBeLessThan(3_000_000)
})
