import type { ReportFormat } from './format.js'

/** Schema 1, documented field by field in docs/report-json.md. */
export const json: ReportFormat = {
  name: 'json',
  extension: 'json',
  render: (report) => `${JSON.stringify(report, null, 2)}\n`,
}
