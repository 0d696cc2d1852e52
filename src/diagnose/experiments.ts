import type { Decision, Thresholds } from '../knowledge/cause.js'
import type { StatementMeasurement } from '../knowledge/measurement.js'
import { causeOf } from '../knowledge/registry.js'
import type { ProbeQuestion, Sighting } from '../model/finding.js'

/** What an experiment concludes about the question that it was asked. */
export interface Conclusion {
  /** `another-cause`: the suspicion was wrong, and the experiment points to another cause. */
  readonly outcome: Decision['outcome'] | 'another-cause'
  /** The finding as measured. */
  readonly sighting: Sighting
  /** Sentence that says why the suspicion is withdrawn; to be used only when it is. */
  readonly withdrawnBecause: string
}

/**
 * Decides a question by what was measured; undefined for a cause that has no experiment.
 *
 * @param sql The statement as it may be stored; the experiment ran the original.
 */
export function conclude(
  { cause: suspected, key }: ProbeQuestion,
  measured: StatementMeasurement,
  sql: string,
  thresholds: Thresholds,
): Conclusion | undefined {
  const experiment = causeOf(suspected)?.experiment
  if (experiment === undefined) return undefined
  const decision = experiment.decide(measured, thresholds)
  const told = causeOf(decision.cause)?.experiment?.tell({ ...measured, sql }, thresholds)
  if (told === undefined) return undefined
  const { outcome, because } = decision
  const isSuspected = decision.cause === suspected
  return {
    outcome: isSuspected ? outcome : 'another-cause',
    sighting: {
      cause: decision.cause,
      key,
      proof: outcome === 'proven' ? 'probe' : 'none',
      ...told,
      evidence: { ...told.evidence, ...(because === undefined ? {} : { hint: because }) },
    },
    withdrawnBecause: isSuspected ? experiment.whyRefuted(measured, thresholds) : becauseOfAnother(decision),
  }
}

function becauseOfAnother({ cause, outcome }: Decision): string {
  return `An experiment showed another cause: ${outcome === 'proven' ? 'it is' : 'it may be'} ${cause}.`
}
