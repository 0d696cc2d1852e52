import { textHash } from '../base/text-hash.js'

/** Takes a share of what it is asked about. */
export interface Sampler {
  /** @param session key by which whole sessions are kept or left. */
  takes(session: string): boolean
}

/**
 * Takes exactly the share, spread evenly: for 0.1, every tenth. Random draws would come close only after thousands.
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

/** Takes whole sessions: the same session always or never, even in another process with the same share. */
export function wholeSessions(share: number): Sampler {
  const limit = share * 2 ** 32
  return { takes: (session) => textHash(session) < limit }
}
