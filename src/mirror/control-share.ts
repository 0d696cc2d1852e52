import { everySoMany } from './sampling.js'

export interface ControlSettings {
  /** Share of mirrored requests that control is asked as well, 0 to 1. */
  readonly share: number
  /** Maximum number of requests per second that control may put on legacy. */
  readonly perSecond: number
}

/** Decides whether legacy is asked a second time, so that its load stays within what was allowed. */
export type ControlShare = () => 'asked' | 'outside-share' | 'left-out'

/** @param now milliseconds of a monotonic clock. */
export function controlShare({ share, perSecond }: ControlSettings, now: () => number): ControlShare {
  const sampler = everySoMany(share)
  let room = perSecond
  let filledAt = now()
  return () => {
    if (share < 1 && !sampler.takes('')) return 'outside-share'
    const at = now()
    room = Math.min(perSecond, room + ((at - filledAt) / 1000) * perSecond)
    filledAt = at
    if (room < 1) return 'left-out'
    room -= 1
    return 'asked'
  }
}
