import { median } from 'simple-statistics'
import { disagreementOf, sharesOf } from './agreement.js'
import type { Decision, Thresholds } from '../../cause.js'
import type { LegTimes, MethodTimes, StatementMeasurement } from '../../measurement.js'
import { plansDiffer } from './plan.js'
import { floorOf, isLoop, isWorthAWord, type Suspicion } from './slow-statements.js'

/**
 * Decides which cause the measurement points to, by the first rule that fits. The floor is the minimum loss of a request (`floorOf`).
 *
 * 1. A worse plan: one execution takes the candidate more than `planFactor` times as long as legacy without its cache, and the request loses
 *    at least the floor by that. Proven when EXPLAIN shows another plan. If the plan is the same, only rule 3 can still apply.
 * 2. The query cache: the request loses at least the floor, and these statements take legacy `cacheFactor` times as long without the cache.
 *    Or they are many, and legacy without the cache loses at least the floor and most of what the candidate loses. Proven when all ways of
 *    measuring agree.
 * 3. A loop: `repeatedTimes` executions of one text in a request, or `repeatedOtherTimes` of one shape, whose repetitions cost the candidate
 *    `repeatedMs`. Its statements name tables, or legacy runs fewer of them.
 */
export function decideSlowness(
  suspected: Suspicion['cause'],
  measured: StatementMeasurement,
  thresholds: Thresholds,
): Decision {
  const method = measured.tap ?? measured.session
  const { executions, identical, candidate } = measured
  const repeated = { executions, identical, repeatsMs: candidate.shapeRepeatsMs }
  const loop =
    isLoop(repeated, candidate.answerMs, thresholds) &&
    isWorthAWord(measured.sql, executions, method?.executions.legacy)
  const provenLoop: Decision = { cause: 'perf-repeated-statements', outcome: 'proven' }
  if (method === undefined) return loop ? provenLoop : { cause: suspected, outcome: 'inconclusive', because: notAsked }
  const slowerByItself = isSlowerByItself(method, candidate.answerMs, thresholds)
  if (slowerByItself && !hasSamePlan(measured)) return decidePlan(measured)
  if (!slowerByItself && isServedFromCache(method, candidate.answerMs, thresholds))
    return decideCache(disagreementOf(sharesOf(measured), thresholds.agreementPoints))
  if (!slowerByItself && livesOffCache(measured, method, thresholds)) return decideCache(doubtOf(measured))
  if (loop) return provenLoop
  // No worse plan, no loop, and next to no loss when repeated: the slowness was momentary.
  if (losesNothing(method, candidate.answerMs, thresholds)) return { cause: suspected, outcome: 'refuted' }
  if (suspected !== 'query-cache-dependence' || hidesNothing(method.suspect))
    return { cause: suspected, outcome: 'refuted' }
  return { cause: suspected, outcome: 'inconclusive', because: slowerByItself ? samePlan : tooLittle }
}

const notAsked =
  'Not proven: neither a tapped control lane nor legacy.database was there to ask legacy without its query cache.'
const samePlan =
  'Not proven: the cache explains a part of it, and both servers run it by the same plan, so the rest goes elsewhere. Compare their memory, settings and amount of data.'
const tooLittle = 'Not proven: legacy is slower without its query cache, but not by as much as the rule asks for.'

/** True when the candidate is slower than legacy even without legacy's cache. */
function isSlowerByItself({ suspect, executions }: MethodTimes, answerMs: number, thresholds: Thresholds): boolean {
  const { legacy, candidate } = executions
  if (legacy === 0 || candidate === 0) return false
  const expected = (suspect.legacyUncachedMs / legacy) * candidate
  const slower = suspect.candidateMs > thresholds.planFactor * expected
  return slower && suspect.candidateMs - expected >= floorOf(answerMs, thresholds)
}

function decidePlan({ plans }: StatementMeasurement): Decision {
  const cause = 'perf-plan-regression'
  return plans === undefined ? { cause, outcome: 'inconclusive', because: noPlans } : { cause, outcome: 'proven' }
}

/** @param because why the cache is not proven to be the cause; undefined if it is. */
function decideCache(because: string | undefined): Decision {
  const cause = 'query-cache-dependence'
  return because === undefined ? { cause, outcome: 'proven' } : { cause, outcome: 'inconclusive', because }
}

/**
 * Returns the shares measured by repeating the request. Those from sessions count only if there are no others, because for a sample of cheap
 * statements the cost of asking outweighs what is measured.
 */
function sharesOfRequest(measured: StatementMeasurement): number[] {
  const { session, ...request } = sharesOf(measured)
  const ways = Object.values<number>(request)
  return ways.length === 0 && session !== undefined ? [session] : ways
}

/**
 * Returns why many cheap statements do not prove the cache; undefined if they do. They are measured less exactly than expensive ones, so the
 * ways of measuring must agree only that the cache explains most of the loss.
 */
function doubtOf(measured: StatementMeasurement): string | undefined {
  const lowest = Math.min(...sharesOfRequest(measured))
  return lowest >= minShare
    ? undefined
    : `Not proven: by one way of measuring the cache explains ${lowest} % of the loss.`
}

export function hasSamePlan({ plans }: Pick<StatementMeasurement, 'plans'>): boolean {
  return plans !== undefined && !plansDiffer(plans)
}

const noPlans =
  'Not proven: the plans could not be compared. With legacy.database and candidate.database in the configuration, both servers are asked for theirs.'

/** True when legacy's cache hides what the statements cost. If legacy did not run them, its cache did not answer them. */
function isServedFromCache({ suspect, executions }: MethodTimes, answerMs: number, thresholds: Thresholds): boolean {
  const { legacyCachedMs, legacyUncachedMs, candidateMs } = suspect
  const hidden = legacyUncachedMs >= thresholds.cacheFactor * legacyCachedMs
  return executions.legacy > 0 && hidden && candidateMs - legacyCachedMs >= floorOf(answerMs, thresholds)
}

/**
 * True when many cheap statements together lose what none of them loses alone. Each stays below `cacheFactor`, because the cache does not
 * save the round trip to the server, so legacy's request is compared as a whole, with the cache and without.
 */
function livesOffCache(
  measured: StatementMeasurement,
  { page, suspect, executions: ranOn }: MethodTimes,
  thresholds: Thresholds,
): boolean {
  const { answers, candidate, executions } = measured
  const floor = floorOf(candidate.answerMs, thresholds)
  const { legacyCachedMs, legacyUncachedMs } = answers ?? page
  const many = executions >= thresholds.repeatedTimes && ranOn.legacy > 0
  const legacyLoses = legacyUncachedMs - legacyCachedMs >= floor && !hidesNothing(suspect)
  const candidateLoses = suspect.candidateMs - suspect.legacyCachedMs >= floor
  return many && legacyLoses && candidateLoses && median(sharesOfRequest(measured)) >= minShare
}

/** Minimum percentage of the candidate's loss that the cache must explain. */
const minShare = 50

/** True when the loss is less than half the floor. A loss closer to the floor may be left open and asked about again when traffic is over. */
function losesNothing({ suspect }: MethodTimes, answerMs: number, thresholds: Thresholds): boolean {
  return suspect.candidateMs - suspect.legacyCachedMs < floorOf(answerMs, thresholds) / 2
}

/** True when legacy without its cache takes less than 1.5 times as long: the cache then is not what the candidate lacks. */
function hidesNothing({ legacyCachedMs, legacyUncachedMs }: LegTimes): boolean {
  return legacyUncachedMs < 1.5 * legacyCachedMs
}
