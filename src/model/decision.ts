import type { BaselineEntry } from './baseline.js'

/** Findings that the configuration lets pass (`gate.allow`). Every criterion that is given must match. */
export interface Allowance {
  readonly cause?: string | undefined
  /** Signature of the finding, for findings without a cause yet; `*` stands for any characters. */
  readonly signature?: string | undefined
  /** A finding's id. */
  readonly finding?: string | undefined
  readonly reason: string
  /** Last day on which it applies, such as `2026-12-31`. Without it, it never expires. */
  readonly expires?: string | undefined
}

/** What people decided about findings. */
export interface Decided {
  /** Decisions about kinds of findings, written beforehand. */
  readonly allowances: readonly Allowance[]
  /** Decisions about single findings that somebody looked at; absent when no baseline is kept. */
  readonly baseline?: readonly BaselineEntry[] | undefined
}

export const nothingDecided: Decided = { allowances: [] }

/** The single source of what people decided about findings. The gate reads it; commands that record decisions write to it. */
export interface Decisions {
  read(): Promise<Decided>
  /** Replaces the baseline; unchanged entries stay as they were written. @throws SosieError when no baseline is configured. */
  put(baseline: readonly BaselineEntry[]): Promise<void>
}
