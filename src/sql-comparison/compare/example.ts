import type { SqlExample, SqlExampleSide } from '../report-model.js'
import type { StatementAnswer } from '../model.js'
import type { SqlDifference } from './answers.js'
import { readable } from './byte-strings.js'
import { typeName } from './column-types.js'
import { valuesOf } from './wire-row.js'

const maxSqlLength = 4000
const maxValueLength = 200
const shownRows = 5
const shownColumns = 30
const shownWarnings = 5

/** Builds an example for people: one statement with both answers, cut to a bounded size. */
export function exampleOf(
  sql: string,
  place: string,
  { rows }: SqlDifference,
  legacy: StatementAnswer,
  candidate: StatementAnswer,
): SqlExample {
  return {
    sql: bounded(readable(sql), maxSqlLength),
    place,
    legacy: sideOf(legacy, rows?.legacy ?? legacy.rows),
    candidate: sideOf(candidate, rows?.candidate ?? candidate.rows),
  }
}

function sideOf(answer: StatementAnswer, rows: readonly Buffer[]): SqlExampleSide {
  const { error } = answer
  return {
    ...(error === undefined
      ? {}
      : { error: { ...error, message: bounded(readable(error.message), maxValueLength * 2) } }),
    columns: answer.columns
      .slice(0, shownColumns)
      .map((column) => ({ name: readable(column.name), type: typeName(column) })),
    rowCount: answer.beyond?.rows ?? answer.rows.length,
    rows: rows.slice(0, shownRows).map((row) => valuesOf(row).slice(0, shownColumns).map(readableValue)),
    warnings: answer.warnings
      .slice(0, shownWarnings)
      .map((warning) => ({ ...warning, message: bounded(readable(warning.message), maxValueLength) })),
    affectedRows: answer.affectedRows,
    ms: Math.round(answer.ms * 1000) / 1000,
  }
}

function readableValue(value: string | null): string | null {
  return value === null ? null : bounded(readable(value), maxValueLength)
}

function bounded(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`
}
