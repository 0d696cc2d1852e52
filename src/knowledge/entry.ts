import type { Severity } from '../model/finding.js'

/** What a person needs to know of an entry of the catalogue. */
export interface Entry {
  /** `family-name`, or one of the two famous plain ids; the same for ever. */
  readonly id: string
  readonly severity: Severity
  /** A few words, as a heading. */
  readonly name: string
  readonly before: string
  readonly after: string
  /** How Sosie knows, in a sentence or two. */
  readonly known: string
  /** How to fix it, in a sentence or two; code stands between backticks. */
  readonly fix: string
  /** Manual page or upgrade note that says so. */
  readonly source: string
}

/** How a page shows a field of a sighting's evidence. */
export interface EvidenceField {
  readonly label: string
  /** A unit, or words for the values; without it numbers are grouped and lists joined. */
  readonly as?: 'ms' | 'percent' | 'times' | Readonly<Record<string, string>>
  /** How an experiment was made: for those who doubt it. */
  readonly isOfExperiment?: true
}

/** Fields of evidence by their keys, in the order in which they read well. */
export type EvidenceFields = Readonly<Record<string, EvidenceField>>
