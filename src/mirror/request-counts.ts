import type { NotMirroredReason } from '../model/pair.js'
import type { LiveCounts } from '../model/ports.js'
import type { ControlLoad, Totals } from '../model/run.js'

/** What only the live path can count. */
export interface LiveRequestCounts {
  readonly arrived: () => void
  readonly notMirrored: (reason: NotMirroredReason) => void
  readonly counts: () => LiveCounts
}

export function liveRequestCounts(): LiveRequestCounts {
  let requests = 0
  const notMirrored: { -readonly [Reason in NotMirroredReason]?: number } = {}
  return {
    arrived: () => void (requests += 1),
    notMirrored: (reason) => void (notMirrored[reason] = (notMirrored[reason] ?? 0) + 1),
    counts: () => ({ requests, notMirrored: { ...notMirrored } }),
  }
}

/** What the mirror counts of the requests offered to it. */
export interface MirrorCounts {
  readonly mirrored: number
  readonly notMirrored: Totals['notMirrored']
  /** Absent without control. */
  readonly control?: ControlLoad
}

export interface MirrorRequestCounts {
  readonly mirrored: () => void
  readonly notMirrored: (reason: NotMirroredReason) => void
  /** @param ms milliseconds that control took. */
  readonly controlAsked: (ms: number) => void
  readonly controlLeftOut: () => void
  readonly counts: () => MirrorCounts
}

/** @param before counts of a mirror that died, which these continue. */
export function mirrorRequestCounts(
  hasControl: boolean,
  before: MirrorCounts = { mirrored: 0, notMirrored: {} },
): MirrorRequestCounts {
  let { mirrored } = before
  const notMirrored: { -readonly [Reason in NotMirroredReason]?: number } = { ...before.notMirrored }
  const control: { -readonly [Field in keyof ControlLoad]: number } = {
    asked: 0,
    ms: 0,
    leftOut: 0,
    ...before.control,
  }
  return {
    mirrored: () => void (mirrored += 1),
    notMirrored: (reason) => void (notMirrored[reason] = (notMirrored[reason] ?? 0) + 1),
    controlAsked(ms) {
      control.asked += 1
      control.ms += ms
    },
    controlLeftOut: () => void (control.leftOut += 1),
    counts: () => ({ mirrored, notMirrored: { ...notMirrored }, ...(hasControl ? { control: { ...control } } : {}) }),
  }
}

/** Merges both sides' counts into what the recording keeps. */
export function countsOf(live: LiveCounts, { notMirrored, control }: MirrorCounts): LiveCounts {
  const reasons: { -readonly [Reason in NotMirroredReason]?: number } = { ...live.notMirrored }
  for (const [reason, n] of Object.entries(notMirrored) as [NotMirroredReason, number][])
    reasons[reason] = (reasons[reason] ?? 0) + n
  const { requests, liveTap } = live
  return {
    requests,
    notMirrored: reasons,
    ...(control === undefined ? {} : { control }),
    ...(liveTap === undefined ? {} : { liveTap }),
  }
}
