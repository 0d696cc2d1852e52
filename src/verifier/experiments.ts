import type { ProbeQuestion } from '../model/finding.js'
import type { Request } from '../model/http.js'

/** A question with the request that raised it. */
export interface OpenQuestion {
  readonly question: ProbeQuestion
  readonly request: Request
  readonly route: string
}

/** What an experiment said of its question; `another-cause`: the suspicion was wrong, and the experiment knows better. */
export type Outcome = 'proven' | 'refuted' | 'inconclusive' | 'another-cause'

/** Remembers which findings were asked about, with what result, and which request is hurt the most. */
export interface ExperimentLedger {
  /** True the first time: a question is asked at once, so that a proof is there while traffic still flows. */
  wants(asked: OpenQuestion): boolean
  /** Takes a result; gives back what is news of it: a proof stays a proof, whatever a later, noisier measurement says. */
  concluded(identity: string, outcome: Outcome, route: string): Outcome | undefined
  /** True when the suspicion was wrong: its sightings are no news. */
  refuted(identity: string): boolean
  /** What to ask once more when traffic is over: what was not decided, and what was measured at another route than the worst. */
  stillOpen(): OpenQuestion[]
}

interface Experiment {
  worst: OpenQuestion
  /** The route that is being asked about; absent when its answer came. */
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

/** Not decided, or decided where it hurts less than elsewhere; what is still being asked need not be asked twice. */
function isOpen({ outcome, measuredAt, asking, worst }: Experiment): boolean {
  if (isSettled(outcome) || asking === worst.route) return false
  return outcome !== 'proven' || measuredAt !== worst.route
}
