import type { StatementGroup } from '../../../compare/read/statement-groups.js'
import type { ReadPair } from '../../../compare/read/pair.js'
import type { Evidence, Sighting } from '../../../model/finding.js'
import type { Cause, Symptoms, Thresholds } from '../../cause.js'
import type { StatementMeasurement } from '../../measurement.js'
import { sharesOf, sharePercent } from './agreement.js'
import { decideSlowness } from './decision.js'
import { answersOf, experimentFields, experimentOf, fixedAnswerOf, methodOf } from './evidence.js'
import { slowerPage } from './users-see.js'
import { whyRefuted } from './refuted.js'
import { suspicionsOf } from './slow-statements.js'
import { questionsAbout, roundedMs } from './statement-cause.js'
import { statementName } from '../../../sql/statement-name.js'
import { isSelect } from '../../../sql/is-select.js'

/**
 * A page that depends on MySQL 5.7's query cache: the wire shows statements that cost legacy next to nothing and the candidate a lot. That
 * alone is a suspicion, because a cold index looks the same. The proof is the counterfactual, legacy with its cache off, which only a
 * probe can ask for (`decideSlowness`).
 */
export const queryCacheDependence: Cause = {
  id: 'query-cache-dependence',
  severity: 'critical',
  name: 'Lives off the query cache',
  before: "MySQL 5.7's query cache answered the repeated statement in a fraction of a millisecond",
  after: 'MySQL 8 has no query cache: every repetition is executed',
  known:
    'The statements were seen on the wire on both sides. Proven by repeating the request on legacy with its query cache ' +
    "switched off for that session, and its statements in sessions of Sosie's own: legacy then takes the candidate's time, by every way of measuring it.",
  fix: 'Run the statement once per request and keep its result (a static variable or a property); cache it in the application or add an index where it stays slow.',
  source: 'MySQL 8.0 Reference Manual, "What Is New in MySQL 8.0": query cache removed',
  explains: 'time',
  evidence: {
    route: { label: 'Measured on' },
    statements: { label: 'SELECTs in one request' },
    identical: { label: 'Times the same text ran in it' },
    executions: { label: 'Times this shape ran in it' },
    legacyCachedMs: { label: 'SQL time, legacy with its query cache', as: 'ms' },
    legacyUncachedMs: { label: 'SQL time, legacy without its query cache', as: 'ms' },
    candidateMs: { label: 'SQL time, candidate', as: 'ms' },
    sharePercent: { label: 'Extra time explained by the loss of the cache', as: 'percent' },
    shareByTapPercent: { label: 'Explained, by repeating the request', as: 'percent' },
    shareBySessionPercent: { label: 'Explained, by repeating its statements', as: 'percent' },
    shareByAnswerPercent: { label: "Explained, by legacy's whole answer", as: 'percent' },
    servedFromCachePercent: { label: "Statements that legacy's cache answered", as: 'percent', isOfExperiment: true },
    ...experimentFields,
  },
  usersSee: slowerPage,
  sightings: ({ pair, thresholds }: Symptoms) => suspects(pair, thresholds).map((group) => sightingOf(pair, group)),
  questions: ({ pair, thresholds }) => questionsAbout(pair, 'query-cache-dependence', suspects(pair, thresholds)),
  experiment: {
    decide: (measured, thresholds) => decideSlowness('query-cache-dependence', measured, thresholds),
    tell: (measured) => ({ severity: 'critical', title: cacheTitle(measured), evidence: evidenceOf(measured) }),
    whyRefuted: (measured, thresholds) =>
      whyRefuted(measured, thresholds, 'the cache makes too little difference to legacy to be the reason'),
    provenBy,
  },
}

/** Names the way in which legacy was asked without its cache, or both ways. */
function provenBy({ shareByTapPercent, shareBySessionPercent, method }: Evidence): string {
  if (shareByTapPercent !== undefined && shareBySessionPercent !== undefined)
    return "proven two ways, by repeating the request and by repeating its statements with legacy's query cache switched off"
  return method === 'session'
    ? "proven by repeating the request's statements with legacy's query cache switched off"
    : "proven by repeating the request with legacy's query cache switched off"
}

function suspects(pair: ReadPair, thresholds: Thresholds): StatementGroup[] {
  return suspicionsOf(pair, thresholds)
    .filter(({ cause }) => cause === 'query-cache-dependence')
    .map(({ group }) => group)
}

function sightingOf(pair: ReadPair, group: StatementGroup): Sighting {
  return {
    cause: 'query-cache-dependence',
    key: group.digest,
    proof: 'none',
    severity: 'critical',
    title: cacheTitle(group),
    evidence: {
      route: pair.route,
      statements: pair.candidate.statements.filter(({ sql }) => isSelect(sql)).length,
      identical: group.identical,
      executions: group.executions,
      sql: group.sql,
      legacyCachedMs: group.legacy === undefined ? null : roundedMs(group.legacy.ms),
      legacyUncachedMs: null,
      candidateMs: roundedMs(group.candidateMs),
      sharePercent: null,
    },
  }
}

/** Mentions the loop if there is one, because a page may depend on the cache only because it repeats a statement. */
function cacheTitle({ sql, identical, executions }: Pick<StatementGroup, 'sql' | 'identical' | 'executions'>): string {
  const what = statementName(sql)
  if (identical > 1) return `The same ${what} runs ${identical} times a request, and legacy's query cache hides it`
  return executions > 1
    ? `A ${what} runs ${executions} times a request with other values, and legacy's query cache hides it`
    : `A ${what} is slow, and legacy's query cache hides it`
}

function evidenceOf(measured: StatementMeasurement): Evidence {
  const { tap, statements, identical, session } = measured
  const page = methodOf(measured)?.page
  const shares = sharesOf(measured)
  return {
    route: measured.route,
    statements,
    identical,
    executions: measured.executions,
    sql: measured.sql,
    legacyCachedMs: page === undefined ? null : roundedMs(page.legacyCachedMs),
    legacyUncachedMs: page === undefined ? null : roundedMs(page.legacyUncachedMs),
    candidateMs: roundedMs(page?.candidateMs ?? measured.candidate.shapeMs),
    sharePercent: page === undefined ? null : sharePercent(page),
    method: tap === undefined ? 'session' : 'tap',
    ...(shares.tap === undefined ? {} : { shareByTapPercent: shares.tap }),
    ...(shares.session === undefined ? {} : { shareBySessionPercent: shares.session }),
    ...(shares.answer === undefined ? {} : { shareByAnswerPercent: shares.answer }),
    ...(session === undefined ? {} : { servedFromCachePercent: Math.round(session.fromCache * 100) }),
    ...answersOf(measured),
    ...fixedAnswerOf(measured),
    ...experimentOf(measured),
  }
}
