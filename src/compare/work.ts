/** Thrown where a comparison has taken all the steps that it may take. Caught where it degrades to a coarser one. */
export class OverBudget extends Error {}

/** How much a comparison may still do: counted in steps, since this room knows no clock. */
export interface Work {
  /** @throws OverBudget when there are no such many left. */
  spend(steps: number): void
}

/** Steps for one pair: a page of 500 KB that differs everywhere takes a tenth of them. */
const maxSteps = 2_000_000
/** Deeper than any page that a person wrote; within it, recursion is safe. */
export const maxLevels = 500

export function workOf(steps = maxSteps): Work {
  let left = steps
  return {
    spend(taken) {
      left -= taken
      if (left < 0) throw new OverBudget('too much to compare in detail')
    },
  }
}
