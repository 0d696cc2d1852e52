import type { DriftReport, TableDrift } from '../model.js'
import { columnWords, driftSummary, driftedRowWords, hasOtherColumns, tableStateWords } from './words.js'
import { count } from '../../base/numbers.js'
import { code, words } from '../../report/markdown-text.js'

/** Writes the report for a merge request or a ticket: one table that lists all tables, followed by the differing rows. */
export function driftMarkdown(report: DriftReport): string {
  const { tables, legacy, candidate, startedAt, endedAt, ended } = report
  const line = (table: TableDrift): string =>
    `| ${words(table.table)} | ${tableStateWords[table.state]} | ${count(table.legacyRows)} | ${count(table.candidateRows)} | ` +
    `${atLeast(table, table.missing)} | ${atLeast(table, table.extra)} | ${atLeast(table, table.changed)} | ${words(table.why ?? '')} |`
  const details = tables.filter((table) => table.rows.length > 0 || hasOtherColumns(table))
  return [
    '# Data drift',
    '',
    `Legacy ${words(legacy.database)} (${words(legacy.version)}), candidate ${words(candidate.database)} (${words(candidate.version)}), ${startedAt} to ${endedAt}.`,
    '',
    driftSummary(report) + (ended === undefined ? '' : ` It ended early: ${words(ended)}`),
    '',
    '| table | state | rows at legacy | at the candidate | missing | extra | changed | |',
    '|---|---|---|---|---|---|---|---|',
    ...tables.map(line),
    ...details.flatMap((table) => [
      '',
      `## ${words(table.table)}`,
      '',
      ...table.rows.map((row) => `- ${code(driftedRowWords(row))}`),
      ...columnWords(table).map((line) => `- ${words(line)}`),
    ]),
    '',
  ].join('\n')
}

function atLeast({ exact, state }: TableDrift, rows: number): string {
  return `${state === 'drifted' && !exact ? '≥ ' : ''}${count(rows)}`
}
