import { lingerMs, type LiveTapCounts } from './certainty.js'
import type { Mark } from './messages.js'

/** What the live path told of its requests: a tap that is opened again must know who is under way, or it would give their statements to others. */
export interface Told {
  mark(mark: Mark): void
  /** Of those under way, in the order of time. */
  underWay(): readonly Mark[]
  /** Whatever was begun before may ask without being known, or was seen in part; milliseconds since 1970. @param died when a tap did. */
  certainFrom(died: number): number
  /** What was counted until now, with what the dead tap had not told: what is not under way any more is ambiguous. */
  counted(counts: LiveTapCounts): LiveTapCounts
}

export function told(): Told {
  const marksOf = new Map<string, Mark[]>()
  let begun = 0
  /** A process whose answer nobody heard to its end may be at work so long. */
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
