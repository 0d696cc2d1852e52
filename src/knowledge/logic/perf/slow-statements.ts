import type { ReadPair } from '../../../compare/read/pair.js'
import type { StatementGroup } from '../../../compare/read/statement-groups.js'
import type { Severity } from '../../../model/finding.js'
import type { Pair } from '../../../model/pair.js'
import { isCacheable } from '../../../sql/cacheable.js'
import { isSafeToRepeat } from '../../../sql/safe-to-repeat.js'
import { tablesOf } from '../../../sql/tables.js'
import type { Thresholds } from '../../cause.js'

/** What a shape of statement may be suspected of: one cause a shape, so that nothing is told twice. */
export interface Suspicion {
  readonly cause: 'query-cache-dependence' | 'perf-plan-regression' | 'perf-repeated-statements'
  readonly group: StatementGroup
}

/**
 * What a pair's statements make one suspect, from what was seen on the wire alone. In this order, and each shape once: the query cache,
 * since its loss is what nobody sees coming; a plan; the loop itself.
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

/** Milliseconds that must be lost before slowness is worth a word. @param responseMs the candidate's whole answer. */
export function floorOf(responseMs: number, { minimumGapMs, minimumGapShare }: Thresholds): number {
  return Math.max(minimumGapMs, responseMs * minimumGapShare)
}

/** Milliseconds that the candidate lost; without a tap on legacy's side its whole response bounds what it may have spent. */
export function lostMs({ candidateMs, legacy }: StatementGroup, pair: Pair): number {
  return candidateMs - (legacy?.ms ?? pair.legacy.timing.total)
}

/** Says whether a statement runs often enough and costs enough, whatever legacy did: what the repetitions cost is what a fix saves. */
export function isLoop(
  { executions, identical, repeatsMs }: Pick<StatementGroup, 'executions' | 'identical' | 'repeatsMs'>,
  responseMs: number,
  { repeatedTimes, repeatedOtherTimes, repeatedMs, minimumGapShare }: Thresholds,
): boolean {
  const often = identical >= repeatedTimes || executions >= repeatedOtherTimes
  return often && repeatsMs >= Math.max(repeatedMs, responseMs * minimumGapShare)
}

/**
 * A loop is told where its statements read tables, or where legacy does not run as many. What others take is the way to the server and
 * back, which a tap or a busy machine makes longer: there is nothing that one statement could read in their place.
 */
export function isWorthAWord(sql: string, executions: number, legacyExecutions: number | undefined): boolean {
  return tablesOf(sql).size > 0 || (legacyExecutions !== undefined && legacyExecutions < executions)
}

/** A loop that legacy pays for as well breaks nothing that worked: it is worth a fix, and no reason to stay. */
export function severityOfLoop(addedMs: number, responseMs: number, thresholds: Thresholds): Severity {
  return addedMs >= floorOf(responseMs, thresholds) ? 'major' : 'minor'
}

/** Legacy's time is what a cache would take. Unseen, only a text that repeats within the request is worth a suspicion. */
function maySufferFromCache(group: StatementGroup, pair: Pair, { cacheFactor }: Thresholds, floor: number): boolean {
  const { sql, identical, legacy } = group
  if (!isCacheable(sql) || lostMs(group, pair) < floor) return false
  if (legacy === undefined) return identical > 1
  return legacy.executions > 0 && perExecution(group) >= cacheFactor * (legacy.ms / legacy.executions)
}

/** Compared by execution: a side that runs the statement more often has another trouble than a plan. */
function mayHaveWorsePlan(group: StatementGroup, { planFactor }: Thresholds, floor: number): boolean {
  const { sql, executions, candidateMs, legacy } = group
  if (legacy === undefined || legacy.executions === 0 || !isSafeToRepeat(sql)) return false
  const legacyEach = legacy.ms / legacy.executions
  return perExecution(group) > planFactor * legacyEach && candidateMs - legacyEach * executions >= floor
}

function perExecution({ candidateMs, executions }: StatementGroup): number {
  return candidateMs / executions
}
