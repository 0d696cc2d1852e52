import { templatesOf } from './templates.js'
import { namesIn } from './placeholders.js'
import type { Scenario } from './model.js'

/** Returns when each exchange began in the recording, in milliseconds from its beginning. */
export function offsetsOf({ exchanges }: Pick<Scenario, 'exchanges'>): number[] {
  let offset = 0
  return exchanges.map(({ after }) => (offset += after))
}

/**
 * Returns, for each exchange, the indexes of those that must have been answered before it is sent: the one before it in
 * its session, and those of any session that capture what it needs.
 */
export function waitsFor({ exchanges }: Pick<Scenario, 'exchanges'>): number[][] {
  const lastOf = new Map<string, number>()
  const captured = new Map<string, number>()
  return exchanges.map((exchange, index) => {
    const before = lastOf.get(exchange.session)
    const needs = templatesOf(exchange).flatMap(({ text }) => namesIn(text))
    const givers = needs.map((name) => captured.get(name))
    lastOf.set(exchange.session, index)
    for (const name of Object.keys(exchange.capture)) captured.set(name, index)
    return [...new Set([before, ...givers])].filter((each) => each !== undefined).sort((one, other) => one - other)
  })
}
