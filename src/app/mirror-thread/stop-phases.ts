/**
 * Deadlines of each part of stopping, in milliseconds since 1970. They share one overall deadline, because a container host kills the
 * process after ten seconds: time that a part does not need goes to the next one.
 */
export interface StopPhases {
  /** For users' answers in progress; then their connections are cut. */
  readonly users: number
  /** For requests waiting to be mirrored, and for mirrored stacks that have not answered. */
  readonly mirror: number
  /** For experiments in progress; absent for no limit. */
  readonly experiments?: number
  /** For judging what was mirrored; absent for no limit. */
  readonly judging?: number
  /** For everything; absent for no limit. */
  readonly end?: number
}

/** Fraction of the total time at which each phase ends; the rest is for writing. */
const overAt = { users: 0.6, mirror: 0.8, experiments: 0.85, judging: 0.9 }

/**
 * Divides the time for stopping.
 *
 * @param at now, milliseconds since 1970.
 * @param patient somebody waits at a terminal: judging and experiments take as long as they need.
 */
export function stopPhases(at: number, seconds: number, patient: boolean): StopPhases {
  const after = (part: number): number => at + seconds * 1000 * part
  const open = { users: after(overAt.users), mirror: after(overAt.mirror) }
  return patient
    ? open
    : { ...open, experiments: after(overAt.experiments), judging: after(overAt.judging), end: after(1) }
}
