import { diffLines } from 'diff'
import type { Difference } from '../../model/difference.js'
import { sameInOtherOrder } from '../align.js'
import { difference, type Comparator } from '../comparator.js'

/** Past so many edits two texts have nothing in common that is worth showing; the time for them grows with their square. */
const mostEdits = 800

/** Plain text by line; also what has no comparator of its own: CSS, scripts, and what is not in its own format. */
export const text: Comparator = {
  kinds: ['text'],
  compare: ({ body: legacy }, { body: candidate }) => linesOf(legacy.text, candidate.text),
}

export function* linesOf(legacy: string, candidate: string): Iterable<Difference> {
  const [before, after] = [normalised(legacy), normalised(candidate)]
  if (before === after) return
  if (sameInOtherOrder(before.split('\n'), after.split('\n'))) {
    yield difference('body', 'order', 'lines', before, after)
    return
  }
  const changes = diffLines(before, after, { maxEditLength: mostEdits })
  if (changes === undefined) {
    yield difference('body', 'value', 'text', before, after)
    return
  }
  yield* changedLines(changes)
}

interface Change {
  readonly value: string
  readonly added: boolean
  readonly removed: boolean
  readonly count: number
}

/** A removal followed by an addition is one changed place. Lines are numbered as in legacy's text. */
function* changedLines(changes: readonly Change[]): Iterable<Difference> {
  let line = 1
  for (const [index, change] of changes.entries()) {
    const previous = changes[index - 1]
    const next = changes[index + 1]
    if (change.removed && next?.added === true)
      yield difference('body', 'value', `line ${line}`, change.value, next.value)
    else if (change.removed) yield difference('body', 'missing', `line ${line}`, change.value)
    else if (change.added && previous?.removed !== true) {
      yield difference('body', 'added', `line ${line}`, undefined, change.value)
    }
    if (!change.added) line += change.count
  }
}

/** Line ends as one kind, and none at the end of the text: editors put it there or not. */
function normalised(value: string): string {
  const lines = value.replace(/\r\n?/g, '\n')
  return lines.endsWith('\n') ? lines.slice(0, -1) : lines
}
