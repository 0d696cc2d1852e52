import type { LegTimes, MethodTimes, SessionTimes, StatementMeasurement } from '../../src/knowledge/measurement.js'

/** Milliseconds of a page that is nothing but the statements in question: legacy with its cache, without it, the candidate. */
export function times(legacyCachedMs: number, legacyUncachedMs: number, candidateMs: number): LegTimes {
  return { legacyCachedMs, legacyUncachedMs, candidateMs }
}

export function aMethod(page: LegTimes, legacyExecutions = 12): MethodTimes {
  return { page, suspect: page, executions: { legacy: legacyExecutions, candidate: 12 } }
}

export function aSession(page: LegTimes): SessionTimes {
  return { ...aMethod(page), charset: 'utf8', charsetKnown: 'seen', fromCache: 1, sameRows: true }
}

/** Twelve times the same statement, measured through the tap alone. */
export function aMeasurement(tap: LegTimes, over: Partial<StatementMeasurement> = {}): StatementMeasurement {
  const { candidateMs } = tap
  const once = candidateMs / 12
  return {
    sql: 'SELECT SUM(v) FROM t',
    route: 'GET /',
    repeats: 5,
    statements: 12,
    identical: 12,
    executions: 12,
    distinct: 1,
    tap: aMethod(tap),
    candidate: {
      answerMs: candidateMs + 10,
      shapeMs: candidateMs,
      shapeRepeatsMs: candidateMs - once,
      sameTextMs: candidateMs - once,
    },
    ran: [],
    ...over,
  }
}
