import type { LegName } from '../../model/exchange.js'
import { noSession, type Scenario } from '../scenario/model.js'
import { visit, type Visit, type VisitSources } from './visit.js'

/** One session in one round of a replay: a visit at each leg, apart from all others. */
export interface SessionRound {
  readonly visitOf: (leg: LegName) => Visit
  /** A write was left out: what follows meets another state than it met when it was recorded. */
  diverged: boolean
}

export function sessionRound(scenario: Scenario, name: string, sources: VisitSources): SessionRound {
  const visits = new Map<LegName, Visit>()
  return {
    diverged: false,
    visitOf(leg) {
      const known = visits.get(leg)
      if (known !== undefined) return known
      const made = visit(scenario.sessions[name] ?? noSession, sources)
      visits.set(leg, made)
      return made
    },
  }
}
