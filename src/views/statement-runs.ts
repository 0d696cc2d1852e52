import { align } from '../compare/align.js'
import type { ExampleSql, ReportedStatement } from '../model/report.js'

/** Statements of one shape that ran one after another, or once in every round of the same loop. */
export interface StatementRun {
  readonly digest: string
  readonly statements: readonly ReportedStatement[]
  readonly ms: number
  /** Number of shapes in a round of the loop; 1 when the statement stands alone or repeats by itself. */
  readonly shapesInLoop: number
}

/** One line of the comparison. `differs` is absent when both sides ran the same with the same outcome, or one side was not seen. */
export interface RunRow {
  readonly legacy?: StatementRun
  readonly candidate?: StatementRun
  readonly differs?: 'only-legacy' | 'only-candidate' | 'count' | 'error' | 'rows' | 'values'
}

/** Max shapes in a round for a loop to be recognised as one. */
const maxLoop = 4

/** Puts both sides' statements side by side, with loops folded; a side that was not seen has no rows. */
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

/** Folds the loops in a side's statements: A A A is one run, A B A B A B are two. */
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

/** Returns the loop that covers most of what follows; of two that cover as much, the one with fewer shapes. */
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

/** A stretch of time, in milliseconds, that a side spent in statements. */
export interface BusySpan {
  readonly from: number
  readonly to: number
  /** True when they have the shape that costs this side the most. */
  readonly dearest: boolean
}

/**
 * Returns when a side was busy with SQL, since its first statement. Stretches too close together to be told apart become one, so that a
 * loop of a thousand statements is drawn as what it is.
 *
 * @param gap Milliseconds that are too short to be seen.
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

/** Returns the digest of the shape that costs the most; undefined when there are no statements. */
export function dearestOf(statements: readonly ReportedStatement[]): string | undefined {
  const costs = new Map<string, number>()
  for (const { digest, ms } of statements) costs.set(digest, (costs.get(digest) ?? 0) + ms)
  return [...costs].sort(([, one], [, other]) => other - one)[0]?.[0]
}
