import { textHash } from '../base/text-hash.js'

/** Takes a share of what it is asked about. */
export interface Sampler {
  /** @param session what whole sessions are kept or left by. */
  takes(session: string): boolean
}

/**
 * Exactly the share, spread evenly: the tenth of each ten for 0.1. Chance would say the same only after thousands.
 *
 * @param share 0 to 1.
 */
export function everySoMany(share: number): Sampler {
  let due = 0
  return {
    takes() {
      due += share
      if (due < 1 - Number.EPSILON) return false
      due -= 1
      return true
    },
  }
}

/** Whole sessions: the same session is always taken, or never, also by another process with the same share. */
export function wholeSessions(share: number): Sampler {
  const limit = share * 2 ** 32
  return { takes: (session) => textHash(session) < limit }
}
