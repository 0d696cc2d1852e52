import type { StatementGroup } from '../../../compare/read/statement-groups.js'
import type { Evidence, Sighting } from '../../../model/finding.js'
import type { ReadPair } from '../../../compare/read/pair.js'
import type { Cause, Thresholds } from '../../cause.js'
import type { StatementMeasurement } from '../../measurement.js'
import { decideSlowness, hasSamePlan } from './decision.js'
import { answersOf, experimentOf, methodOf } from './evidence.js'
import { planInWords } from './plan.js'
import { slowerPage } from './users-see.js'
import { whyRefuted } from './refuted.js'
import { suspicionsOf } from './slow-statements.js'
import { questionsAbout, roundedMs } from './statement-cause.js'
import { statementName } from '../../../sql/statement-name.js'

/**
 * The same statement by a worse plan: the migration lost an index, a join between two character sets cannot use one, or the optimiser
 * chooses another. Asking legacy without its query cache tells this apart from the loss of the cache.
 */
export const planRegression: Cause = {
  id: 'perf-plan-regression',
  severity: 'major',
  name: 'A worse plan',
  before: 'legacy finds the rows by an index, or visits the tables in a better order',
  after: 'the candidate reads more rows for the same statement',
  known:
    'One execution takes the candidate more than `thresholds.planFactor` times what it takes legacy, also with its query cache switched off, and ' +
    'EXPLAIN shows another plan on the candidate. Both plans are attached.',
  fix: "Compare the two plans: add the index that the candidate's lacks, give joined columns the same character set and collation, run ANALYZE TABLE, and only then hint the optimiser.",
  source:
    'MySQL 8.0 Reference Manual, "EXPLAIN Output Format", and "Character Sets, Collations, Unicode" on comparing columns',
  explains: 'time',
  evidence: {
    legacyMs: { label: 'SQL time, legacy', as: 'ms' },
    legacyEachMs: { label: 'One execution, legacy without its query cache', as: 'ms' },
    candidateEachMs: { label: 'One execution, candidate', as: 'ms' },
  },
  usersSee: slowerPage,
  sightings: ({ pair, thresholds }) => suspects(pair, thresholds).map((group) => sightingOf(pair, group)),
  questions: ({ pair, thresholds }) => questionsAbout(pair, 'perf-plan-regression', suspects(pair, thresholds)),
  experiment: {
    decide: (measured, thresholds) => decideSlowness('perf-plan-regression', measured, thresholds),
    tell: (measured) => ({ severity: 'major', title: planTitle(measured), evidence: evidenceOf(measured) }),
    whyRefuted: (measured, thresholds) =>
      hasSamePlan(measured) ? whyRefuted(measured, thresholds, samePlan) : whyRefuted(measured, thresholds),
    provenBy: () => 'proven by timing it on both servers, without the query cache, and by their plans',
  },
}

const samePlan =
  'both servers run them by the same plan, so the time goes elsewhere; compare their memory, settings and amount of data'

function suspects(pair: ReadPair, thresholds: Thresholds): StatementGroup[] {
  return suspicionsOf(pair, thresholds)
    .filter(({ cause }) => cause === 'perf-plan-regression')
    .map(({ group }) => group)
}

function sightingOf(pair: ReadPair, group: StatementGroup): Sighting {
  return {
    cause: 'perf-plan-regression',
    key: group.digest,
    proof: 'none',
    severity: 'major',
    title: planTitle(group),
    evidence: {
      route: pair.route,
      sql: group.sql,
      executions: group.executions,
      legacyMs: group.legacy === undefined ? null : roundedMs(group.legacy.ms),
      candidateMs: roundedMs(group.candidateMs),
    },
  }
}

function planTitle({ sql }: Pick<StatementGroup, 'sql'>): string {
  return `A ${statementName(sql)} runs by a worse plan than on legacy`
}

function evidenceOf(measured: StatementMeasurement): Evidence {
  const { plans, executions } = measured
  const method = methodOf(measured)
  const each = (ms: number, times: number): number | null => (times === 0 ? null : roundedMs(ms / times))
  return {
    route: measured.route,
    sql: measured.sql,
    executions,
    ...(method === undefined
      ? {}
      : {
          legacyEachMs: each(method.suspect.legacyUncachedMs, method.executions.legacy),
          candidateEachMs: each(method.suspect.candidateMs, method.executions.candidate),
          legacyCachedMs: roundedMs(method.suspect.legacyCachedMs),
          legacyUncachedMs: roundedMs(method.suspect.legacyUncachedMs),
          candidateMs: roundedMs(method.suspect.candidateMs),
        }),
    legacyPlan: plans === undefined ? null : planInWords(plans.legacy),
    candidatePlan: plans === undefined ? null : planInWords(plans.candidate),
    method: measured.tap === undefined ? 'session' : 'tap',
    ...answersOf(measured),
    ...experimentOf(measured),
  }
}
