import type { IncomparableReason, NotMirroredReason } from './pair.js'

export type RunKind = 'shadow' | 'replay' | 'sql'

/** Description of a run, kept with everything that it recorded. */
export interface Run {
  readonly id: string
  readonly kind: RunKind
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** Absent while the run is in progress, and forever if Sosie was killed. */
  readonly endedAt?: number
  /** URLs of the legs, without credentials; `control` is absent when there is none. */
  readonly legs: { readonly legacy: string; readonly candidate: string; readonly control?: string }
  /** Versions that judged it: Sosie, Node, the knowledge (causes and noise rules). */
  readonly versions: Readonly<Record<string, string>>
}

/** Stands for legacy's URL in a run that compared with the answers of another run. */
export const recordedAnswers = 'recorded answers'

/**
 * A sentence about a run that no count conveys. `unmet`: a scenario expected it; `partial`: the run was cancelled or ended early; `gone`: a
 * stack stopped answering, so what was compared before proves nothing about the rest; `data`: the two stacks hold different data, and why;
 * `time`: what a tap adds to each statement.
 */
export interface RunNote {
  readonly kind: 'unmet' | 'partial' | 'gone' | 'data' | 'time'
  readonly sentence: string
}

/**
 * The request counts of a run. In every ended run, exactly:
 * requests = mirrored + Σ notMirrored, mirrored = compared + Σ incomparable, compared = match + noise + mismatch.
 */
export interface Totals {
  readonly requests: number
  readonly mirrored: number
  readonly notMirrored: Readonly<Partial<Record<NotMirroredReason, number>>>
  readonly compared: number
  readonly incomparable: Readonly<Partial<Record<IncomparableReason, number>>>
  readonly match: number
  readonly noise: number
  readonly mismatch: number
}

/** Load that asking legacy a second time caused. */
export interface ControlLoad {
  readonly asked: number
  /** Milliseconds that legacy spent on it in total. */
  readonly ms: number
  /** Requests that were not sent to control because its cap was reached. */
  readonly leftOut: number
}

/** How much of live legacy's SQL is certain. */
export interface LiveTapShare {
  /** Requests all of whose statements are known. */
  readonly exact: number
  /** Requests with at least one statement that may belong to another request: they get no statements. */
  readonly ambiguous: number
  /** Statements that were attributed to a request. */
  readonly attributed: number
  /** Statements that were seen. */
  readonly statements: number
}

/** Returns sentences about request counts that do not add up; empty when every equation holds. */
export function imbalances(totals: Totals): string[] {
  const sum = (counts: Readonly<Record<string, number | undefined>>): number =>
    Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0)
  const equations: [string, number, number][] = [
    ['requests = mirrored + not mirrored', totals.requests, totals.mirrored + sum(totals.notMirrored)],
    ['mirrored = compared + incomparable', totals.mirrored, totals.compared + sum(totals.incomparable)],
    ['compared = match + noise + mismatch', totals.compared, totals.match + totals.noise + totals.mismatch],
  ]
  return equations
    .filter(([, left, right]) => left !== right)
    .map(([equation, left, right]) => `${equation}: ${left} is not ${right}`)
}
