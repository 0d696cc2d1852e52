import type { Notice } from '../../model/notice.js'

/** Minimum milliseconds between two notices about one stack; if it flaps, the notice reports its state at that time. */
const quietMs = 10_000

const words = {
  legacy: {
    down: 'Legacy takes no connections: users get 502 until it does.',
    up: 'Legacy takes connections again.',
  },
  candidate: {
    down: 'The candidate fails: nothing is sent to it for a while, then it is tried again.',
    up: 'The candidate answers again: mirroring goes on.',
  },
  control: {
    down: 'Control fails: it is not asked for a while, then it is tried again.',
    up: 'Control answers again.',
  },
} as const

/**
 * Reports when a stack goes down and when it comes back. The returned function is called periodically: it reports the first change at once,
 * and a later one when the previous notice is old enough.
 *
 * @param now milliseconds of a monotonic clock.
 */
export function stackWatch(
  stack: keyof typeof words,
  now: () => number,
  notice: (notice: Notice) => void,
): (isDown: boolean) => void {
  let toldDown = false
  let toldAt = -Infinity
  return (isDown) => {
    if (isDown === toldDown || now() - toldAt < quietMs) return
    toldDown = isDown
    toldAt = now()
    const [event, which] = isDown ? (['stack-down', 'down'] as const) : (['stack-up', 'up'] as const)
    notice({ event, stack, message: words[stack][which] })
  }
}
