import type { Difference } from '../../model/difference.js'
import { align, sameInOtherOrder } from '../align.js'
import { difference, type Comparator } from '../comparator.js'
import type { ReadBody } from '../read/body.js'
import { seesLineEnds } from '../line-ends.js'

/** Number of edits past which two texts have nothing in common worth showing. The time to find them grows with their square. */
const maxEdits = 800

/** Compares plain text by line, and so whatever has no comparator of its own: CSS, scripts, and bodies that break their own format. */
export const text: Comparator = {
  kinds: ['text'],
  compare: ({ body: legacy }, { body: candidate }, { turned }) => linesOf(legacy, candidate, turned),
}

/** Compares two texts by line. Lines are numbered as in legacy's text; adjacent changed lines are one place. */
export function* linesOf(legacy: ReadBody, candidate: ReadBody, turned: boolean): Iterable<Difference> {
  const asItStands = seesLineEnds(legacy.mediaType) || seesLineEnds(candidate.mediaType)
  const read = ({ text: whole }: ReadBody): string => (asItStands ? whole : withAnyLineEnd(whole))
  const [before, after] = [read(legacy), read(candidate)]
  if (before === after) return
  const [lines, others] = [before.split('\n'), after.split('\n')]
  if (sameInOtherOrder(lines, others)) {
    yield difference('body', 'order', 'lines', before, after)
    return
  }
  const stretches = align(lines, others, (each) => each, { turned, maxEdits })
  if (stretches.length === 1) {
    yield difference('body', 'value', lines.length === 1 && others.length === 1 ? 'line 1' : 'text', before, after)
    return
  }
  let line = 1
  for (const { both = [], one, other } of stretches) {
    const place = `line ${line}`
    line += both.length + one.length
    if (both.length > 0) continue
    const [old, now] = [one.join('\n'), other.join('\n')]
    if (other.length === 0) yield difference('body', 'missing', place, old)
    else if (one.length === 0) yield difference('body', 'added', place, undefined, now)
    else yield difference('body', 'value', place, old, now)
  }
}

/** Normalises line ends and drops the last one, which some editors add and others do not. */
function withAnyLineEnd(value: string): string {
  const lines = value.replace(/\r\n?/g, '\n')
  return lines.endsWith('\n') ? lines.slice(0, -1) : lines
}
