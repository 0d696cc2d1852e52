import { parse } from 'csv-parse/sync'
import type { Difference } from '../../model/difference.js'
import { align, sameInOtherOrder } from '../align.js'
import { difference, type Comparator } from '../comparator.js'
import type { Work } from '../work.js'
import { linesOf } from './text.js'

type Row = readonly string[]

/** Compares CSV by row and column, whatever its quoting. Rows are aligned by their first column if it is unique in both tables. */
export const csv: Comparator = {
  kinds: ['csv'],
  *compare({ body: legacy }, { body: candidate }, { work, turned }) {
    const [before, after] = [tableOf(legacy.text), tableOf(candidate.text)]
    if (before === undefined || after === undefined) {
      yield* linesOf(legacy, candidate, turned)
      return
    }
    const [old, now] = [before.delimiter, after.delimiter]
    if (old !== undefined && now !== undefined && old !== now) yield difference('body', 'value', 'delimiter', old, now)
    yield* compareRows(before.rows, after.rows, work, turned)
  },
}

interface Table {
  readonly rows: readonly Row[]
  /** undefined if there is only one column. */
  readonly delimiter: string | undefined
}

function tableOf(text: string): Table | undefined {
  const [first = ''] = text.split('\n', 1)
  const counts = [',', ';', '\t'].map((delimiter) => [first.split(delimiter).length, delimiter] as const)
  const [columns, delimiter] = counts.reduce((max, each) => (each[0] > max[0] ? each : max))
  try {
    const rows: Row[] = parse(text, {
      delimiter,
      bom: true,
      columns: false,
      relax_column_count: true,
      relax_quotes: true,
    })
    return { rows, delimiter: columns > 1 ? delimiter : undefined }
  } catch {
    return undefined
  }
}

function* compareRows(
  before: readonly Row[],
  after: readonly Row[],
  work: Work,
  turned: boolean,
): Iterable<Difference> {
  work.spend(before.length + after.length)
  const [one, other] = [before.map(rowText), after.map(rowText)]
  if (sameInOtherOrder(one, other)) {
    yield difference('body', 'order', 'rows', one.join('\n'), other.join('\n'))
    return
  }
  const nameOf = namesEachOnce(before) && namesEachOnce(after) ? ([first = '']: Row): string => first : rowText
  const titles = before[0] ?? []
  let row = 1
  for (const { both = [], one: gone, other: came } of align(before, after, nameOf, { turned })) {
    for (const [old, now] of both) yield* compareCells(row++, old, now, titles)
    for (let at = 0; at < Math.max(gone.length, came.length); at += 1, row += 1) {
      const [old, now] = [gone[at], came[at]]
      if (old !== undefined && now !== undefined) yield* compareCells(row, old, now, titles)
      else if (old !== undefined) yield difference('body', 'missing', `row ${row}`, rowText(old))
      else if (now !== undefined) yield difference('body', 'added', `row ${row}`, undefined, rowText(now))
    }
  }
}

function* compareCells(row: number, before: Row, after: Row, titles: Row): Iterable<Difference> {
  for (let column = 0; column < Math.max(before.length, after.length); column += 1) {
    const [old, now] = [before[column], after[column]]
    if (old === now) continue
    const kind = now === undefined ? 'missing' : old === undefined ? 'added' : 'value'
    yield difference(
      'body',
      kind,
      `row ${row}, column ${row === 1 ? column + 1 : (titles[column] ?? column + 1)}`,
      old,
      now,
    )
  }
}

function namesEachOnce(rows: readonly Row[]): boolean {
  return new Set(rows.map(([first]) => first)).size === rows.length
}

function rowText(row: Row): string {
  return row.join(';')
}
