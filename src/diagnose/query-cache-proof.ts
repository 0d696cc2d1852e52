import type { Evidence } from '../model/finding.js'
import type { Thresholds } from './cause.js'

/** Medians over the repeats of one request, milliseconds. `page` sums all SELECTs, `suspect` the statements of one digest. */
export interface QueryCacheMeasurement {
  readonly sql: string
  readonly route: string
  readonly method: 'tap' | 'session'
  /** SELECTs of one request. */
  readonly statements: number
  /** How often the most repeated text ran in it. */
  readonly identical: number
  /** Repeats behind each median. */
  readonly repeats: number
  readonly page: LegTimes
  readonly suspect: LegTimes
  /** The candidate's whole answer. */
  readonly candidateResponseMs: number
}

export interface LegTimes {
  readonly legacyCachedMs: number
  readonly legacyUncachedMs: number
  readonly candidateMs: number
}

/** `refuted`: the cache makes no difference. `inconclusive`: it makes one, but not by the rule; ask again when it is calm. */
export interface QueryCacheDecision {
  readonly outcome: 'proven' | 'refuted' | 'inconclusive'
  readonly evidence: Evidence
}

/**
 * The rule: legacy without its cache takes `cacheFactor` times what it takes with it, the candidate no more than `planFactor`
 * times legacy without cache (beyond that a worse plan is at work), and what a request loses clears the floor.
 */
export function decideQueryCache(measured: QueryCacheMeasurement, thresholds: Thresholds): QueryCacheDecision {
  const { legacyCachedMs, legacyUncachedMs, candidateMs } = measured.suspect
  const floor = Math.max(thresholds.minimumGapMs, measured.candidateResponseMs * thresholds.minimumGapShare)
  const servedFromCache = legacyUncachedMs >= thresholds.cacheFactor * legacyCachedMs
  const samePlan = candidateMs <= thresholds.planFactor * legacyUncachedMs
  const worthwhile = candidateMs - legacyCachedMs >= floor
  const outcome =
    servedFromCache && samePlan && worthwhile ? 'proven' : refutes(measured.suspect) ? 'refuted' : 'inconclusive'
  return { outcome, evidence: evidenceOf(measured) }
}

/** Without the cache legacy is not even half again as slow: whatever the candidate suffers from, it is not this. */
function refutes({ legacyCachedMs, legacyUncachedMs }: LegTimes): boolean {
  return legacyUncachedMs < 1.5 * legacyCachedMs
}

function evidenceOf({ page, ...measured }: QueryCacheMeasurement): Evidence {
  return {
    route: measured.route,
    statements: measured.statements,
    identical: measured.identical,
    sql: measured.sql,
    legacyCachedMs: round(page.legacyCachedMs),
    legacyUncachedMs: round(page.legacyUncachedMs),
    candidateMs: round(page.candidateMs),
    sharePercent: sharePercent(page),
    method: measured.method,
    repeats: measured.repeats,
  }
}

/** The part of the candidate's extra time that legacy loses too without its cache. */
function sharePercent({ legacyCachedMs, legacyUncachedMs, candidateMs }: LegTimes): number {
  const extra = candidateMs - legacyCachedMs
  if (extra <= 0) return 0
  return Math.round(Math.min(100, Math.max(0, ((legacyUncachedMs - legacyCachedMs) / extra) * 100)))
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100
}
