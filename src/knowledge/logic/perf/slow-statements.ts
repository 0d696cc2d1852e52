import type { ReadPair } from '../../../compare/read/pair.js'
import type { StatementGroup } from '../../../compare/read/statement-groups.js'
import type { Severity } from '../../../model/finding.js'
import type { Pair } from '../../../model/pair.js'
import { isCacheable } from '../../../sql/cacheable.js'
import { isSafeToRepeat } from '../../../sql/safe-to-repeat.js'
import { tablesOf } from '../../../sql/tables.js'
import type { Thresholds } from '../../cause.js'

/** The one cause that a shape of statement is suspected of, so that nothing is reported twice. */
export interface Suspicion {
  readonly cause: 'query-cache-dependence' | 'perf-plan-regression' | 'perf-repeated-statements'
  readonly group: StatementGroup
}

/**
 * Returns what a pair's statements are suspected of, from the wire alone. Each shape is suspected of the first cause that fits: the query
 * cache, because nobody expects its loss, then a worse plan, then the loop itself.
 */
export function suspicionsOf(pair: ReadPair, thresholds: Thresholds): Suspicion[] {
  if (pair.candidate.attribution !== 'exact') return []
  const floor = floorOf(pair.candidate.timing.total, thresholds)
  return pair.groups().flatMap((group): Suspicion[] => {
    if (maySufferFromCache(group, pair, thresholds, floor)) return [{ cause: 'query-cache-dependence', group }]
    if (mayHaveWorsePlan(group, thresholds, floor)) return [{ cause: 'perf-plan-regression', group }]
    const answerMs = pair.candidate.timing.total
    if (!isLoop(group, answerMs, thresholds) || !isWorthAWord(group.sql, group.executions, group.legacy?.executions))
      return []
    return [{ cause: 'perf-repeated-statements', group }]
  })
}

/**
 * Returns the minimum loss, in milliseconds, that is worth reporting.
 *
 * @param responseMs of the candidate's whole answer.
 */
export function floorOf(responseMs: number, { minimumGapMs, minimumGapShare }: Thresholds): number {
  return Math.max(minimumGapMs, responseMs * minimumGapShare)
}

/** Returns the milliseconds that the candidate lost. Without a tap on legacy's side, legacy's whole response is the most its SQL can have taken. */
export function lostMs({ candidateMs, legacy }: StatementGroup, pair: Pair): number {
  return candidateMs - (legacy?.ms ?? pair.legacy.timing.total)
}

/** True when a statement runs often enough and its repetitions cost enough, whatever legacy did: that cost is what a fix saves. */
export function isLoop(
  { executions, identical, repeatsMs }: Pick<StatementGroup, 'executions' | 'identical' | 'repeatsMs'>,
  responseMs: number,
  { repeatedTimes, repeatedOtherTimes, repeatedMs, minimumGapShare }: Thresholds,
): boolean {
  const often = identical >= repeatedTimes || executions >= repeatedOtherTimes
  return often && repeatsMs >= Math.max(repeatedMs, responseMs * minimumGapShare)
}

/**
 * True for a loop that is worth reporting: its statements name tables, or legacy runs fewer of them. Other statements cost only the round
 * trip to the server, which a tap or a busy machine makes longer, and no single statement could read the same in their place.
 */
export function isWorthAWord(sql: string, executions: number, legacyExecutions: number | undefined): boolean {
  return tablesOf(sql).size > 0 || (legacyExecutions !== undefined && legacyExecutions < executions)
}

/** Rates a loop. If legacy pays for it too, nothing breaks that worked before: it is worth a fix, but no reason not to migrate. */
export function severityOfLoop(addedMs: number, responseMs: number, thresholds: Thresholds): Severity {
  return addedMs >= floorOf(responseMs, thresholds) ? 'major' : 'minor'
}

/** True when legacy's time looks like that of a cache. If no tap saw legacy, only a text that repeats within the request is suspected. */
function maySufferFromCache(group: StatementGroup, pair: Pair, { cacheFactor }: Thresholds, floor: number): boolean {
  const { sql, identical, legacy } = group
  if (!isCacheable(sql) || lostMs(group, pair) < floor) return false
  if (legacy === undefined) return identical > 1
  return legacy.executions > 0 && perExecution(group) >= cacheFactor * (legacy.ms / legacy.executions)
}

/** True when one execution takes the candidate much longer. Sums are not compared: running a statement more often is no problem of its plan. */
function mayHaveWorsePlan(group: StatementGroup, { planFactor }: Thresholds, floor: number): boolean {
  const { sql, executions, candidateMs, legacy } = group
  if (legacy === undefined || legacy.executions === 0 || !isSafeToRepeat(sql)) return false
  const legacyEach = legacy.ms / legacy.executions
  return perExecution(group) > planFactor * legacyEach && candidateMs - legacyEach * executions >= floor
}

function perExecution({ candidateMs, executions }: StatementGroup): number {
  return candidateMs / executions
}
