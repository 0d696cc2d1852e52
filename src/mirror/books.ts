import type { NotMirroredReason } from '../model/pair.js'
import type { LiveCounts } from '../model/ports.js'
import type { ControlLoad } from '../model/run.js'

/** What only the live path can count. */
export interface Books {
  readonly arrived: () => void
  readonly mirrored: () => void
  readonly notMirrored: (reason: NotMirroredReason) => void
  /** @param ms milliseconds that control took. */
  readonly controlAsked: (ms: number) => void
  readonly controlLeftOut: () => void
  readonly mirroredSoFar: () => number
  readonly counts: () => LiveCounts
}

/** @param control true when legacy is asked a second time. */
export function openBooks(control: boolean): Books {
  let requests = 0
  let mirrored = 0
  const notMirrored: Partial<Record<NotMirroredReason, number>> = {}
  const load: { -readonly [Field in keyof ControlLoad]: number } = { asked: 0, ms: 0, leftOut: 0 }
  return {
    arrived: () => void (requests += 1),
    mirrored: () => void (mirrored += 1),
    notMirrored: (reason) => void (notMirrored[reason] = (notMirrored[reason] ?? 0) + 1),
    controlAsked(ms) {
      load.asked += 1
      load.ms += ms
    },
    controlLeftOut: () => void (load.leftOut += 1),
    mirroredSoFar: () => mirrored,
    counts: () => ({ requests, notMirrored: { ...notMirrored }, ...(control ? { control: { ...load } } : {}) }),
  }
}
