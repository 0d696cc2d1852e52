import type { SqlClass, SqlExample, SqlExampleSide, SqlReport } from '../report-model.js'
import { withVisibleControls } from '../../views/harmless.js'
import { code, prose, words } from '../../report/markdown-text.js'
import { kindWords, reasonWords, sqlVerdict } from './page/words.js'

/** Max classes to write out; the JSON has all. */
const maxClasses = 100
const maxTimes = 15

/** Writes the report for a pull request or an issue: the decision, the classes by harm with one example each, the times. */
export function sqlMarkdown(report: SqlReport): string {
  const { verdict, sentence } = sqlVerdict(report)
  const { run, totals, ended, classes, notes } = report
  const left = Object.entries(totals.notCompared)
  const parts = [
    `# SQL comparison: ${verdict}`,
    `**${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.** ${ended.sentence ?? ''}`.trimEnd(),
    table(
      ['', 'legacy', 'candidate'],
      [
        ['server', words(run.legacy.version), words(run.candidate.version)],
        ['address', words(run.legacy.address), words(run.candidate.address)],
        ['sql_mode', words(run.legacy.sqlMode), words(run.candidate.sqlMode)],
      ],
    ),
    `${totals.statements} statements of ${run.source.kind} ${code(run.source.name)}, ${totals.compared} compared in ${totals.seconds} s: ${totals.same} the same, ${totals.noise} differ harmlessly, ${totals.different} differ.`,
    ...(left.length === 0
      ? []
      : [
          table(
            ['not compared', 'why'],
            left.map(([reason, n]) => [String(n), reasonWords[reason] ?? reason]),
          ),
        ]),
    ...classes.slice(0, maxClasses).map(classText),
    ...(classes.length > maxClasses ? [`${classes.length - maxClasses} classes more: see the JSON.`] : []),
    ...timesText(report),
    ...notes.map((note) => `- ${words(note)}`),
  ]
  return withVisibleControls(`${parts.join('\n\n')}\n`)
}

function classText({ shape, severity, statements, differences }: SqlClass): string {
  const lines = differences.map(({ kind, count, detail, cause, fix }) => {
    const known = cause === undefined ? '' : ` (${code(cause)})`
    return `- **${kindWords[kind]}**, ${count} of ${statements}: ${words(detail)}${known}${fix === undefined ? '' : ` ${prose(fix)}`}`
  })
  const example = differences.find(({ examples }) => examples.length > 0)?.examples[0]
  return [
    `## ${severity}: ${code(shape)}`,
    lines.join('\n'),
    ...(example === undefined ? [] : [exampleText(example)]),
  ].join('\n\n')
}

function exampleText({ sql, place, legacy, candidate }: SqlExample): string {
  return [
    `${words(place)}:`,
    fenced(sql, 'sql'),
    fenced([`legacy:    ${sideText(legacy)}`, `candidate: ${sideText(candidate)}`].join('\n'), ''),
  ].join('\n\n')
}

function sideText({ error, rows, rowCount, columns, affectedRows, warnings }: SqlExampleSide): string {
  if (error !== undefined) return `error ${error.errno} (${error.sqlState}) ${error.message}`
  const size = columns.length === 0 ? `${affectedRows} affected rows` : `${rowCount} rows`
  const warned = warnings.length === 0 ? '' : `, warnings ${warnings.map(({ code: number }) => number).join(' ')}`
  const shown = rows.map((row) => `\n  ${row.map((value) => value ?? 'NULL').join(' | ')}`).join('')
  return `${size} (${columns.map(({ name }) => name).join(', ')})${warned}${shown}`
}

function timesText({ times }: SqlReport): string[] {
  if (times.length === 0) return []
  const rows = times
    .slice(0, maxTimes)
    .map(({ shape, statements, legacyMs, candidateMs, ratio }) => [
      code(shape.slice(0, 120)),
      String(statements),
      `${legacyMs.p50} / ${legacyMs.p95}`,
      `${candidateMs.p50} / ${candidateMs.p95}`,
      ratio === null ? 'too few' : `${ratio.median} (${ratio.low} to ${ratio.high})`,
    ])
  return ['## Times', table(['statement', 'asked', 'legacy p50 / p95 ms', 'candidate p50 / p95 ms', 'ratio'], rows)]
}

/** Writes a table. @param rows Rows of cells that are Markdown already. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

/** Puts a text into a fence longer than any run of backticks in it, so that the text cannot end it. */
function fenced(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${fence}${language}\n${text}\n${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}
