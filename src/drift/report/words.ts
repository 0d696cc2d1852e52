import type { DriftedRow, DriftReport, TableDrift, TableState } from '../model.js'
import { count, counted } from '../../base/numbers.js'

/** State of a table in words. */
export const tableStateWords: Readonly<Record<TableState, string>> = {
  'in-step': 'in step',
  drifted: 'drifted',
  'only-legacy': 'only at legacy',
  'only-candidate': 'only at the candidate',
  unreadable: 'could not be read',
  unchecked: 'not checked',
}

/** Writes the whole result for a person. */
export function driftWords(report: DriftReport): string {
  const { tables } = report
  const notable = tables.filter((table) => table.state !== 'in-step' || hasOtherColumns(table))
  return [...notable.flatMap(tableWords), driftSummary(report)].join('\n')
}

export function driftSummary({ tables, complete }: DriftReport): string {
  const inState = (state: TableState): number => tables.filter((table) => table.state === state).length
  const states = (Object.keys(tableStateWords) as TableState[]).filter((state) => inState(state) > 0)
  const rows = (of: (table: TableDrift) => number): string => count(tables.reduce((sum, table) => sum + of(table), 0))
  const found = states.map((state) => `${inState(state)} ${tableStateWords[state]}`).join(', ')
  return (
    `${counted(tables.length, 'table')}: ${found}. ` +
    `${rows(({ legacyRows }) => legacyRows)} rows read at legacy, ${rows(({ candidateRows }) => candidateRows)} at the candidate.` +
    (complete ? '' : ' This is not all: see above.')
  )
}

function tableWords(table: TableDrift): string[] {
  return [
    tableLine(table),
    ...table.rows.map((row) => `    ${driftedRowWords(row)}`),
    ...columnWords(table).map((line) => `    ${line}`),
  ]
}

/** Writes the result of a table as one line. */
export function tableLine(table: TableDrift): string {
  const what = table.state === 'drifted' ? `drifted: ${driftedBy(table)}` : tableStateWords[table.state]
  return `${table.table}  ${what}${table.why === undefined ? '' : `; ${table.why}`}`
}

function driftedBy({ missing, extra, changed, exact, walk, legacyRows, candidateRows }: TableDrift): string {
  const counts = [
    ...(missing > 0 ? [`${count(missing)} missing`] : []),
    ...(extra > 0 ? [`${count(extra)} extra`] : []),
    ...(changed > 0 ? [`${count(changed)} changed`] : []),
  ].join(', ')
  const of = legacyRows === candidateRows ? count(legacyRows) : `${count(legacyRows)} and ${count(candidateRows)}`
  const noKey = walk === 'whole' ? '; without a key that both sides have, rows cannot be named' : ''
  return `${exact ? '' : 'at least '}${counts} of ${of} rows${noKey}`
}

export function driftedRowWords({ key, what, columns }: DriftedRow): string {
  return `${what.padEnd(8)} ${keyWords(key)}${columns === undefined ? '' : `: ${columns.join(', ')}`}`
}

function keyWords(key: DriftedRow['key']): string {
  return Object.entries(key)
    .map(([column, value]) => `${column}=${/^[\w.:-]+$/.test(value) ? value : JSON.stringify(value)}`)
    .join(' ')
}

export function hasOtherColumns({ columns }: TableDrift): boolean {
  return columns.onlyLegacy.length + columns.onlyCandidate.length + columns.otherType.length > 0
}

export function columnWords(table: TableDrift): string[] {
  const { onlyLegacy, onlyCandidate, otherType } = table.columns
  return [
    ...(onlyLegacy.length === 0 ? [] : [`columns only at legacy, not compared: ${onlyLegacy.join(', ')}`]),
    ...(onlyCandidate.length === 0 ? [] : [`columns only at the candidate, not compared: ${onlyCandidate.join(', ')}`]),
    ...otherType.map((words) => `column of another type, compared by its values: ${words}`),
  ]
}
