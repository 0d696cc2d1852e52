import type { QueryCacheDecision } from '../diagnose/query-cache-proof.js'
import type { ProbeQuestion } from '../model/finding.js'
import type { Request } from '../model/http.js'

/** A question with the request that raised it. */
export interface Asked {
  readonly question: ProbeQuestion
  readonly request: Request
  readonly route: string
}

/** Remembers which findings were asked about, with what result, and which request is hurt the most. */
export interface ExperimentLedger {
  /** True the first time: a question is asked at once, so that a proof is there while traffic still flows. */
  wants(asked: Asked): boolean
  /** Takes a result; gives back what is news of it: a proof stays a proof, whatever a later, noisier measurement says. */
  concluded(identity: string, outcome: QueryCacheDecision['outcome'], route: string): 'proven' | 'refuted' | undefined
  refuted(identity: string): boolean
  /** What to ask once more when traffic is over: what was not decided, and what was measured at another route than the worst. */
  stillOpen(): Asked[]
}

interface Experiment {
  worst: Asked
  outcome?: QueryCacheDecision['outcome']
  measuredAt?: string
}

export function experimentLedger(): ExperimentLedger {
  const experiments = new Map<string, Experiment>()
  return {
    wants(asked) {
      const identity = `${asked.question.cause}\n${asked.question.key}`
      const known = experiments.get(identity)
      if (known === undefined) {
        experiments.set(identity, { worst: asked })
        return true
      }
      if (asked.question.lostMs > known.worst.question.lostMs) known.worst = asked
      return false
    },
    concluded(identity, outcome, route) {
      const experiment = experiments.get(identity)
      if (experiment === undefined || (experiment.outcome === 'proven' && outcome !== 'proven')) return undefined
      experiment.outcome = outcome
      experiment.measuredAt = route
      return outcome === 'inconclusive' ? undefined : outcome
    },
    refuted: (identity) => experiments.get(identity)?.outcome === 'refuted',
    stillOpen: () =>
      [...experiments.values()]
        .filter(
          ({ outcome, measuredAt, worst }) =>
            outcome !== 'refuted' && (outcome !== 'proven' || measuredAt !== worst.route),
        )
        .map(({ worst }) => worst),
  }
}
