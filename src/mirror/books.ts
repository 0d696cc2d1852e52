import type { NotMirroredReason } from '../model/pair.js'
import type { Totals } from '../model/run.js'

/** What only the live path can count. */
export interface Books {
  readonly arrived: () => void
  readonly mirrored: () => void
  readonly notMirrored: (reason: NotMirroredReason) => void
  readonly requests: number
  readonly mirroredSoFar: number
  readonly reasons: Totals['notMirrored']
}

export function openBooks(): Books {
  let requests = 0
  let mirrored = 0
  const reasons: Partial<Record<NotMirroredReason, number>> = {}
  return {
    arrived: () => void (requests += 1),
    mirrored: () => void (mirrored += 1),
    notMirrored: (reason) => void (reasons[reason] = (reasons[reason] ?? 0) + 1),
    get requests() {
      return requests
    },
    get mirroredSoFar() {
      return mirrored
    },
    get reasons() {
      return reasons
    },
  }
}
