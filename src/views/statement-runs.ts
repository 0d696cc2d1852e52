import { align } from '../compare/align.js'
import type { ExampleSql, ReportedStatement } from '../model/report.js'

/** Statements of one shape that ran one after the other, or each time round the same loop. */
export interface StatementRun {
  readonly digest: string
  readonly statements: readonly ReportedStatement[]
  readonly ms: number
  /** Shapes that the loop runs each time round; 1 where the statement stands alone or repeats by itself. */
  readonly shapesInLoop: number
}

/** One line of the comparison. `differs` is absent where both sides ran the same with the same outcome. */
export interface RunRow {
  readonly legacy?: StatementRun
  readonly candidate?: StatementRun
  readonly differs?: 'only-legacy' | 'only-candidate' | 'count' | 'error' | 'rows' | 'values'
}

/** Shapes that may follow one another in a loop and still be seen as one. */
const maxLoop = 4

/** Both sides' statements side by side, loops folded; a side that was not seen gives no rows of its own. */
export function rowsOf({ legacy, candidate }: ExampleSql): RunRow[] {
  if (legacy === null || candidate === null) {
    return [
      ...runsOf(legacy ?? []).map((run): RunRow => ({ legacy: run })),
      ...runsOf(candidate ?? []).map((run): RunRow => ({ candidate: run })),
    ]
  }
  return align(runsOf(legacy), runsOf(candidate), ({ digest }) => digest, { turned: false }).flatMap(
    ({ both = [], one, other }) => [
      ...both.map(([before, after]) => rowOf(before, after)),
      ...one.map((run): RunRow => ({ legacy: run, differs: 'only-legacy' })),
      ...other.map((run): RunRow => ({ candidate: run, differs: 'only-candidate' })),
    ],
  )
}

function rowOf(legacy: StatementRun, candidate: StatementRun): RunRow {
  const differs = differenceOf(legacy.statements, candidate.statements)
  return { legacy, candidate, ...(differs === undefined ? {} : { differs }) }
}

function differenceOf(
  legacy: readonly ReportedStatement[],
  candidate: readonly ReportedStatement[],
): RunRow['differs'] {
  const other = (of: (statement: ReportedStatement) => unknown): boolean =>
    legacy.some((statement, at) => of(statement) !== of(candidate[at] ?? statement))
  if (legacy.length !== candidate.length) return 'count'
  if (other(({ errno }) => errno)) return 'error'
  if (other(({ rows }) => rows)) return 'rows'
  return other(({ sql }) => sql) ? 'values' : undefined
}

/** A side's statements with its loops folded: A A A is one run, A B A B A B are two. */
export function runsOf(statements: readonly ReportedStatement[]): StatementRun[] {
  const runs: StatementRun[] = []
  for (let at = 0; at < statements.length;) {
    const { shapes, rounds } = loopAt(statements, at)
    for (let shape = 0; shape < shapes; shape += 1) {
      const own = Array.from({ length: rounds }, (_, round) => statements[at + round * shapes + shape]).filter(
        (statement) => statement !== undefined,
      )
      const ms = own.reduce((sum, statement) => sum + statement.ms, 0)
      runs.push({ digest: own[0]?.digest ?? '', statements: own, ms, shapesInLoop: shapes })
    }
    at += shapes * rounds
  }
  return runs
}

/** The loop that covers most of what follows; the one with fewer shapes where two cover as much. */
function loopAt(statements: readonly ReportedStatement[], at: number): { shapes: number; rounds: number } {
  let best = { shapes: 1, rounds: 1 }
  for (let shapes = 1; shapes <= maxLoop; shapes += 1) {
    let rounds = 1
    while (sameShapes(statements, at, at + rounds * shapes, shapes)) rounds += 1
    if (rounds > 1 && shapes * rounds > best.shapes * best.rounds) best = { shapes, rounds }
  }
  return best
}

function sameShapes(statements: readonly ReportedStatement[], one: number, other: number, length: number): boolean {
  if (other + length > statements.length) return false
  for (let step = 0; step < length; step += 1)
    if (statements[one + step]?.digest !== statements[other + step]?.digest) return false
  return true
}

/** A stretch of a side's time, in milliseconds, that was spent in statements. */
export interface BusySpan {
  readonly from: number
  readonly to: number
  /** In statements of the shape that costs this side the most. */
  readonly dearest: boolean
}

/**
 * When a side was busy with SQL, since its first statement. What is closer together than can be seen becomes one stretch, so that a loop
 * of a thousand is drawn as what it is.
 *
 * @param gap milliseconds that are too short to be seen.
 */
export function busySpans(statements: readonly ReportedStatement[], gap: number): BusySpan[] {
  const dear = dearestOf(statements)
  const spans: { from: number; to: number; dearest: boolean }[] = []
  let clock = 0
  for (const { digest, startMs, ms } of statements) {
    const from = startMs ?? clock // older recordings know only how long each took
    clock = from + ms
    const last = spans.at(-1)
    const dearest = digest === dear
    const joins = last !== undefined && from - last.to <= gap && (last.dearest === dearest || ms <= gap)
    if (joins) last.to = Math.max(last.to, clock)
    else spans.push({ from, to: clock, dearest })
  }
  return spans
}

/** The shape that costs the most; undefined for a side without statements. */
export function dearestOf(statements: readonly ReportedStatement[]): string | undefined {
  const costs = new Map<string, number>()
  for (const { digest, ms } of statements) costs.set(digest, (costs.get(digest) ?? 0) + ms)
  return [...costs].sort(([, one], [, other]) => other - one)[0]?.[0]
}
