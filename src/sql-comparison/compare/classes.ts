import { medianInterval, pairedRatio, percentilesOf } from '../../base/statistics/median.js'
import { severities, type Severity } from '../../model/finding.js'
import { sqlDifferenceKinds, type SqlDifferenceKind } from '../../model/sql-difference.js'
import type { StatementAnswer } from '../model.js'
import type { SqlClass, SqlClassDifference, SqlClassTime, SqlExample, SqlTotals } from '../report-model.js'
import type { SqlDifference } from './answers.js'
import { readable } from './byte-strings.js'
import { exampleOf } from './example.js'
import { knownSigns } from '../../knowledge/rows.js'
import type { Recognised } from '../../knowledge/signs.js'

/** A statement that was asked on both sides. */
export interface ComparedStatement {
  readonly sql: string
  readonly digest: string
  readonly shape: string
  /** Where it comes from, as a report shows it: `line 12`. */
  readonly place: string
  /** True when it does nothing but change the session. */
  readonly setsUp: boolean
  readonly legacy: StatementAnswer
  readonly candidate: StatementAnswer
}

/** What is known about all statements so far, in bounded memory. */
export interface SqlClasses {
  /** Counts a statement and the differences found; without any, it is the same on both sides. */
  add(statement: ComparedStatement, differences: readonly SqlDifference[]): void
  totals(): Omit<SqlTotals, 'statements' | 'notCompared' | 'seconds'>
  classes(): SqlClass[]
  times(): SqlClassTime[]
}

const examplesOfKind = 3
/** Max examples of all classes together: they take most of the memory. */
const maxExamples = 3000
/** Max classes; beyond that, new shapes are counted together. */
const maxClasses = 10_000
const lumped = { digest: 'others', shape: `shapes past the first ${maxClasses}` }
/** Max timings of a class to keep: the latest. */
const maxTimes = 1000
const classesInTimes = 50

/** A class is called slower when the low ends of both 95 % intervals (ratio and milliseconds) reach these floors. */
const slowerRatio = 1.5
const slowerMs = 5
const slowerStatements = 20
/** Number of timings of a class that are skipped, because the first statements fill caches. */
const warmUp = 3

interface Tally {
  readonly digest: string
  readonly shape: string
  statements: number
  /** Statements that failed on neither side: only those have times to compare. */
  timed: number
  candidateMs: number
  readonly legacyTimes: number[]
  readonly candidateTimes: number[]
  readonly kinds: Map<SqlDifferenceKind, KindTally>
}

interface KindTally {
  count: number
  readonly detail: string
  readonly recognised: Recognised | undefined
  readonly examples: SqlExample[]
}

export function sqlClasses(): SqlClasses {
  const tallies = new Map<string, Tally>()
  const totals = { compared: 0, same: 0, noise: 0, different: 0, bothFailed: 0, setUp: 0 }
  const bothFailedWith = new Map<number, { count: number; message: string }>()
  let examples = 0

  const tallyOf = ({ digest, shape }: Pick<ComparedStatement, 'digest' | 'shape'>): Tally => {
    const known = tallies.get(digest)
    if (known !== undefined) return known
    if (tallies.size >= maxClasses && digest !== lumped.digest) return tallyOf(lumped)
    const fresh: Tally = {
      digest,
      shape: readable(shape),
      statements: 0,
      timed: 0,
      candidateMs: 0,
      legacyTimes: [],
      candidateTimes: [],
      kinds: new Map(),
    }
    tallies.set(digest, fresh)
    return fresh
  }
  const count = (tally: Tally, statement: ComparedStatement, difference: SqlDifference): void => {
    const kind = tally.kinds.get(difference.kind) ?? newKind(statement, difference)
    tally.kinds.set(difference.kind, kind)
    kind.count += 1
    if (kind.examples.length >= examplesOfKind || examples >= maxExamples) return
    examples += 1
    kind.examples.push(exampleOf(statement.sql, statement.place, difference, statement.legacy, statement.candidate))
  }

  const countProof = (
    { legacy, candidate, setsUp }: ComparedStatement,
    differences: readonly SqlDifference[],
  ): void => {
    if (legacy.error !== undefined && candidate.error !== undefined) {
      totals.bothFailed += 1
      const { errno, message } = legacy.error
      const { count, message: first } = bothFailedWith.get(errno) ?? { count: 0, message: readable(message) }
      bothFailedWith.set(errno, { count: count + 1, message: first })
    } else if (setsUp && differences.length === 0) totals.setUp += 1
  }

  return {
    add(statement, differences) {
      const tally = tallyOf(statement)
      time(tally, statement)
      tally.statements += 1
      totals.compared += 1
      totals[verdictOf(differences)] += 1
      countProof(statement, differences)
      for (const difference of differences) count(tally, statement, difference)
    },
    totals: () => ({ ...totals, bothFailedWith: Object.fromEntries(bothFailedWith) }),
    classes: () =>
      [...tallies.values()]
        .map(reportedClass)
        .filter(({ differences }) => differences.length > 0)
        .sort(worstClassFirst),
    times: () => timesOf([...tallies.values()]),
  }
}

function verdictOf(differences: readonly SqlDifference[]): 'same' | 'noise' | 'different' {
  if (differences.length === 0) return 'same'
  return differences.every(({ kind }) => sqlDifferenceKinds[kind] === 'info') ? 'noise' : 'different'
}

function newKind({ sql, candidate }: ComparedStatement, { kind, detail, rows }: SqlDifference): KindTally {
  const seen = (rows?.candidate ?? []).map((row) => row.toString('latin1')).join('\n')
  const { error } = candidate
  const recognised =
    kind === 'candidate-fails'
      ? error && knownSigns.ofServer({ ...error, sql })
      : knownSigns.ofRows(kind, sql, `${error?.message ?? ''}\n${seen}`)
  return { count: 0, detail: readable(detail), recognised, examples: [] }
}

function time(tally: Tally, { legacy, candidate }: ComparedStatement): void {
  if (legacy.error !== undefined || candidate.error !== undefined) return
  tally.candidateMs += candidate.ms
  const at = tally.timed % maxTimes
  tally.timed += 1
  tally.legacyTimes[at] = legacy.ms
  tally.candidateTimes[at] = candidate.ms
}

function reportedClass(tally: Tally): SqlClass {
  const kinds = [...tally.kinds].map(([kind, seen]) => differenceOf(kind, seen))
  const slower = slowerOf(tally)
  const differences = (slower === undefined ? kinds : [...kinds, slower]).sort(
    (one, other) => rank(one.severity) - rank(other.severity) || other.count - one.count,
  )
  const { digest, shape, statements } = tally
  return { digest, shape, statements, severity: differences[0]?.severity ?? 'info', differences }
}

function differenceOf(kind: SqlDifferenceKind, { count, detail, recognised, examples }: KindTally): SqlClassDifference {
  const known = recognised === undefined ? {} : { cause: recognised.change.id, fix: recognised.fix }
  return { kind, severity: sqlDifferenceKinds[kind], count, detail, ...known, examples }
}

function slowerOf(tally: Tally): SqlClassDifference | undefined {
  const [legacy, candidate] = [tally.legacyTimes.slice(warmUp), tally.candidateTimes.slice(warmUp)]
  if (legacy.length < slowerStatements) return undefined
  const ratio = pairedRatio(ratiosOf(legacy, candidate))
  const gap = medianInterval(candidate.map((ms, at) => ms - (legacy[at] ?? 0)))
  if (ratio === null || gap === null || ratio.low < slowerRatio || gap.low < slowerMs) return undefined
  const detail = `Takes ${ratio.median.toFixed(1)} times as long (95 %: ${ratio.low.toFixed(1)} to ${ratio.high.toFixed(1)}), ${gap.median.toFixed(1)} ms more.`
  return { kind: 'slower', severity: sqlDifferenceKinds.slower, count: tally.statements, detail, examples: [] }
}

function ratiosOf(legacy: readonly number[], candidate: readonly number[]): number[] {
  return legacy.flatMap((ms, at) => (ms > 0 ? [(candidate[at] ?? 0) / ms] : []))
}

function rank(severity: Severity): number {
  return severities.indexOf(severity)
}

function worstClassFirst(one: SqlClass, other: SqlClass): number {
  const count = ({ differences }: SqlClass): number => differences[0]?.count ?? 0
  return rank(one.severity) - rank(other.severity) || count(other) - count(one)
}

function timesOf(tallies: readonly Tally[]): SqlClassTime[] {
  const all = tallies.reduce((sum, { candidateMs }) => sum + candidateMs, 0)
  return [...tallies]
    .sort((one, other) => other.candidateMs - one.candidateMs)
    .slice(0, classesInTimes)
    .flatMap(({ digest, shape, statements, legacyTimes, candidateTimes, candidateMs }) => {
      const [legacyMs, candidate] = [percentilesOf(legacyTimes), percentilesOf(candidateTimes)]
      if (legacyMs === null || candidate === null) return []
      const ratio = pairedRatio(ratiosOf(legacyTimes, candidateTimes))
      const sharePercent = all === 0 ? 0 : Math.round((candidateMs / all) * 1000) / 10
      return [{ digest, shape, statements, legacyMs, candidateMs: candidate, ratio, sharePercent }]
    })
}
