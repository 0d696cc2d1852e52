import type { Notice } from '../../model/notice.js'

/** Milliseconds between two words about one stack: what flaps is told as it stands then. */
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
 * Tells when a stack goes down and when it comes back. Asked now and then, it tells the first change at once, and every later one when the
 * last is old enough.
 *
 * @param now milliseconds of a clock that never goes back.
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
