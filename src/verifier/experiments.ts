import type { ProbeQuestion } from '../model/finding.js'
import type { Request } from '../model/http.js'

/** A question with the request that raised it. */
export interface OpenQuestion {
  readonly question: ProbeQuestion
  readonly request: Request
  readonly route: string
}

/** What an experiment says of its question. `another-cause`: the suspicion was wrong, and the experiment knows better. */
export type Outcome = 'proven' | 'refuted' | 'inconclusive' | 'another-cause'

/** Remembers which findings were asked about, with what result, and which request is hurt most. */
export interface ExperimentLedger {
  /** True the first time: a question is asked at once, so that a proof is there while traffic still flows. */
  wants(asked: OpenQuestion): boolean
  /** Takes a result and returns it if it is news: a proof stays a proof, whatever a later, noisier measurement says. */
  concluded(identity: string, outcome: Outcome, route: string): Outcome | undefined
  /** True when the suspicion was wrong; its sightings are then no news. */
  refuted(identity: string): boolean
  /**
   * Returns what to ask once more when traffic is over: what was not decided, or was measured at another route than the
   * worst.
   */
  stillOpen(): OpenQuestion[]
}

interface Experiment {
  worst: OpenQuestion
  /** Route that is being asked about; absent once its answer came. */
  asking?: string
  outcome?: Outcome
  measuredAt?: string
}

export function experimentLedger(): ExperimentLedger {
  const experiments = new Map<string, Experiment>()
  return {
    wants(asked) {
      const identity = `${asked.question.cause}\n${asked.question.key}`
      const known = experiments.get(identity)
      if (known === undefined) {
        experiments.set(identity, { worst: asked, asking: asked.route })
        return true
      }
      if (asked.question.lostMs > known.worst.question.lostMs) known.worst = asked
      return false
    },
    concluded(identity, outcome, route) {
      const experiment = experiments.get(identity)
      delete experiment?.asking
      if (experiment === undefined || (experiment.outcome === 'proven' && outcome !== 'proven')) return undefined
      experiment.outcome = outcome
      experiment.measuredAt = route
      return outcome
    },
    refuted: (identity) => isSettled(experiments.get(identity)?.outcome),
    stillOpen: () => [...experiments.values()].filter(isOpen).map(({ worst }) => worst),
  }
}

function isSettled(outcome: Outcome | undefined): boolean {
  return outcome === 'refuted' || outcome === 'another-cause'
}

/** True if undecided, or decided where it hurts less than elsewhere. What is still being asked need not be asked twice. */
function isOpen({ outcome, measuredAt, asking, worst }: Experiment): boolean {
  if (isSettled(outcome) || asking === worst.route) return false
  return outcome !== 'proven' || measuredAt !== worst.route
}
