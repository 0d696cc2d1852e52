import type { BaselineEntry } from './baseline.js'

/** Findings that the configuration lets pass (`gate.allow`): all that is given must fit. */
export interface Allowance {
  readonly cause?: string | undefined
  /** A finding's signature, for what has no cause yet; `*` stands for any characters. */
  readonly signature?: string | undefined
  /** A finding's id. */
  readonly finding?: string | undefined
  readonly reason: string
  /** The last day on which it allows anything, `2026-12-31`; for good without it. */
  readonly expires?: string | undefined
}

/** What people decided about findings. */
export interface Decided {
  /** About kinds of findings, written beforehand. */
  readonly allowances: readonly Allowance[]
  /** About single findings that somebody looked at; absent where no baseline is kept. */
  readonly baseline?: readonly BaselineEntry[] | undefined
}

export const nothingDecided: Decided = { allowances: [] }

/** The one home of what people decided about findings. A gate reads it, whoever decides writes to it. */
export interface Decisions {
  read(): Promise<Decided>
  /** Keeps these in place of the baseline before; what stays the same stays as it was written. @throws SosieError where no baseline is named. */
  put(baseline: readonly BaselineEntry[]): Promise<void>
}
