import type { Request } from '../../model/http.js'
import { noSession, type Scenario, type ScenarioExchange } from '../scenario/model.js'
import { namesIn } from '../scenario/placeholders.js'
import { templatesOf, templatesOfSession } from '../scenario/templates.js'

/** The parts of a request that a visit makes. */
export type RequestParts = Pick<Request, 'target' | 'headers' | 'body'>

/**
 * Makes a request without a body, into which nothing is filled, only once for all legs and rounds. Its header fields
 * are then one object, and later stages need not look at them again either.
 */
export function fixedRequests({
  sessions,
}: Pick<Scenario, 'sessions'>): (exchange: ScenarioExchange, make: () => RequestParts) => RequestParts {
  const known = new Map<ScenarioExchange, RequestParts | 'changes'>()

  const isFixed = (exchange: ScenarioExchange): boolean => {
    const templates = [...templatesOf(exchange), ...templatesOfSession(sessions[exchange.session] ?? noSession)]
    return exchange.body === undefined && templates.every(({ text }) => namesIn(text).length === 0)
  }

  return (exchange, make) => {
    const before = known.get(exchange)
    if (before !== undefined) return before === 'changes' ? make() : before
    const made = make()
    known.set(exchange, isFixed(exchange) ? made : 'changes')
    return made
  }
}
