import type { Thresholds } from '../../cause.js'
import type { MethodTimes, StatementMeasurement } from '../../measurement.js'
import { floorOf } from './slow-statements.js'

/**
 * Returns why a suspicion is wrong, with the figures of the experiment.
 *
 * @param reason used if the loss is large enough to be reported.
 */
export function whyRefuted(
  measured: StatementMeasurement,
  thresholds: Thresholds,
  reason = noReason(thresholds),
): string {
  const method = measured.tap ?? measured.session
  if (method === undefined) return 'An experiment did not show it.'
  const floor = floorOf(measured.candidate.answerMs, thresholds)
  const lost = method.suspect.candidateMs - method.suspect.legacyCachedMs
  const tooLittle = `a loss of ${inMs(Math.max(0, lost))} is below the ${inMs(floor)} from which it counts`
  return `${figures(method)}: ${lost < floor ? tooLittle : reason}.`
}

function figures({ suspect: { legacyCachedMs, legacyUncachedMs, candidateMs } }: MethodTimes): string {
  return (
    `Repeated by an experiment, the statements take the candidate ${inMs(candidateMs)} and legacy ${inMs(legacyCachedMs)}, ` +
    `${inMs(legacyUncachedMs)} without its query cache`
  )
}

function noReason({ planFactor, cacheFactor }: Thresholds): string {
  return (
    `each costs less than ${planFactor} times what it costs legacy without the cache, which makes legacy less than ` +
    `${cacheFactor} times as fast, and it is no loop`
  )
}

function inMs(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`
}
