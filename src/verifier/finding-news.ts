import { conclude } from '../diagnose/experiments.js'
import type { Thresholds } from '../knowledge/cause.js'
import type { Experiment } from '../knowledge/measurement.js'
import type { ProbeQuestion, Sighting } from '../model/finding.js'
import type { Request } from '../model/http.js'
import type { Redactor } from '../redact/redact.js'
import { redactSighting } from '../redact/said.js'
import { findingId } from '../model/finding-id.js'
import { experimentLedger } from './experiments.js'
import type { FromVerifier } from './messages.js'
import type { Recorder } from './recorder.js'

/** Reports each finding once, asks what an experiment could prove of it, and reports what became of it. */
export interface FindingNews {
  /** Reports a finding that a pair or a route shows. @param route redacted. */
  seen(sighting: Sighting, route: string): void
  /** Asks a question, if it was not asked before. @param route redacted; the request is asked as it came. */
  ask(question: ProbeQuestion, request: Request, route: string): void
  /** Takes the result of an experiment, or why it could not be made. */
  measured(question: ProbeQuestion, experiment: Experiment, record: Recorder): void
  /** Asks once more what is still open. */
  askAgain(): void
  /** Withdraws a finding that nothing shows any more. @param id of the finding. */
  gone(id: string, reason: string): void
}

interface ToldFinding {
  readonly sighting: Sighting
  readonly route: string
}

export function findingNews(
  thresholds: Thresholds,
  redactor: Redactor,
  say: (news: Extract<FromVerifier, { type: 'finding' | 'question' }>) => void,
): FindingNews {
  /** Reported findings by identity, redacted. */
  const told = new Map<string, ToldFinding>()
  const experiments = experimentLedger()

  const tellWithdrawn = ({ sighting, route }: ToldFinding, reason: string): void =>
    say({ type: 'finding', finding: { ...sighting, route, outcome: 'withdrawn', reason } })

  return {
    seen(sighting, route) {
      const identity = identityOf(sighting)
      if (told.has(identity) || experiments.refuted(identity)) return
      told.set(identity, { sighting, route })
      say({ type: 'finding', finding: { ...sighting, route, outcome: 'seen' } })
    },
    ask(question, request, route) {
      if (experiments.wants({ question, request, route })) say({ type: 'question', question, request, route })
    },
    measured(question, experiment, record) {
      const { cause, key } = question
      const identity = identityOf(question)
      const suspected = told.get(identity)
      const seen = suspected?.sighting.evidence
      if ('notMade' in experiment) {
        if (experiments.concluded(identity, 'inconclusive', '') === 'inconclusive')
          record.unproven(cause, key, { ...seen, hint: redactor.textScrub()(`Not proven: ${experiment.notMade}.`) })
        return
      }
      const { measured } = experiment
      const conclusion = conclude(question, measured, String(seen?.['sql'] ?? ''), thresholds)
      if (conclusion === undefined) return
      const { outcome, withdrawnBecause } = conclusion
      const { route } = measured
      const decided = redactSighting(conclusion.sighting, redactor.textScrub())
      switch (experiments.concluded(identity, outcome, route)) {
        case 'proven':
          record.proven(cause, key, 'probe', decided.evidence)
          say({ type: 'finding', finding: { ...decided, route, outcome: 'proven' } })
          return
        case 'another-cause': {
          record.instead(cause, key, decided, withdrawnBecause)
          told.set(identityOf(decided), { sighting: decided, route })
          if (suspected !== undefined) tellWithdrawn(suspected, withdrawnBecause)
          const outcome = decided.proof === 'none' ? 'seen' : 'proven'
          say({ type: 'finding', finding: { ...decided, route, outcome } })
          return
        }
        case 'refuted':
          record.refuted(cause, key, decided.evidence, withdrawnBecause)
          if (suspected !== undefined) tellWithdrawn(suspected, withdrawnBecause)
          return
        case 'inconclusive':
          record.unproven(cause, key, decided.evidence)
          return
        case undefined:
      }
    },
    askAgain() {
      for (const asked of experiments.stillOpen()) say({ type: 'question', ...asked })
    },
    gone(id, reason) {
      const before = [...told.values()].find(({ sighting }) => findingId(sighting.cause, sighting.key) === id)
      if (before !== undefined) tellWithdrawn(before, reason)
    },
  }
}

function identityOf({ cause, key }: { readonly cause: string; readonly key: string }): string {
  return `${cause}\n${key}`
}
