import type { Thresholds } from '../knowledge/cause.js'
import type { MethodTimes, StatementMeasurement } from './measurement.js'
import { floorOf, type Suspicion } from '../knowledge/logic/perf/slow-statements.js'
import { hasSamePlan, type SlownessDecision } from './slowness-proof.js'

/** Why a suspicion is withdrawn, in a sentence with the figures of the experiment that decided it. */
export function whyWithdrawn(
  suspected: Suspicion['cause'],
  decision: SlownessDecision,
  measured: StatementMeasurement,
  thresholds: Thresholds,
): string {
  if (decision.cause !== suspected) {
    const surely = decision.outcome === 'proven' ? 'it is' : 'it may be'
    return `An experiment showed another cause: ${surely} ${decision.cause}.`
  }
  const method = measured.tap ?? measured.session
  if (method === undefined) return 'An experiment did not show it.'
  return `${figures(method)}: ${verdict(suspected, method, measured, thresholds)}.`
}

function figures({ suspect: { legacyCachedMs, legacyUncachedMs, candidateMs } }: MethodTimes): string {
  return (
    `Repeated by an experiment, the statements take the candidate ${inMs(candidateMs)} and legacy ${inMs(legacyCachedMs)}, ` +
    `${inMs(legacyUncachedMs)} without its query cache`
  )
}

function verdict(
  suspected: Suspicion['cause'],
  { suspect: { candidateMs, legacyCachedMs } }: MethodTimes,
  measured: StatementMeasurement,
  thresholds: Thresholds,
): string {
  const { planFactor, cacheFactor } = thresholds
  const floor = floorOf(measured.candidate.answerMs, thresholds)
  const lost = candidateMs - legacyCachedMs
  if (lost < floor) return `a loss of ${inMs(Math.max(0, lost))} is below the ${inMs(floor)} from which it counts`
  if (suspected === 'perf-plan-regression' && hasSamePlan(measured)) return samePlan
  if (suspected === 'query-cache-dependence') return 'the cache makes too little difference to legacy to be the reason'
  return (
    `each costs less than ${planFactor} times what it costs legacy without the cache, which makes legacy less than ` +
    `${cacheFactor} times as fast, and it is no loop`
  )
}

const samePlan =
  'both servers run them by the same plan, so the time goes elsewhere; compare their memory, settings and amount of data'

function inMs(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`
}
