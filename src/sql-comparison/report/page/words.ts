import type { SqlDifferenceKind } from '../../../model/sql-difference.js'
import type { SqlClass, SqlReport } from '../../report-model.js'
import { counted } from '../../../base/numbers.js'

/** Heading for each kind of difference. */
export const kindWords: Readonly<Record<SqlDifferenceKind, string>> = {
  'connection-lost': 'The connection is lost',
  'candidate-fails': 'The candidate fails',
  rows: 'Other rows',
  columns: 'Other columns',
  order: 'Another order',
  'order-of-groups': 'Groups are no longer sorted',
  'affected-rows': 'Other rows are changed',
  slower: 'Slower',
  'rows-at-limit': 'Perhaps other rows',
  'other-error': 'Another error',
  'legacy-fails': 'Legacy fails',
  types: 'Other types',
  warnings: 'Other warnings',
  nondeterministic: 'The answer is left open',
  'order-undecided': 'The order is left open',
  'float-noise': 'Last digits',
  deprecations: 'Deprecation warnings',
}

/** Why a statement was not compared, in words. */
export const reasonWords: Readonly<Record<string, string>> = {
  write: 'changes data; --writes tries it in a transaction that is rolled back',
  'not-undone': 'changes a table where nothing can be rolled back',
  definition: 'CREATE, ALTER, DROP and the like cannot be rolled back',
  transaction: 'BEGIN, COMMIT and the like: every statement stands alone here',
  lock: 'takes locks that others would wait for',
  wait: 'only waits, or burns time',
  file: 'reads or writes files of the server',
  global: 'changes the server for everybody',
  administration: 'KILL, FLUSH, GRANT and the like',
  procedure: 'calls a procedure: what it does cannot be seen',
  several: 'several statements in one text',
  prepared: 'a prepared statement without its values',
  redacted: 'its values were hidden before it was recorded',
  unknown: 'begins with a word that is not known',
  'too-long': 'longer than 4 MB',
  cut: 'cut at the end of the log',
  'per-class': 'enough of its class were asked (--per-class)',
  interrupted: 'the comparison was interrupted',
  'server-gone': 'a database was gone',
}

/** Returns the decision in plain words. */
export function sqlVerdict({ gate, totals, classes, ended }: SqlReport): { verdict: 'Go' | 'No-go'; sentence: string } {
  const asked = counted(totals.compared, 'statement')
  if (gate.passed) return { verdict: 'Go', sentence: `no difference that matters in ${asked}` }
  const harmful = classes.filter(isHarmful).length
  if (harmful === 0) return { verdict: 'No-go', sentence: asSentenceEnd(gate.reasons) }
  const unfinished = ended.how === 'server-gone' || ended.how === 'interrupted' ? ', and not all were asked' : ''
  const what = `${counted(harmful, 'kind')} of statements ${harmful === 1 ? 'behaves' : 'behave'} otherwise on the candidate`
  return { verdict: 'No-go', sentence: `${what}${unfinished}` }
}

function asSentenceEnd(reasons: readonly string[]): string {
  const text = reasons.join(' ').replace(/\.$/, '')
  return text.charAt(0).toLowerCase() + text.slice(1)
}

export function isHarmful({ severity }: SqlClass): boolean {
  return severity !== 'info'
}
