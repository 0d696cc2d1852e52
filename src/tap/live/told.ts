import { lingerMs, type LiveTapCounts } from './certainty.js'
import type { Mark } from './messages.js'

/**
 * Remembers what the live path reported of its requests: a tap that is opened again must know which ones are under way,
 * or it would give their statements to others.
 */
export interface Told {
  mark(mark: Mark): void
  /** Returns the marks of requests under way, in the order of time. */
  underWay(): readonly Mark[]
  /**
   * Returns the time from which a new tap can be certain, in milliseconds since the epoch: requests begun before may be
   * at work unknown to it, or were seen in part. @param died when the last tap died.
   */
  certainFrom(died: number): number
  /**
   * Completes the counts of a dead tap: a request that is not under way, and that the tap did not report as exact, is
   * ambiguous.
   */
  counted(counts: LiveTapCounts): LiveTapCounts
}

export function told(): Told {
  const marksOf = new Map<string, Mark[]>()
  let begun = 0
  /** Until then, a process may be at work whose answer nobody heard to its end. */
  let unheardUntil = -Infinity
  return {
    mark(mark) {
      if ('begun' in mark) {
        begun += 1
        marksOf.set(mark.id, [mark])
      } else if ('sent' in mark) marksOf.get(mark.id)?.push(mark)
      else {
        marksOf.delete(mark.id)
        if (!mark.whole) unheardUntil = mark.ended + lingerMs
      }
    },
    underWay: () => [...marksOf.values()].flat().sort((one, other) => timeOf(one) - timeOf(other)),
    certainFrom: (died) => Math.max(died, unheardUntil),
    counted: (counts) => ({ ...counts, ambiguous: begun - marksOf.size - counts.exact }),
  }
}

function timeOf(mark: Mark): number {
  if ('begun' in mark) return mark.begun
  return 'sent' in mark ? mark.sent : mark.ended
}
