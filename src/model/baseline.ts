/** A finding that somebody looked at and accepted: an entry of the baseline file. */
export interface BaselineEntry {
  /** Id of the finding, the same in every run. */
  readonly id: string
  readonly cause: string
  readonly title: string
  /** Routes where it was seen. It counts as fixed only when all of them were compared and it was not seen. */
  readonly routes: readonly string[]
  readonly reason: string
  readonly author: string
  /** Last day on which it is accepted, such as `2026-12-31`. */
  readonly expires: string
}
