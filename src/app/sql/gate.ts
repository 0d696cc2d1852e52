import type { Outcome } from '../../model/decision-status.js'
import type { SqlClass, SqlEnding, SqlReport, SqlTotals } from '../../sql-comparison/report-model.js'
import { counted } from '../../base/numbers.js'

/** Returns the number of statements that prove something: at least one side answered, and they did more than set up a session. */
function provingOf({ compared, bothFailed, setUp }: SqlTotals): number {
  return compared - bothFailed - setUp
}

/** Passes when something was compared, the comparison finished, and no difference is harmful. */
export function gateOf(totals: SqlTotals, classes: readonly SqlClass[], ended: SqlEnding): SqlReport['gate'] {
  const reasons = [...whyUnanswered(totals, ended), ...whyWorse(totals, classes)]
  return { passed: reasons.length === 0, reasons }
}

/** Returns the outcome. A database that did not come back takes precedence over differences, because nobody knows what the rest would have shown. */
export function outcomeOfSql({ totals, classes, ended, gate }: SqlReport): Outcome {
  if (gate.passed) return 'passed'
  return ended.how !== 'server-gone' && whyWorse(totals, classes).length > 0 ? 'worse' : 'unanswered'
}

function whyUnanswered(totals: SqlTotals, { how, sentence = '' }: SqlEnding): string[] {
  const unfinished = how === 'interrupted' || how === 'server-gone'
  return [...(provingOf(totals) === 0 ? [whyNothing(totals)] : []), ...(unfinished ? [sentence] : [])]
}

function whyNothing({ statements, compared, bothFailed, bothFailedWith }: SqlTotals): string {
  const nothing = 'Nothing could be compared: there is no proof either way.'
  if (bothFailed === 0)
    return `${nothing} ${compared === 0 ? `${counted(statements, 'statement')} read, none asked.` : 'Only sessions were set up.'}`
  const errors = Object.entries(bothFailedWith)
    .sort(([, one], [, other]) => other.count - one.count)
    .slice(0, maxErrors)
    .map(([errno, { count, message }]) => `${count} × error ${errno} (${message})`)
  return (
    `${nothing} ${counted(bothFailed, 'statement')} failed on both servers: ${errors.join(', ')}. ` +
    'Give databases that hold what the log asks for, with an account that may read it (--legacy-db, --candidate-db, --database).'
  )
}

/** Maximum error numbers in the sentence; the report contains the rest. */
const maxErrors = 3

function whyWorse({ compared, different }: SqlTotals, classes: readonly SqlClass[]): string[] {
  const harmful = classes.filter(({ severity }) => severity !== 'info')
  const slower = classes.filter(({ differences }) => differences.some(({ kind }) => kind === 'slower'))
  return [
    ...(different === 0 ? [] : [`${different} of ${compared} statements differ, in ${classesOf(harmful)}.`]),
    ...(slower.length === 0 ? [] : [`${classesOf(slower)} of statements became slower.`]),
  ]
}

function classesOf(classes: readonly SqlClass[]): string {
  return counted(classes.length, 'class', 'classes')
}
