import type { DoctorReport, DoctorRow } from '../doctor/model.js'
import { doctorVerdict, placesInWords } from '../doctor/report/words.js'

/** Width of a line in columns. */
const width = 100
const columns = { severity: 9, what: 37, legacy: 25, candidate: 25 }
const gap = ' '
const inner = width - columns.severity - gap.length

/** Renders the rows for a terminal: a table, worst first, with the reason and the fix below each row. */
export function doctorTable(report: DoctorReport): string {
  const { legacy, candidate, rows } = report
  return [
    `legacy     ${sideOf(legacy)}`,
    `candidate  ${sideOf(candidate)}`,
    '',
    ...(rows.length === 0 ? [] : [headLine(), '─'.repeat(width), ...rows.flatMap(linesOf)]),
    ...wrapped(doctorVerdict(report), width),
  ].join('\n')
}

function sideOf({ database, mysql, php }: DoctorReport['legacy']): string {
  return `MySQL ${mysql}${php === undefined ? '' : `, PHP ${php}`}  ${database}`
}

function headLine(): string {
  return joined(['SEVERITY', 'WHAT', 'LEGACY', 'CANDIDATE'])
}

function linesOf(row: DoctorRow): string[] {
  const cells = [
    [row.severity.toUpperCase()],
    wrapped(row.what, columns.what),
    wrapped(row.legacy, columns.legacy),
    wrapped(row.candidate, columns.candidate),
  ]
  const height = Math.max(...cells.map(({ length }) => length))
  const table = Array.from({ length: height }, (_, line) => joined(cells.map((cell) => cell[line] ?? '')))
  const places = row.places.length === 0 ? [] : below('at   ', placesInWords(row.places, 12))
  const why = row.severity === 'info' ? [] : below('why  ', row.why)
  return [...table, ...places, ...why, ...below('fix ', `${row.fix} [${row.check}]`), '']
}

function joined([severity = '', what = '', legacy = '', candidate = '']: readonly string[]): string {
  return [
    severity.padEnd(columns.severity),
    what.padEnd(columns.what),
    legacy.padEnd(columns.legacy),
    candidate.padEnd(columns.candidate),
  ]
    .join(gap)
    .trimEnd()
}

/** Returns lines below a row of the table, indented to its second column. */
function below(label: string, text: string): string[] {
  const indent = ' '.repeat(columns.severity + gap.length)
  return wrapped(text, inner - label.length).map(
    (line, at) => `${indent}${at === 0 ? label : ' '.repeat(label.length)}${line}`,
  )
}

/** Breaks text into lines of at most `max` characters; a longer word is cut into pieces. Control characters never reach the terminal. */
function wrapped(text: string, max: number): string[] {
  const words = text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .split(' ')
    .flatMap((word) => word.match(new RegExp(`.{1,${max}}`, 'gu')) ?? [''])
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= max) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
