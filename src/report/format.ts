import type { RunReport } from '../model/report.js'

/** A format that a report can be written in. */
export interface ReportFormat {
  /** Value of `--format`. */
  readonly name: string
  /** Extension of the file, without the dot. */
  readonly extension: string
  /** Returns the whole text of the file. */
  render(report: RunReport, options?: RenderOptions): string
}

/** What a report does not know itself, for formats that tell machines where a finding is. */
export interface RenderOptions {
  /** Folder of the PHP files on the server, such as `/var/www/shop`, or `/var/www/shop=www` if they are the repository's `www`. */
  readonly sourceRoot?: string | undefined
  /** URL under which docs/ can be read. */
  readonly docs?: string | undefined
  /** File to report for findings without one, because code scanning accepts no result without a place. */
  readonly standIn?: string | undefined
}
