import type { RunReport } from '../model/report.js'

/** A way to write a report. */
export interface ReportFormat {
  /** What `--format` calls it. */
  readonly name: string
  /** Of a file that holds it, without the dot. */
  readonly extension: string
  /** The whole text of the file. */
  render(report: RunReport): string
}
