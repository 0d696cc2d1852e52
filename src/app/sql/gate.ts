import type { SqlClass, SqlReport, SqlTotals } from '../../model/sql-report.js'

/** Passed when something was compared and nothing of it does harm. */
export function gateOf({ compared, different }: SqlTotals, classes: readonly SqlClass[]): SqlReport['gate'] {
  const harmful = classes.filter(({ severity }) => severity !== 'info')
  const slower = classes.filter(({ differences }) => differences.some(({ kind }) => kind === 'slower'))
  const reasons = [
    ...(compared === 0 ? ['Nothing was compared.'] : []),
    ...(different === 0 ? [] : [`${different} of ${compared} statements differ, in ${counted(harmful.length)}.`]),
    ...(slower.length === 0 ? [] : [`${counted(slower.length)} of statements became slower.`]),
  ]
  return { passed: reasons.length === 0, reasons }
}

function counted(classes: number): string {
  return classes === 1 ? '1 class' : `${classes} classes`
}
