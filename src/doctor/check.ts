import type { DoctorRow } from './model.js'
import type { FactName, StackFacts } from './facts.js'

/** One result of a check; fields that it leaves out are taken from the check. */
export type Found = Pick<DoctorRow, 'severity' | 'what' | 'legacy' | 'candidate'> &
  Partial<Pick<DoctorRow, 'why' | 'fix' | 'places'>>

/** One question about two stacks. */
export interface Check {
  /** Stable: scripts match on it. */
  readonly id: string
  /** Ids of the catalogue entries that traffic would show because of it. */
  readonly foretells?: readonly string[]
  /** The question, for docs/doctor.md. */
  readonly asks: string
  readonly why: string
  readonly fix: string
  readonly source: string
  readonly needs: { readonly legacy: readonly FactName[]; readonly candidate: readonly FactName[] }
  judge(legacy: StackFacts, candidate: StackFacts): readonly Found[]
}

interface Described<L extends FactName, C extends FactName> {
  readonly id: string
  readonly foretells?: readonly string[]
  readonly asks: string
  readonly why: string
  readonly fix: string
  readonly source: string
  /** Facts of each side that the check reads; it is made only when all of them are known. */
  readonly legacy: readonly L[]
  readonly candidate: readonly C[]
  judge(legacy: Pick<StackFacts, L>, candidate: Pick<StackFacts, C>): readonly Found[]
}

/** Builds a check whose `judge` sees only the facts that it names. */
export function check<L extends FactName, C extends FactName>(described: Described<L, C>): Check {
  const { legacy, candidate, ...rest } = described
  return { ...rest, needs: { legacy, candidate } }
}

/** Shown in place of a value that a side does not have. */
export const none = '—'

/** Returns one row for all places, or no row when there are none. */
export function over(places: readonly string[], found: (count: number) => Found): Found[] {
  return places.length === 0 ? [] : [{ ...found(places.length), places }]
}
