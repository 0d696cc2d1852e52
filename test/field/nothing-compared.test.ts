import { expect, test } from '@jest/globals'
import { gateOf, outcomeOfSql } from '../../src/app/sql/gate.js'
import { summaryOfSql } from '../../src/cli/sql-words.js'
import type { SqlEnding, SqlReport } from '../../src/sql-comparison/report-model.js'
import { sqlHtml } from '../../src/sql-comparison/report/html.js'
import { sqlMarkdown } from '../../src/sql-comparison/report/markdown.js'
import { sqlClasses, type SqlClasses } from '../../src/sql-comparison/compare/classes.js'
import { aFailure, anAnswer } from '../support/sql-answers.js'

const complete: SqlEnding = { how: 'complete' }
const answered = { sql: 'SELECT 1', digest: 'a', shape: 'SELECT ?', place: 'line 1', setsUp: false }

function asked(add: (classes: SqlClasses) => void, ended = complete): SqlReport {
  const classes = sqlClasses()
  add(classes)
  const [found, counted] = [classes.classes(), classes.totals()]
  const totals = { statements: counted.compared, ...counted, notCompared: {}, seconds: 1 }
  const server = { address: '127.0.0.1:3306/shop', version: '8.0.36', sqlMode: '' }
  const run = {
    startedAt: '2026-11-26T08:00:00.000Z',
    endedAt: '2026-11-26T08:00:01.000Z',
    source: { kind: 'slow log', name: 'a.log' },
    legacy: server,
    candidate: server,
    sosie: '0',
    concurrency: 8,
    writes: false,
  } as const
  const gate = gateOf(totals, found, ended)
  return { schema: 1, run, ended, totals, gate, classes: found, times: [], notes: [] }
}

const same = (classes: SqlClasses): void => classes.add({ ...answered, legacy: anAnswer(), candidate: anAnswer() }, [])
const sessionSet = (classes: SqlClasses): void =>
  classes.add({ ...answered, setsUp: true, legacy: anAnswer(), candidate: anAnswer() }, [])
const failsOnBoth = (classes: SqlClasses): void => {
  const [legacy, candidate] = [aFailure(1049), aFailure(1049)]
  classes.add({ ...answered, legacy, candidate }, [])
}

test.each([
  [
    'every statement failed on both',
    (classes: SqlClasses) => [failsOnBoth, failsOnBoth].forEach((add) => add(classes)),
  ],
  [
    'sessions were set up, and every question failed',
    (classes: SqlClasses) => [sessionSet, failsOnBoth].forEach((add) => add(classes)),
  ],
  ['only sessions were set up', sessionSet],
  ['nothing was read', () => undefined],
])('%s: no proof either way, in every format, and never a go', (_, add) => {
  const report = asked(add)
  expect(outcomeOfSql(report)).toBe('unanswered')
  for (const text of [summaryOfSql(report), sqlMarkdown(report), sqlHtml(report)]) {
    expect(text).toMatch(/othing could be compared: there is no proof either way/)
    expect(text).toContain('No-go')
    expect(text).not.toMatch(/\bGo:/)
  }
})

test('what failed on both sides is told with its error, how often and what to do next', () => {
  const report = asked((classes) => [failsOnBoth, failsOnBoth].forEach((add) => add(classes)))
  expect(report.gate.reasons[0]).toMatch(/2 statements failed on both servers: 2 × error 1049 \(.*\)\. Give databases/)
  expect(report.totals.bothFailedWith).toMatchObject({ '1049': { count: 2 } })
})

test('one that answered beside them is a proof, and one that differs is worse', () => {
  expect(outcomeOfSql(asked((classes) => [same, failsOnBoth].forEach((add) => add(classes))))).toBe('passed')
  const differs = (classes: SqlClasses): void =>
    classes.add({ ...answered, legacy: anAnswer(), candidate: aFailure(1064) }, [
      { kind: 'candidate-fails', detail: 'Error 1064.' },
    ])
  expect(outcomeOfSql(asked(differs))).toBe('worse')
  expect(outcomeOfSql(asked(differs, { how: 'interrupted', sentence: 'It was cancelled.' }))).toBe('worse')
})

test('a comparison that was cancelled while green proves nothing, and every format says so', () => {
  const report = asked(same, { how: 'interrupted', sentence: 'It was cancelled: the rest was not asked.' })
  expect(outcomeOfSql(report)).toBe('unanswered')
  for (const text of [summaryOfSql(report), sqlMarkdown(report), sqlHtml(report)]) expect(text).toContain('cancelled')
})
