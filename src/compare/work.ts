/** Thrown when a comparison has used up its steps or a body is nested too deep. Caught where a coarser comparison takes over. */
export class OverBudget extends Error {}

/** How much a comparison may still do, counted in steps because there is no clock here. */
export interface Work {
  /** @throws OverBudget if fewer steps are left. */
  spend(steps: number): void
}

/** Steps for one pair; a page of 500 KB that differs everywhere takes a tenth of them. */
const maxSteps = 2_000_000
/** Maximum depth: more than any page that a person wrote, and within it recursion is safe. */
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
