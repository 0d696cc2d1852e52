import type { LegTimes, Plans, SessionTimes, StatementMeasurement } from '../knowledge/measurement.js'
import type { Exchange } from '../model/exchange.js'
import type { ProbeQuestion } from '../model/finding.js'
import type { AskDatabase } from '../model/ports.js'
import type { Statement } from '../model/statement.js'
import { digestOf } from '../sql/digest.js'
import type { PhpSession } from './php-session.js'
import type { Repeated, SampledText } from './repeat.js'
import { isSelect } from '../sql/is-select.js'

/** Turns the query cache off for this session; the global cache stays as it is (MySQL 5.7 Reference Manual, 8.10.3.3). */
export const cacheOff = 'SET SESSION query_cache_type=OFF'

/** Sessions of ours, each in the state of PHP's own. */
export interface Sessions {
  readonly php: PhpSession
  /** What the sessions run. */
  readonly sample: readonly SampledText[]
  readonly cached: AskDatabase
  readonly uncached: AskDatabase
  readonly candidate?: AskDatabase
}

/** One round asks each side once, so that anything that slows the machine for a while slows all sides. */
export interface Round {
  readonly cached?: Exchange
  readonly uncached?: Exchange
  readonly candidate: Exchange
  readonly inSessions?: { readonly cached: Repeated; readonly uncached: Repeated; readonly candidate: Repeated }
}

/** An experiment that was made, before it is summed up. */
export interface Ran {
  readonly question: ProbeQuestion
  readonly route: string
  readonly rounds: readonly Round[]
  readonly sessions?: Sessions
  readonly fromCache: number
  readonly plans?: Plans
}

/** Sums up an experiment with medians over its rounds. */
export function measurementOf(ran: Ran): StatementMeasurement {
  const { question, route, rounds, plans } = ran
  const { key, sql } = question
  const statements = rounds[0]?.candidate.statements ?? []
  const ofShape = statements.filter(hasDigest(key))
  const ofCandidate = (cost: (statements: readonly Statement[]) => number): number =>
    median(rounds.map(({ candidate }) => cost(candidate.statements)))
  const tap = throughTap(rounds, key)
  const session = inSessions(ran)
  const answers = wholeAnswers(rounds)
  return {
    sql,
    route,
    repeats: rounds.length,
    statements: selectsOf(statements).length,
    identical: ofShape.filter((statement) => statement.sql === sql).length,
    executions: ofShape.length,
    distinct: new Set(ofShape.map((statement) => statement.sql)).size,
    ...(tap && { tap }),
    ...(session && { session }),
    ...(answers && { answers }),
    candidate: {
      answerMs: median(rounds.map(({ candidate }) => candidate.timing.total)),
      shapeMs: ofCandidate((all) => sumMs(all.filter(hasDigest(key)))),
      shapeRepeatsMs: ofCandidate((all) => sumMs(all.filter(hasDigest(key)).slice(1))),
      sameTextMs: ofCandidate((all) => sumMs(repeatsOfText(selectsOf(all)))),
    },
    ...(plans && { plans }),
    ran: linesOf(ran),
  }
}

function throughTap(rounds: readonly Round[], key: string): StatementMeasurement['tap'] {
  if (rounds.some(({ cached, uncached }) => cached === undefined || uncached === undefined)) return undefined
  const times = (cost: (statements: readonly Statement[]) => number): LegTimes => ({
    legacyCachedMs: median(rounds.map(({ cached }) => cost(cached?.statements ?? []))),
    legacyUncachedMs: median(rounds.map(({ uncached }) => cost(uncached?.statements ?? []))),
    candidateMs: median(rounds.map(({ candidate }) => cost(candidate.statements))),
  })
  return {
    page: times((all) => sumMs(selectsOf(all))),
    suspect: times((all) => sumMs(all.filter(hasDigest(key)))),
    executions: {
      legacy: rounds[0]?.uncached?.statements.filter(hasDigest(key)).length ?? 0,
      candidate: rounds[0]?.candidate.statements.filter(hasDigest(key)).length ?? 0,
    },
  }
}

function inSessions({ rounds, sessions, question, fromCache }: Ran): SessionTimes | undefined {
  const repeated = rounds.flatMap((round) => (round.inSessions === undefined ? [] : [round.inSessions]))
  const [first] = repeated
  if (sessions === undefined || first === undefined) return undefined
  const suspect = hasDigest(question.key)
  const executions = rounds[0]?.candidate.statements.filter(suspect).length ?? 0
  if (!sessions.sample.some(suspect)) return undefined // it has bound values, or is not safe to repeat
  type Timed = Repeated['statements']
  const times = (which: (statements: Timed) => Timed): LegTimes => ({
    legacyCachedMs: median(repeated.map(({ cached }) => sumMs(which(cached.statements)))),
    legacyUncachedMs: median(repeated.map(({ uncached }) => sumMs(which(uncached.statements)))),
    candidateMs: median(repeated.map(({ candidate }) => sumMs(which(candidate.statements)))),
  })
  return {
    page: times(selectsOf),
    suspect: times((all) => all.filter(suspect)),
    executions: { legacy: executions, candidate: executions },
    charset: sessions.php.charset,
    charsetKnown: sessions.php.charsetKnown,
    fromCache,
    sameRows: sessions.candidate === undefined ? null : sameRows(first),
  }
}

/** True if each text gave the same rows on both servers. */
function sameRows({ uncached, candidate }: NonNullable<Round['inSessions']>): boolean {
  return [...uncached.hashes].every(([sql, hash]) => candidate.hashes.get(sql) === hash)
}

function wholeAnswers(rounds: readonly Round[]): LegTimes | undefined {
  const total = (side: 'cached' | 'uncached' | 'candidate'): number =>
    median(rounds.map((round) => round[side]?.timing.total ?? 0))
  if (rounds.some(({ cached }) => cached === undefined)) return undefined
  return { legacyCachedMs: total('cached'), legacyUncachedMs: total('uncached'), candidateMs: total('candidate') }
}

/** Lists what was run on the servers, in counts only: texts and targets may hold secrets. */
function linesOf({ rounds, route, sessions, plans }: Ran): string[] {
  const times = rounds.length
  const inSession = `${sessions?.sample.length ?? 0} of its statements`
  return [
    `${times + 1} times ${route} on the candidate`,
    ...(rounds[0]?.cached === undefined
      ? []
      : [`${times + 1} times ${route} on control`, `${times} times ${route} on control after ${cacheOff}`]),
    ...(sessions === undefined
      ? []
      : [
          `${times + 2} times ${inSession} in a session (${sessions.php.charset}) on legacy.database`,
          `${times} times ${inSession} in another, after ${cacheOff}`,
        ]),
    ...(sessions?.candidate === undefined ? [] : [`${times} times ${inSession} in a session on candidate.database`]),
    ...(plans === undefined ? [] : ['EXPLAIN FORMAT=TRADITIONAL of the statement on both databases']),
  ]
}

export function hasDigest(digest: string): (statement: { readonly sql: string }) => boolean {
  return ({ sql }) => digestOf(sql).digest === digest
}

function selectsOf<Ran extends { readonly sql: string }>(statements: readonly Ran[]): Ran[] {
  return statements.filter(({ sql }) => isSelect(sql))
}

/** Returns the executions of texts that ran earlier in the same request. */
function repeatsOfText(statements: readonly Statement[]): Statement[] {
  const seen = new Set<string>()
  return statements.filter(({ sql }) => {
    const before = seen.has(sql)
    seen.add(sql)
    return before
  })
}

function sumMs(statements: readonly { readonly ms: number }[]): number {
  return statements.reduce((sum, { ms }) => sum + ms, 0)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
