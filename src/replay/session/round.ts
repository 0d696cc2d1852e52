import type { LegName } from '../../model/exchange.js'
import type { Scenario } from '../scenario/model.js'
import { visit, type Visit, type VisitSources } from './visit.js'

/** One round of a scenario: each session has a visit at each leg, apart from all others but for what an answer gave for later requests. */
export interface Round {
  readonly visitOf: (leg: LegName, session: string) => Visit
  /** Sessions of which a write was left out: what follows meets another state than it met when it was recorded. */
  readonly diverged: Set<string>
  /** Sessions that wrote: control, which gets no writes, has no part in what follows. */
  readonly written: Set<string>
}

export function roundOf(scenario: Scenario, sources: VisitSources): Round {
  const legs = new Map<LegName, { readonly captures: Map<string, string>; readonly visits: Map<string, Visit> }>()
  return {
    diverged: new Set(),
    written: new Set(),
    visitOf(leg, session) {
      const at = legs.get(leg) ?? { captures: new Map<string, string>(), visits: new Map<string, Visit>() }
      legs.set(leg, at)
      const made = at.visits.get(session) ?? visit(scenario, session, sources, at.captures)
      at.visits.set(session, made)
      return made
    },
  }
}
