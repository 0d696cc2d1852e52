import type { Evidence, Sighting } from '../model/finding.js'
import { sharesOf, sharePercent } from './agreement.js'
import type { Thresholds } from '../knowledge/cause.js'
import { loopTitle } from '../knowledge/logic/perf/repeated-statements.js'
import { planTitle } from '../knowledge/logic/perf/plan-regression.js'
import { cacheTitle } from '../knowledge/logic/perf/query-cache-dependence.js'
import type { MethodTimes, StatementMeasurement } from './measurement.js'
import { planInWords } from './plan.js'
import { severityOfLoop } from '../knowledge/logic/perf/slow-statements.js'
import type { SlownessDecision } from './slowness-proof.js'

/** A finding as an experiment decided it. @param key the statement's digest. @param sql the statement as it may be kept. */
export function sightingOfDecision(
  { cause, outcome, because }: SlownessDecision,
  measured: StatementMeasurement,
  key: string,
  sql: string,
  thresholds: Thresholds,
): Sighting {
  const seen = { ...measured, sql }
  const told = tellingOf(cause, seen, thresholds)
  const evidence = { ...told.evidence, ...(because === undefined ? {} : { hint: because }) }
  return { cause, key, proof: outcome === 'proven' ? 'probe' : 'none', ...told, evidence }
}

function tellingOf(
  cause: SlownessDecision['cause'],
  measured: StatementMeasurement,
  thresholds: Thresholds,
): Pick<Sighting, 'severity' | 'title' | 'evidence'> {
  switch (cause) {
    case 'query-cache-dependence':
      return { severity: 'critical', title: cacheTitle(measured), evidence: cacheEvidence(measured) }
    case 'perf-plan-regression':
      return { severity: 'major', title: planTitle(measured), evidence: planEvidence(measured) }
    case 'perf-repeated-statements':
      return {
        severity: severityOfLoop(addedByLoop(measured), measured.candidate.answerMs, thresholds),
        title: loopTitle({ ...measured, legacyExecutions: methodOf(measured)?.executions.legacy }),
        evidence: loopEvidence(measured),
      }
  }
}

function methodOf({ tap, session }: StatementMeasurement): MethodTimes | undefined {
  return tap ?? session
}

function cacheEvidence(measured: StatementMeasurement): Evidence {
  const { tap, statements, identical, session } = measured
  const page = methodOf(measured)?.page
  const shares = sharesOf(measured)
  return {
    route: measured.route,
    statements,
    identical,
    executions: measured.executions,
    sql: measured.sql,
    legacyCachedMs: page === undefined ? null : round(page.legacyCachedMs),
    legacyUncachedMs: page === undefined ? null : round(page.legacyUncachedMs),
    candidateMs: round(page?.candidateMs ?? measured.candidate.shapeMs),
    sharePercent: page === undefined ? null : sharePercent(page),
    method: tap === undefined ? 'session' : 'tap',
    ...(shares.tap === undefined ? {} : { shareByTapPercent: shares.tap }),
    ...(shares.session === undefined ? {} : { shareBySessionPercent: shares.session }),
    ...(shares.answer === undefined ? {} : { shareByAnswerPercent: shares.answer }),
    ...(session === undefined ? {} : { servedFromCachePercent: Math.round(session.fromCache * 100) }),
    ...answersOf(measured),
    ...mendOf(measured),
    ...experimentOf(measured),
  }
}

function planEvidence(measured: StatementMeasurement): Evidence {
  const { plans, executions } = measured
  const method = methodOf(measured)
  const each = (ms: number, times: number): number | null => (times === 0 ? null : round(ms / times))
  return {
    route: measured.route,
    sql: measured.sql,
    executions,
    ...(method === undefined
      ? {}
      : {
          legacyEachMs: each(method.suspect.legacyUncachedMs, method.executions.legacy),
          candidateEachMs: each(method.suspect.candidateMs, method.executions.candidate),
          legacyCachedMs: round(method.suspect.legacyCachedMs),
          legacyUncachedMs: round(method.suspect.legacyUncachedMs),
          candidateMs: round(method.suspect.candidateMs),
        }),
    legacyPlan: plans === undefined ? null : planInWords(plans.legacy),
    candidatePlan: plans === undefined ? null : planInWords(plans.candidate),
    method: measured.tap === undefined ? 'session' : 'tap',
    ...answersOf(measured),
    ...experimentOf(measured),
  }
}

function loopEvidence(measured: StatementMeasurement): Evidence {
  const { executions, distinct, identical, candidate } = measured
  const method = methodOf(measured)
  return {
    route: measured.route,
    sql: measured.sql,
    executions,
    distinct,
    identical,
    ...(method === undefined
      ? {}
      : { legacyExecutions: method.executions.legacy, legacyLoopMs: round(method.suspect.legacyCachedMs) }),
    loopMs: round(candidate.shapeMs),
    loopSharePercent: candidate.answerMs === 0 ? null : Math.round((candidate.shapeMs / candidate.answerMs) * 100),
    ...answersOf(measured),
    ...mendOf(measured),
    answerOneExecutionMs: round(candidate.answerMs - candidate.shapeRepeatsMs),
    ...experimentOf(measured),
  }
}

/** Milliseconds that the loop costs the candidate more than legacy, both measured in the same way; all of it where legacy was not seen. */
function addedByLoop(measured: StatementMeasurement): number {
  const suspect = methodOf(measured)?.suspect
  return suspect === undefined ? measured.candidate.shapeMs : suspect.candidateMs - suspect.legacyCachedMs
}

function answersOf({ answers, candidate }: StatementMeasurement): Evidence {
  return {
    ...(answers === undefined
      ? {}
      : { answerCachedMs: round(answers.legacyCachedMs), answerUncachedMs: round(answers.legacyUncachedMs) }),
    answerCandidateMs: round(candidate.answerMs),
  }
}

/** The candidate's answer, had it run each distinct text once. */
function mendOf({ candidate }: StatementMeasurement): Evidence {
  return { answerMendedMs: round(candidate.answerMs - candidate.sameTextMs) }
}

function experimentOf({ repeats, session, ran }: StatementMeasurement): Evidence {
  return {
    repeats,
    ...(session === undefined ? {} : { charset: session.charset, charsetKnown: session.charsetKnown === 'seen' }),
    ...(session === undefined || session.sameRows === null ? {} : { sameRows: session.sameRows }),
    ran,
  }
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100
}
