import type { Sighting } from '../../../model/finding.js'
import type { Pair } from '../../../model/pair.js'
import type { Cause, Thresholds } from '../../cause.js'
import { suspicionsOf, type StatementGroup } from './slow-statements.js'
import { questionsAbout, roundedMs, statementName } from './statement-cause.js'

/**
 * The same statement, run another way: an index that the migration lost, a join between two character sets that cannot use one, an
 * optimiser that chooses otherwise. Told apart from the query cache by asking legacy without it.
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
  mend: "Compare the two plans: add the index that the candidate's lacks, give joined columns the same character set and collation, run ANALYZE TABLE, and only then hint the optimiser.",
  source:
    'MySQL 8.0 Reference Manual, "EXPLAIN Output Format", and "Character Sets, Collations, Unicode" on comparing columns',
  explains: 'time',
  sightings: ({ pair, thresholds }) => suspects(pair, thresholds).map((group) => sightingOf(pair, group)),
  questions: ({ pair, thresholds }) => questionsAbout(pair, 'perf-plan-regression', suspects(pair, thresholds)),
}

function suspects(pair: Pair, thresholds: Thresholds): StatementGroup[] {
  return suspicionsOf(pair, thresholds)
    .filter(({ cause }) => cause === 'perf-plan-regression')
    .map(({ group }) => group)
}

function sightingOf(pair: Pair, group: StatementGroup): Sighting {
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

export function planTitle({ sql }: Pick<StatementGroup, 'sql'>): string {
  return `A ${statementName(sql)} runs by a worse plan than on legacy`
}
