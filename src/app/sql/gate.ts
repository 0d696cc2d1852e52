import type { SqlClass, SqlReport, SqlTotals } from '../../model/sql-report.js'
import { counted } from '../../model/counted.js'

/** Passed when something was compared and nothing of it does harm. */
export function gateOf({ compared, different }: SqlTotals, classes: readonly SqlClass[]): SqlReport['gate'] {
  const harmful = classes.filter(({ severity }) => severity !== 'info')
  const slower = classes.filter(({ differences }) => differences.some(({ kind }) => kind === 'slower'))
  const reasons = [
    ...(compared === 0 ? ['Nothing was compared.'] : []),
    ...(different === 0 ? [] : [`${different} of ${compared} statements differ, in ${classesOf(harmful)}.`]),
    ...(slower.length === 0 ? [] : [`${classesOf(slower)} of statements became slower.`]),
  ]
  return { passed: reasons.length === 0, reasons }
}

function classesOf(classes: readonly SqlClass[]): string {
  return counted(classes.length, 'class', 'classes')
}
