import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { certainty } from '../../../src/tap/live/certainty.js'
import type { StatementsOfRequest } from '../../../src/model/statement.js'
import { aStatement } from '../../support/factories.js'
import { plans, play, type Plan } from '../../support/live-world.js'

const graceMs = 100

/** What is concluded wrongly when a plan is played, as the tap's thread asks. */
function wrongIn(plan: Plan): readonly string[] {
  const judge = certainty()
  const known = new Map<string, StatementsOfRequest>()
  let forgotten = 0
  const truths = play(plan, {
    begun: (id, route, at) => judge.begun(id, { route, target: '/' }, at),
    sent: (id, port, at) => judge.sent(id, port, at),
    ended: (id, at) => judge.ended(id, at, true),
    visit: (at) => judge.visit(at, plan.findingMs !== undefined),
    found: (visit, pid) => judge.worker(visit, pid),
    statement: (visit, sql, startedAt) => judge.statement(visit, aStatement({ sql, startedAt })),
    visitEnded: (visit) => judge.visitEnded(visit),
    logged: (line) => judge.logged(line),
    tick(now) {
      for (const { id, overFor, isQuiet } of judge.due(now)) {
        const concluded = overFor > graceMs ? judge.conclude(id) : isQuiet ? judge.attempt(id, now) : undefined
        if (concluded !== undefined) known.set(id, concluded)
      }
      if (now - forgotten > 500) judge.forget((forgotten = now))
    },
  })
  return truths.flatMap(({ id, statements, goesOn }) => {
    const { statements: given, attribution } = known.get(id) ?? { statements: [], attribution: 'none' }
    const others = given.filter(({ sql }) => sql !== id).length
    if (others > 0) return [`${id} got ${others} of others`]
    if (attribution !== 'exact' || goesOn || given.length === statements) return []
    return [`${id} got ${given.length} of its ${statements}`]
  })
}

test('whatever happens, and however late it is told, nobody gets what another asked, nor half of their own', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      expect(wrongIn(plan)).toEqual([])
    }),
    { numRuns: 200, endOnFailure: true },
  )
}, 120_000)
