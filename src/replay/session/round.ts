import type { LegName } from '../../model/exchange.js'
import type { Scenario } from '../scenario/model.js'
import { fixedRequests } from './fixed-requests.js'
import { readOnce } from '../../session/known-values.js'
import { ownValuesOf, pageValuesOf } from '../../session/own-values.js'
import { legSession, type LegSession, type LegSessionSources } from './leg-session.js'

/**
 * One round of a scenario: each session has a visit at each leg, apart from all others except for what answers gave for
 * later requests.
 */
export interface Round {
  readonly visitOf: (leg: LegName, session: string) => LegSession
  /** Sessions of which a write was left out: what follows meets another state than it did in the recording. */
  readonly diverged: Set<string>
  /** Sessions that wrote: control, which gets no writes, is not asked what follows. */
  readonly written: Set<string>
}

/** Returns a function that begins a round of a scenario; what is the same in each round is worked out once. */
export function roundsOf(scenario: Scenario, sources: LegSessionSources): () => Round {
  const shared = {
    fixed: fixedRequests(scenario),
    recorded: readOnce(ownValuesOf),
    answer: readOnce(ownValuesOf),
    page: readOnce(pageValuesOf),
  }
  return () => {
    const legs = new Map<
      LegName,
      { readonly captures: Map<string, string>; readonly visits: Map<string, LegSession> }
    >()
    return {
      diverged: new Set(),
      written: new Set(),
      visitOf(leg, session) {
        const at = legs.get(leg) ?? { captures: new Map<string, string>(), visits: new Map<string, LegSession>() }
        legs.set(leg, at)
        const made = at.visits.get(session) ?? legSession(scenario, session, sources, shared, at.captures)
        at.visits.set(session, made)
        return made
      },
    }
  }
}
