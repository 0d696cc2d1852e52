import type { SqlClass, SqlReport } from '../report-model.js'

/** Schema 1, documented field by field in docs/sql.md. `mend` is the older name of `fix`, written for one version more. */
export function sqlJson(report: SqlReport): string {
  return `${JSON.stringify({ ...report, classes: report.classes.map(withOlderName) }, null, 2)}\n`
}

function withOlderName({ differences, ...rest }: SqlClass): object {
  return {
    ...rest,
    differences: differences.map((each) => ({ ...each, ...(each.fix === undefined ? {} : { mend: each.fix }) })),
  }
}
