import type { Severity } from '../model/finding.js'

/** What a person needs to know about an entry of the catalogue. */
export interface Entry {
  /** `family-name`, or `query-cache-dependence` or `unexplained`. Never changes. */
  readonly id: string
  readonly severity: Severity
  /** A few words, as a heading. */
  readonly name: string
  readonly before: string
  readonly after: string
  /** How Sosie recognises it, in a sentence or two. */
  readonly known: string
  /** How to fix it, in a sentence or two, with code in backticks. */
  readonly fix: string
  /** Manual page or upgrade note that documents it, or `none`. */
  readonly source: string
}

/** How a page shows a field of a sighting's evidence. */
export interface EvidenceField {
  readonly label: string
  /** A unit, or words for each value. When absent, numbers are shown with digit grouping and lists are joined. */
  readonly as?: 'ms' | 'percent' | 'times' | Readonly<Record<string, string>>
  /** Set on fields about how the experiment was made, for readers who doubt it. */
  readonly isOfExperiment?: true
}

/** Fields of evidence by key, in the order in which they are shown. */
export type EvidenceFields = Readonly<Record<string, EvidenceField>>
