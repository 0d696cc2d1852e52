import type { RunReport } from '../model/report.js'

/** A way to write a report. */
export interface ReportFormat {
  /** What `--format` calls it. */
  readonly name: string
  /** Of a file that holds it, without the dot. */
  readonly extension: string
  /** The whole text of the file. */
  render(report: RunReport, options?: RenderOptions): string
}

/** What a report cannot know of itself: for the formats that tell machines where a finding is. */
export interface RenderOptions {
  /** Folder of the PHP files on the server, `/var/www/shop`, or `/var/www/shop=www` where they are the repository's `www`. */
  readonly sourceRoot?: string | undefined
  /** URL under which docs/ can be read. */
  readonly docs?: string | undefined
  /** File that stands for findings without one: code scanning takes no result that is nowhere. */
  readonly standIn?: string | undefined
}
