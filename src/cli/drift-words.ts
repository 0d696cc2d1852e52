import type { DriftedRow, DriftReport, TableDrift, TableState } from '../model/drift.js'

const stateWords: Readonly<Record<TableState, string>> = {
  'in-step': 'in step',
  drifted: 'drifted',
  'only-legacy': 'only at legacy',
  'only-candidate': 'only at the candidate',
  unreadable: 'could not be read',
  unchecked: 'not checked',
}

/** The whole result for a person. */
export function driftWords(report: DriftReport): string {
  const { tables } = report
  const notable = tables.filter((table) => table.state !== 'in-step' || hasOtherColumns(table))
  return [...notable.flatMap(tableWords), summaryOf(report)].join('\n')
}

function summaryOf({ tables, complete }: DriftReport): string {
  const count = (state: TableState): number => tables.filter((table) => table.state === state).length
  const states = (Object.keys(stateWords) as TableState[]).filter((state) => count(state) > 0)
  const rows = (of: (table: TableDrift) => number): string => number(tables.reduce((sum, table) => sum + of(table), 0))
  const found = states.map((state) => `${count(state)} ${stateWords[state]}`).join(', ')
  return (
    `${counted(tables.length, 'table')}: ${found}. ` +
    `${rows(({ legacyRows }) => legacyRows)} rows read at legacy, ${rows(({ candidateRows }) => candidateRows)} at the candidate.` +
    (complete ? '' : ' This is not all: see above.')
  )
}

function tableWords(table: TableDrift): string[] {
  return [
    tableLine(table),
    ...table.rows.map((row) => `    ${rowWords(row)}`),
    ...columnWords(table).map((line) => `    ${line}`),
  ]
}

/** A table in one line. */
export function tableLine(table: TableDrift): string {
  const what = table.state === 'drifted' ? `drifted: ${driftedBy(table)}` : stateWords[table.state]
  return `${table.table}  ${what}${table.why === undefined ? '' : `; ${table.why}`}`
}

function driftedBy({ missing, extra, changed, exact, walk, legacyRows, candidateRows }: TableDrift): string {
  const counts = [
    ...(missing > 0 ? [`${number(missing)} missing`] : []),
    ...(extra > 0 ? [`${number(extra)} extra`] : []),
    ...(changed > 0 ? [`${number(changed)} changed`] : []),
  ].join(', ')
  const of = legacyRows === candidateRows ? number(legacyRows) : `${number(legacyRows)} and ${number(candidateRows)}`
  const noKey = walk === 'whole' ? '; without a key that both sides have, rows cannot be named' : ''
  return `${exact ? '' : 'at least '}${counts} of ${of} rows${noKey}`
}

function rowWords({ key, what, columns }: DriftedRow): string {
  return `${what.padEnd(8)} ${keyWords(key)}${columns === undefined ? '' : `: ${columns.join(', ')}`}`
}

function keyWords(key: DriftedRow['key']): string {
  return Object.entries(key)
    .map(([column, value]) => `${column}=${/^[\w.:-]+$/.test(value) ? value : JSON.stringify(value)}`)
    .join(' ')
}

function hasOtherColumns({ columns }: TableDrift): boolean {
  return columns.onlyLegacy.length + columns.onlyCandidate.length + columns.otherType.length > 0
}

function columnWords(table: TableDrift): string[] {
  const { onlyLegacy, onlyCandidate, otherType } = table.columns
  return [
    ...(onlyLegacy.length === 0 ? [] : [`columns only at legacy, not compared: ${onlyLegacy.join(', ')}`]),
    ...(onlyCandidate.length === 0 ? [] : [`columns only at the candidate, not compared: ${onlyCandidate.join(', ')}`]),
    ...otherType.map((words) => `column of another type, compared by its values: ${words}`),
  ]
}

export function driftMarkdown(report: DriftReport): string {
  const { tables, legacy, candidate, startedAt, endedAt, ended } = report
  const line = (table: TableDrift): string =>
    `| ${cell(table.table)} | ${stateWords[table.state]} | ${number(table.legacyRows)} | ${number(table.candidateRows)} | ` +
    `${atLeast(table, table.missing)} | ${atLeast(table, table.extra)} | ${atLeast(table, table.changed)} | ${cell(table.why ?? '')} |`
  const details = tables.filter((table) => table.rows.length > 0 || hasOtherColumns(table))
  return [
    '# Data drift',
    '',
    `Legacy ${legacy.database} (${legacy.version}), candidate ${candidate.database} (${candidate.version}), ${startedAt} to ${endedAt}.`,
    '',
    summaryOf(report) + (ended === undefined ? '' : ` It ended early: ${ended}`),
    '',
    '| table | state | rows at legacy | at the candidate | missing | extra | changed | |',
    '|---|---|---|---|---|---|---|---|',
    ...tables.map(line),
    ...details.flatMap((table) => [
      '',
      `## ${table.table}`,
      '',
      ...table.rows.map((row) => `- ${code(rowWords(row).replace(/ +/, ' '))}`),
      ...columnWords(table).map((words) => `- ${words}`),
    ]),
    '',
  ].join('\n')
}

function atLeast({ exact, state }: TableDrift, count: number): string {
  return `${state === 'drifted' && !exact ? '≥ ' : ''}${number(count)}`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

/** Text of the user's data between more backquotes than it holds. */
function code(text: string): string {
  const fence = '`'.repeat(1 + Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length)))
  return `${fence} ${text.replaceAll('\n', ' ')} ${fence}`
}

function number(n: number): string {
  return n.toLocaleString('en')
}

function counted(n: number, what: string): string {
  return `${number(n)} ${what}${n === 1 ? '' : 's'}`
}
