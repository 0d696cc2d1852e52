import type { SqlClass, SqlReport } from '../report-model.js'

/** Writes schema 1, documented field by field in docs/sql.md. `mend` is the former name of `fix`, written for one more version. */
export function sqlJson(report: SqlReport): string {
  return `${JSON.stringify({ ...report, classes: report.classes.map(withOlderName) }, null, 2)}\n`
}

function withOlderName({ differences, ...rest }: SqlClass): object {
  return {
    ...rest,
    differences: differences.map((each) => ({ ...each, ...(each.fix === undefined ? {} : { mend: each.fix }) })),
  }
}
