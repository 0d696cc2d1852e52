import { median } from 'simple-statistics'
import { disagreementOf, sharesOf } from './agreement.js'
import type { Decision, Thresholds } from '../../cause.js'
import type { LegTimes, MethodTimes, StatementMeasurement } from '../../measurement.js'
import { plansDiffer } from './plan.js'
import { floorOf, isLoop, isWorthAWord, type Suspicion } from './slow-statements.js'

/**
 * The rules, in this order; the first that fits speaks.
 *
 * 1. A plan: one execution takes the candidate more than `planFactor` times what it takes legacy without its cache, and that loses a
 *    request the floor. Proven when EXPLAIN shows another plan; where it shows the same one there is no worse plan, and the next rule speaks.
 * 2. The query cache, and what a request loses clears the floor: legacy without it takes `cacheFactor` times what it takes with it for these
 *    statements, or, where they are many, loses the floor itself and most of what the candidate loses. Proven when every way of
 *    measuring agrees.
 * 3. A loop: `repeatedTimes` executions of one text in a request, or `repeatedOtherTimes` of one shape, whose repetitions cost the candidate
 *    `repeatedMs`, of statements that read tables, or that legacy does not run as often.
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
  // Repeated, it loses next to nothing, the plan is as good as legacy's, the loop too cheap: that was a moment's slowness.
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

/** Slower than legacy is without its cache. */
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

/** @param because why it is not proven. */
function decideCache(because: string | undefined): Decision {
  const cause = 'query-cache-dependence'
  return because === undefined ? { cause, outcome: 'proven' } : { cause, outcome: 'inconclusive', because }
}

/** The request repeated speaks before its statements in sessions, where a sample of cheap ones is lost in what asking costs. */
function sharesOfRequest(measured: StatementMeasurement): number[] {
  const { session, ...request } = sharesOf(measured)
  const ways = Object.values<number>(request)
  return ways.length === 0 && session !== undefined ? [session] : ways
}

/** Cheap statements are measured less exactly than expensive ones: what all ways must agree on is that the cache explains most of it. */
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

/** What legacy did not run, its cache did not answer. */
function isServedFromCache({ suspect, executions }: MethodTimes, answerMs: number, thresholds: Thresholds): boolean {
  const { legacyCachedMs, legacyUncachedMs, candidateMs } = suspect
  const hidden = legacyUncachedMs >= thresholds.cacheFactor * legacyCachedMs
  return executions.legacy > 0 && hidden && candidateMs - legacyCachedMs >= floorOf(answerMs, thresholds)
}

/**
 * The request as legacy answers it with its cache and without: nine hundred cheap statements lose together what none loses alone, and the
 * way to the server, which the cache spares none of them, keeps each below the factor.
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

/** Percent of the candidate's loss that its reason explains at least. */
const minShare = 50

/** Not even half of what would be worth a word; what is near it is asked again when it is calm. */
function losesNothing({ suspect }: MethodTimes, answerMs: number, thresholds: Thresholds): boolean {
  return suspect.candidateMs - suspect.legacyCachedMs < floorOf(answerMs, thresholds) / 2
}

/** Without the cache legacy is not even half again as slow: whatever the candidate suffers from, it is not this. */
function hidesNothing({ legacyCachedMs, legacyUncachedMs }: LegTimes): boolean {
  return legacyUncachedMs < 1.5 * legacyCachedMs
}
