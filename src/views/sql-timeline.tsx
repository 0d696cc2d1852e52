import type { ExampleSql, ReportedStatement } from '../model/report.js'
import { count, counted, milliseconds } from '../base/numbers.js'
import { Proportion } from './proportion.js'
import { Sql } from './sql.js'
import { Lanes } from './sql-lanes.js'
import { rowsOf, type RunRow, type StatementRun } from './statement-runs.js'

/** Lines shown at once; the rest is a click away. */
const drawnRows = 12
/** Lines shown above the first difference when it is in the rest. */
const linesBefore = 3
/** Max characters of a statement in its line; the whole statement is a click away. */
const shortSql = 110

interface SqlTimelineProps {
  readonly sql: ExampleSql
  /** Max lines to draw. */
  readonly room: number
}

/** Shows what both sides ran: on one time scale, then line by line with the cost of each statement and where the sides part. */
export function SqlTimeline({ sql, room }: SqlTimelineProps) {
  const rows = rowsOf(sql)
  const first = rows.findIndex(({ differs }) => differs !== undefined)
  const rest = Math.max(drawnRows, Math.min(first - linesBefore, rows.length - (room - drawnRows)))
  const restRows = rows.slice(rest, rest + Math.max(0, room - drawnRows))
  return (
    <section class="statements" aria-label="SQL statements of both sides">
      <h4>SQL, side by side</h4>
      <Lanes sql={sql} />
      <p class="soft">{whereItParts(sql, rows[first])}</p>
      <Rows rows={rows.slice(0, drawnRows)} all={rows} first={first} from={0} />
      <NotDrawn lines={rest - drawnRows} />
      {restRows.length === 0 ? null : (
        <details open={first >= drawnRows}>
          <summary>{counted(restRows.length, 'more line')}</summary>
          <Rows rows={restRows} all={rows} first={first} from={rest} />
        </details>
      )}
      <NotDrawn lines={rows.length - rest - restRows.length} />
      <LeftOut sql={sql} />
    </section>
  )
}

function NotDrawn({ lines }: { readonly lines: number }) {
  return lines <= 0 ? null : <p class="soft">{counted(lines, 'line')} not drawn: the JSON report has them.</p>
}

function whereItParts({ legacy, candidate, seenOn }: ExampleSql, first: RunRow | undefined): string {
  if (legacy === null) return "No tap saw legacy's side of this request."
  if (candidate === null) return "No tap saw the candidate's side of this request."
  const speaks = seenOn === 'control' ? " Legacy's side is control's: legacy, asked a second time." : ''
  if (first === undefined)
    return `Both sides ran the same statements with the same outcome: only their cost differs.${speaks}`
  return `The first difference is marked.${speaks}`
}

interface RowsProps {
  readonly rows: readonly RunRow[]
  /** All rows, for a common scale of costs. */
  readonly all: readonly RunRow[]
  /** Index of the first difference in `all`; -1 when there is none. */
  readonly first: number
  /** Index in `all` of the first row shown here. */
  readonly from: number
}

function Rows({ rows, all, first, from }: RowsProps) {
  const dearest = Math.max(...all.flatMap(({ legacy, candidate }) => [legacy?.ms ?? 0, candidate?.ms ?? 0]))
  return (
    <table class="runs">
      <thead>
        <tr>
          <th scope="col" class="legacy">
            Legacy
          </th>
          <th scope="col">Statement</th>
          <th scope="col" class="candidate">
            Candidate
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <>
            {from + at === first ? <Mark row={row} /> : null}
            <tr class={row.differs === undefined ? '' : 'differs'}>
              <Cost run={row.legacy} look="legacy" whole={dearest} />
              <td class="what">
                <Text row={row} />
              </td>
              <Cost run={row.candidate} look="candidate" whole={dearest} />
            </tr>
          </>
        ))}
      </tbody>
    </table>
  )
}

function Mark({ row }: { readonly row: RunRow }) {
  return (
    <tr class="parting">
      <td colspan={3}>First difference: {partingWords(row)}</td>
    </tr>
  )
}

function partingWords({ differs, legacy, candidate }: RunRow): string {
  return differs === undefined ? '' : wordsOf[differs](legacy?.statements ?? [], candidate?.statements ?? [])
}

type Statements = readonly ReportedStatement[]

const wordsOf: Readonly<Record<NonNullable<RunRow['differs']>, (legacy: Statements, candidate: Statements) => string>> =
  {
    'only-legacy': () => 'only legacy runs this',
    'only-candidate': () => 'only the candidate runs this',
    count: (legacy, candidate) => `${times(legacy.length)} on legacy, ${times(candidate.length)} on the candidate`,
    error: (legacy, candidate) => `${errorOf(legacy)} on legacy, ${errorOf(candidate)} on the candidate`,
    rows: (legacy, candidate) =>
      `other numbers of rows, ${rowsInWords(legacy)} on legacy, ${rowsInWords(candidate)} on the candidate`,
    values: () => 'the same statement with other values',
  }

function times(executions: number): string {
  return executions === 1 ? 'once' : `${count(executions)} times`
}

function rowsInWords(statements: readonly ReportedStatement[]): string {
  return count(statements.reduce((sum, { rows }) => sum + rows, 0))
}

function errorOf(statements: Statements): string {
  const errno = errnoOf(statements)
  return errno === null ? 'no error' : `error ${errno}`
}

function errnoOf(statements: Statements): number | null {
  return statements.find((statement) => statement.errno !== null)?.errno ?? null
}

interface CostProps {
  readonly run: StatementRun | undefined
  readonly look: 'legacy' | 'candidate'
  readonly whole: number
}

function Cost({ run, look, whole }: CostProps) {
  const side = look === 'legacy' ? 'Legacy' : 'Candidate'
  if (run === undefined) return <td class={`cost ${look} none`} data-label={side}></td>
  const { statements, ms, shapesInLoop } = run
  const errno = errnoOf(statements)
  return (
    <td class={`cost ${look}`} data-label={side}>
      <span class="ms">{milliseconds(ms)}</span>
      {statements.length === 1 ? null : <strong title={loopWords(shapesInLoop)}>×{count(statements.length)}</strong>}
      <Proportion parts={[{ look, value: ms }]} whole={whole} />
      {errno === null ? null : <span class="errno">error {errno}</span>}
    </td>
  )
}

function loopWords(shapes: number): string {
  return shapes === 1 ? 'one after the other' : `in a loop of ${shapes} statements`
}

function Text({ row: { legacy, candidate } }: { readonly row: RunRow }) {
  const run = candidate ?? legacy
  const sql = run?.statements[0]?.sql ?? ''
  const texts = new Set(run?.statements.map((statement) => statement.sql)).size
  const others = texts > 1 ? <span class="soft"> … and {counted(texts - 1, 'other text')} of this shape</span> : null
  if (sql.length <= shortSql)
    return (
      <>
        <code>{sql}</code>
        {others}
      </>
    )
  return (
    <details>
      <summary>
        <code>{sql.slice(0, shortSql)}…</code>
        {others}
      </summary>
      <Sql sql={sql} />
    </details>
  )
}

function LeftOut({ sql: { leftOut } }: { readonly sql: ExampleSql }) {
  const { legacy, candidate } = leftOut
  if (legacy + candidate === 0) return null
  return (
    <p class="soft">
      Not kept here: {counted(legacy, 'more statement')} of legacy, {count(candidate)} of the candidate.
    </p>
  )
}
