import type { Sighting } from '../../../model/finding.js'
import type { Pair } from '../../../model/pair.js'
import type { Cause, Thresholds } from '../../cause.js'
import { lostMs, severityOfLoop, suspicionsOf, type StatementGroup } from './slow-statements.js'
import { questionsAbout, roundedMs, statementName } from './statement-cause.js'

/**
 * The loop itself: one statement many times in a request, with the same values or with others (N+1). Each is cheap, all together are not.
 * A loop that the query cache hides, or that is slow by its plan, is told there and not here.
 */
export const repeatedStatements: Cause = {
  id: 'perf-repeated-statements',
  severity: 'major',
  name: 'The same statement in a loop',
  before: 'legacy runs the loop too, or leaves it earlier',
  after: 'the candidate runs one statement many times in a request',
  known:
    'The wire shows at least `thresholds.repeatedTimes` executions of one text in a request, or `thresholds.repeatedOtherTimes` of one shape, whose repetitions cost the candidate ' +
    '`thresholds.repeatedMs`. Proven by repeating the request; what a mend would bring is measured with it. Major where legacy does not pay for it, else minor; statements that read no table count only where legacy runs fewer of them.',
  mend: 'Read what the loop reads with one statement before it (`WHERE id IN (…)` or a join), and keep what repeats for the rest of the request.',
  source: 'none',
  explains: 'time',
  sightings: ({ pair, thresholds }) => loops(pair, thresholds).map((group) => sightingOf(pair, group, thresholds)),
  questions: ({ pair, thresholds }) => questionsAbout(pair, 'perf-repeated-statements', loops(pair, thresholds)),
}

function loops(pair: Pair, thresholds: Thresholds): StatementGroup[] {
  return suspicionsOf(pair, thresholds)
    .filter(({ cause }) => cause === 'perf-repeated-statements')
    .map(({ group }) => group)
}

function sightingOf(pair: Pair, group: StatementGroup, thresholds: Thresholds): Sighting {
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

/** More on the candidate than on legacy is a symptom of its own: the code took another way. */
export function loopTitle({
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
