import type { ReportedFinding } from '../model/report.js'
import type { ReportFormat } from './format.js'

/** Schema 1, documented field by field in docs/report-json.md. */
export const json: ReportFormat = {
  name: 'json',
  extension: 'json',
  render: (report) => `${JSON.stringify({ ...report, findings: withEachPairOnce(report.findings) }, null, 2)}\n`,
}

/**
 * Writes each example pair once, because one can hold a few hundred statements: under the first finding that shows it; the others refer to
 * that finding.
 */
function withEachPairOnce(findings: readonly ReportedFinding[]): ReportedFinding[] {
  const holders = new Map<string, string>()
  return findings.map((finding) => {
    const { example, ...rest } = finding
    const holder = example && holders.get(example.id)
    if (example !== undefined && holder === undefined) holders.set(example.id, finding.id)
    return holder === undefined ? finding : { ...rest, exampleIn: holder }
  })
}
