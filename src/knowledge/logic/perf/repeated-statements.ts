import type { StatementGroup } from '../../../compare/read/statement-groups.js'
import type { Evidence, Sighting } from '../../../model/finding.js'
import type { ReadPair } from '../../../compare/read/pair.js'
import type { Cause, Thresholds } from '../../cause.js'
import { milliseconds } from '../../../base/numbers.js'
import type { StatementMeasurement } from '../../measurement.js'
import { decideSlowness } from './decision.js'
import { answersOf, experimentOf, fixedAnswerOf, methodOf } from './evidence.js'
import { whyRefuted } from './refuted.js'
import { lostMs, severityOfLoop, suspicionsOf } from './slow-statements.js'
import { questionsAbout, roundedMs } from './statement-cause.js'
import { statementName } from '../../../sql/statement-name.js'

/**
 * The loop itself: one statement many times in a request, with the same values or with others (N+1). Each is cheap, all together are not.
 * A loop that the query cache hides, or that is slow because of its plan, is reported under that cause instead.
 */
export const repeatedStatements: Cause = {
  id: 'perf-repeated-statements',
  severity: 'major',
  name: 'The same statement in a loop',
  before: 'legacy runs the loop too, or leaves it earlier',
  after: 'the candidate runs one statement many times in a request',
  known:
    'The wire shows at least `thresholds.repeatedTimes` executions of one text in a request, or `thresholds.repeatedOtherTimes` of one shape, whose repetitions cost the candidate ' +
    '`thresholds.repeatedMs`. Proven by repeating the request; what a fix would bring is measured with it. Major where legacy does not pay for it, else minor; statements that read no table count only where legacy runs fewer of them.',
  fix: 'Read what the loop reads with one statement before it (`WHERE id IN (…)` or a join), and keep what repeats for the rest of the request.',
  source: 'none',
  explains: 'time',
  evidence: {
    distinct: { label: 'Different texts among them' },
    legacyExecutions: { label: 'Times it ran on legacy' },
    loopMs: { label: 'The loop, candidate', as: 'ms' },
    legacyLoopMs: { label: 'The loop, legacy', as: 'ms' },
    loopSharePercent: { label: "Part of the candidate's answer", as: 'percent' },
    answerOneExecutionMs: { label: '… with one statement in place of the loop, at best', as: 'ms' },
  },
  usersSee: loopingPage,
  sightings: ({ pair, thresholds }) => loops(pair, thresholds).map((group) => sightingOf(pair, group, thresholds)),
  questions: ({ pair, thresholds }) => questionsAbout(pair, 'perf-repeated-statements', loops(pair, thresholds)),
  experiment: {
    decide: (measured, thresholds) => decideSlowness('perf-repeated-statements', measured, thresholds),
    tell: (measured, thresholds) => ({
      severity: severityOfLoop(addedByLoop(measured), measured.candidate.answerMs, thresholds),
      title: loopTitle({ ...measured, legacyExecutions: methodOf(measured)?.executions.legacy }),
      evidence: evidenceOf(measured),
    }),
    whyRefuted: (measured, thresholds) => whyRefuted(measured, thresholds),
    provenBy: () => 'proven by repeating the request',
  },
}

function loops(pair: ReadPair, thresholds: Thresholds): StatementGroup[] {
  return suspicionsOf(pair, thresholds)
    .filter(({ cause }) => cause === 'perf-repeated-statements')
    .map(({ group }) => group)
}

function sightingOf(pair: ReadPair, group: StatementGroup, thresholds: Thresholds): Sighting {
  const { digest, sql, executions, distinct, identical, candidateMs, legacy } = group
  return {
    cause: 'perf-repeated-statements',
    key: digest,
    proof: 'none',
    severity: severityOfLoop(lostMs(group, pair), pair.candidate.timing.total, thresholds),
    title: loopTitle({ sql, executions, distinct, legacyExecutions: legacy?.executions }),
    evidence: {
      route: pair.route,
      sql,
      executions,
      distinct,
      identical,
      legacyExecutions: legacy?.executions ?? null,
      legacyLoopMs: legacy === undefined ? null : roundedMs(legacy.ms),
      loopMs: roundedMs(candidateMs),
    },
  }
}

/** Mentions legacy's count if it is lower, because that is a symptom of its own: the code took another path. */
function loopTitle({
  sql,
  executions,
  distinct,
  legacyExecutions,
}: Pick<StatementGroup, 'sql' | 'executions' | 'distinct'> & {
  readonly legacyExecutions: number | undefined
}): string {
  const what = statementName(sql)
  const values = distinct === 1 ? 'with the same values' : 'with other values each time'
  const times = `${executions} times in one request`
  if (legacyExecutions === undefined || legacyExecutions >= executions) return `A ${what} runs ${times}, ${values}`
  const before = legacyExecutions === 0 ? 'not at all on legacy' : `${legacyExecutions} times on legacy`
  return `A ${what} runs ${times} on the candidate and ${before}, ${values}`
}

function evidenceOf(measured: StatementMeasurement): Evidence {
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
      : { legacyExecutions: method.executions.legacy, legacyLoopMs: roundedMs(method.suspect.legacyCachedMs) }),
    loopMs: roundedMs(candidate.shapeMs),
    loopSharePercent: candidate.answerMs === 0 ? null : Math.round((candidate.shapeMs / candidate.answerMs) * 100),
    ...answersOf(measured),
    ...fixedAnswerOf(measured),
    answerOneExecutionMs: roundedMs(candidate.answerMs - candidate.shapeRepeatsMs),
    ...experimentOf(measured),
  }
}

/** Returns the extra milliseconds that the loop costs the candidate, both sides measured in the same way; its whole cost if legacy was not seen. */
function addedByLoop(measured: StatementMeasurement): number {
  const suspect = methodOf(measured)?.suspect
  return suspect === undefined ? measured.candidate.shapeMs : suspect.candidateMs - suspect.legacyCachedMs
}

function loopingPage({ loopMs, legacyLoopMs, answerCandidateMs }: Evidence): string {
  if (typeof loopMs !== 'number') return 'A page that waits for a loop of statements.'
  const of = typeof answerCandidateMs === 'number' ? ` of its ${milliseconds(answerCandidateMs)}` : ''
  const before = typeof legacyLoopMs === 'number' ? `; on legacy it waits ${milliseconds(legacyLoopMs)}` : ''
  return `A page that waits ${milliseconds(loopMs)}${of} for a loop of statements${before}.`
}
