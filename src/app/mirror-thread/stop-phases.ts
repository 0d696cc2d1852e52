/**
 * How long each part of stopping may take, as times (milliseconds since 1970). They share one deadline, because a container's host
 * kills it after ten seconds: what a part does not need is the next one's.
 */
export interface StopPhases {
  /** Users' answers under way; then their connections are cut. */
  readonly users: number
  /** What waits to be mirrored, and what a mirrored stack has not answered. */
  readonly mirror: number
  /** Experiments under way; absent: as long as they take. */
  readonly experiments?: number
  /** Judging what was mirrored; absent: as long as it takes. */
  readonly judging?: number
  /** Everything. */
  readonly end?: number
}

/** Parts of the whole time that are over at each phase's end; the rest is for writing. */
const overAt = { users: 0.6, mirror: 0.8, experiments: 0.85, judging: 0.9 }

/**
 * @param at now, milliseconds since 1970.
 * @param patient somebody waits at a terminal: what was mirrored is judged, and experiments are made, however long it takes.
 */
export function stopPhases(at: number, seconds: number, patient: boolean): StopPhases {
  const after = (part: number): number => at + seconds * 1000 * part
  const open = { users: after(overAt.users), mirror: after(overAt.mirror) }
  return patient
    ? open
    : { ...open, experiments: after(overAt.experiments), judging: after(overAt.judging), end: after(1) }
}
