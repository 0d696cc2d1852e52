import { expect, test } from '@jest/globals'
import { driftMarkdown } from '../../../src/drift/report/markdown.js'
import { driftWords } from '../../../src/drift/report/words.js'
import type { DriftReport, TableDrift } from '../../../src/drift/model.js'

function aTable(over: Partial<TableDrift>): TableDrift {
  return {
    table: 't',
    state: 'in-step',
    legacyRows: 1000,
    candidateRows: 1000,
    missing: 0,
    extra: 0,
    changed: 0,
    exact: true,
    rows: [],
    columns: { onlyLegacy: [], onlyCandidate: [], otherType: [] },
    seconds: 1,
    ...over,
  }
}

function aReport(...tables: TableDrift[]): DriftReport {
  const times = { startedAt: '2026-01-02T03:04:05Z', endedAt: '2026-01-02T03:05:05Z' }
  const side = { database: '127.0.0.1:3306/shop', version: '5.7.29' }
  return { schema: 1, ...times, complete: true, legacy: side, candidate: side, tables }
}

const drifted = aTable({
  table: 'orders',
  state: 'drifted',
  candidateRows: 999,
  missing: 2,
  extra: 1,
  changed: 1,
  rows: [
    { key: { shop: '1', code: 'é `x`|' }, what: 'changed', columns: ['price', 'at'] },
    { key: { shop: '2', code: 'b' }, what: 'missing' },
  ],
})

test('tables that are in step are only counted, the others are told with their rows', () => {
  expect(driftWords(aReport(aTable({}), drifted)).split('\n')).toEqual([
    'orders  drifted: 2 missing, 1 extra, 1 changed of 1,000 and 999 rows',
    '    changed  shop=1 code="é `x`|": price, at',
    '    missing  shop=2 code=b',
    '2 tables: 1 in step, 1 drifted. 2,000 rows read at legacy, 1,999 at the candidate.',
  ])
})

test('a lower bound says so, and so does a result that is not all', () => {
  const whole = aTable({ state: 'drifted', walk: 'whole', changed: 1, exact: false })
  const text = driftWords({ ...aReport(whole, aTable({ state: 'unchecked', table: 'u' })), complete: false })
  expect(text).toContain(
    't  drifted: at least 1 changed of 1,000 rows; without a key that both sides have, rows cannot be named',
  )
  expect(text).toContain('u  not checked')
  expect(text).toContain('This is not all')
})

test('columns of one side are told also where the rows are in step', () => {
  const columns = { onlyLegacy: ['old'], onlyCandidate: [], otherType: ['a: float, double'] }
  expect(driftWords(aReport(aTable({ columns })))).toContain(
    't  in step\n    columns only at legacy, not compared: old\n    column of another type, compared by its values: a: float, double\n',
  )
})

test('Markdown survives what keys hold', () => {
  const text = driftMarkdown(aReport(drifted))
  expect(text).toContain('| orders | drifted | 1,000 | 999 | 2 | 1 | 1 |  |')
  expect(text).toContain('- <code>changed shop=1 code="é &#96;x&#96;&#124;": price, at</code>')
})
