import type { DoctorRow } from './model.js'
import type { FactName, StackFacts } from './facts.js'

/** What a check saw; what is the same for all it sees stands in the check. */
export type Found = Pick<DoctorRow, 'severity' | 'what' | 'legacy' | 'candidate'> &
  Partial<Pick<DoctorRow, 'why' | 'fix' | 'places'>>

/** One question about two stacks. */
export interface Check {
  /** Stable: scripts match on it. */
  readonly id: string
  /** Ids of the catalogue's entries that traffic would show. */
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
  /** Facts of each side that it reads: it is made only where all of them are known. */
  readonly legacy: readonly L[]
  readonly candidate: readonly C[]
  judge(legacy: Pick<StackFacts, L>, candidate: Pick<StackFacts, C>): readonly Found[]
}

/** A check sees only the facts that it names. */
export function check<L extends FactName, C extends FactName>(described: Described<L, C>): Check {
  const { legacy, candidate, ...rest } = described
  return { ...rest, needs: { legacy, candidate } }
}

/** In place of a value that a side does not have. */
export const none = '—'

/** One row for all the places, or none where there is none. */
export function over(places: readonly string[], found: (count: number) => Found): Found[] {
  return places.length === 0 ? [] : [{ ...found(places.length), places }]
}
