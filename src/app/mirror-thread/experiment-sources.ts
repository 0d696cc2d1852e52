import type { Config } from '../../config/schema.js'
import type { AskLeg } from '../../model/ports.js'
import { openDatabase } from '../../probe/database.js'
import type { ExperimentSources, OpenSession } from '../../probe/statement-experiment.js'

/** Returns what the configuration lets experiments ask; a sentence with the reason if it allows nothing. */
export function experimentSources(
  { legacy, candidate, control, probe }: Config,
  ask: AskLeg,
  onFault: (error: unknown) => void,
): ExperimentSources | string {
  if (!probe.enabled) return 'experiments are switched off (probe.enabled)'
  if (candidate.probe === false) return 'experiments on the candidate are switched off (candidate.probe)'
  const open = (dsn: string): OpenSession => {
    const statementMs = Math.round(probe.statementSeconds * 1000)
    return (opening) => openDatabase(dsn, { opening, statementMs })
  }
  const legacyMayBeAsked = legacy.probe !== false
  const tapped = control?.lanes?.some(({ tap }) => tap !== undefined) === true
  return {
    ask,
    controlTapped: tapped && legacyMayBeAsked && control.probe !== false,
    ...(legacy.database === undefined || !legacyMayBeAsked ? {} : { openLegacy: open(legacy.database) }),
    ...(candidate.database === undefined ? {} : { openCandidate: open(candidate.database) }),
    repeats: probe.repeats,
    onFault,
  }
}
