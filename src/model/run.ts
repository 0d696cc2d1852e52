import type { IncomparableReason, NotMirroredReason } from './pair.js'

export type RunKind = 'shadow' | 'replay' | 'sql'

/** What a run was: kept with everything that it recorded. */
export interface Run {
  readonly id: string
  readonly kind: RunKind
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** Absent while it runs, and for ever when Sosie was killed. */
  readonly endedAt?: number
  /** URLs of the legs, without credentials; `control` is absent where there is none. */
  readonly legs: { readonly legacy: string; readonly candidate: string; readonly control?: string }
  /** Versions that judged it: Sosie, Node, the knowledge (causes and noise rules). */
  readonly versions: Readonly<Record<string, string>>
}

/** Stands for legacy's URL in a run that compared with answers of another run. */
export const recordedAnswers = 'recorded answers'

/**
 * A sentence about a run that no count tells. `unmet`: a scenario expected it; `partial`: the run was cancelled, or ended before its
 * end; `gone`: a stack stopped answering under it, so that what was compared before proves nothing of the rest; `data`: the two stacks
 * hold other data, and why.
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

/** What asking legacy a second time put on it. */
export interface ControlLoad {
  readonly asked: number
  /** Milliseconds that legacy spent on it, all together. */
  readonly ms: number
  /** Requests that control was not asked because its cap was reached. */
  readonly leftOut: number
}

/** What was certain of live legacy's SQL. */
export interface LiveTapShare {
  /** Requests whose statements are all known. */
  readonly exact: number
  /** Requests of which at least one statement may be another's: none is given to them. */
  readonly ambiguous: number
  /** Statements that were given to a request. */
  readonly attributed: number
  /** Statements that were seen. */
  readonly statements: number
}

/** What does not add up in the request counts, as sentences; empty when every equation holds. */
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
