import type { SqlReport } from '../report-model.js'

/** Schema 1, documented field by field in docs/sql.md. */
export function sqlJson(report: SqlReport): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
