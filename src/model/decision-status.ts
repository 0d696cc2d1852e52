/** What a run says about the candidate. `unanswered`: nothing was compared, or the run is incomplete, so there is no proof either way. */
export type Outcome = 'passed' | 'worse' | 'unanswered'

/** The exit status of every command that ends with a decision. */
export const statusOfOutcome = { passed: 0, worse: 1, unanswered: 3 } as const satisfies Record<Outcome, number>
