import type { StatementGroup } from '../../../compare/read/statement-groups.js'
import type { ProbeQuestion } from '../../../model/finding.js'
import { isSafeMethod } from '../../../model/http.js'
import type { Pair } from '../../../model/pair.js'
import { isSafeToRepeat } from '../../../sql/safe-to-repeat.js'
import { lostMs, type Suspicion } from './slow-statements.js'

/** Returns the questions to an experiment about these statements. Request and statement must both be safe to repeat. */
export function questionsAbout(
  pair: Pair,
  cause: Suspicion['cause'],
  groups: readonly StatementGroup[],
): ProbeQuestion[] {
  if (!isSafeMethod(pair.request.method)) return []
  return groups
    .filter(({ sql }) => isSafeToRepeat(sql))
    .map((group) => ({ cause, key: group.digest, sql: group.sql, lostMs: lostMs(group, pair) }))
}

export function roundedMs(ms: number): number {
  return Math.round(ms * 100) / 100
}
