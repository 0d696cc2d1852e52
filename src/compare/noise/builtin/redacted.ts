import type { Difference } from '../../../model/difference.js'
import { maxKeptLength } from '../../comparator.js'

/** As `redact` writes a mark, and as a mark stands in the path of a URL. */
const mark = /\[hidden(?: |%20)[\da-f]{16}\]/g

/** A whole value of JSON that was hidden: its type is hidden with it. */
const wholeValue = /^"?\[hidden [\da-f]{16}\]"?$/

/**
 * True where a recorded answer holds marks of what was hidden before it was kept, and the candidate says the same around them: what stood
 * there is unknown, so that any text of one line may. A mark stands for something: nothing at its place is a difference.
 */
export function differsOnlyWhereHidden({ part, kind, legacy, candidate }: Difference): boolean {
  if (legacy === undefined || candidate === undefined || !legacy.includes('[hidden')) return false
  // Values that were cut may differ where nobody looks.
  if (Math.max(legacy.length, candidate.length) >= maxKeptLength - 2) return false
  if (kind === 'type') return part === 'body' && wholeValue.test(legacy) && !/^[[{]|^null$/.test(candidate)
  return kind === 'value' && fits(legacy.split(mark), candidate)
}

/** Whether the pieces stand in the text in their order, at both its ends, with some of one line between each two. */
function fits(pieces: readonly string[], text: string): boolean {
  const [first = '', ...rest] = pieces
  const last = rest.pop()
  if (last === undefined || !text.startsWith(first)) return false
  let at = first.length
  for (const piece of rest) {
    const found = text.indexOf(piece, at + 1)
    if (found === -1 || !isOneLine(text.slice(at, found))) return false
    at = found + piece.length
  }
  const end = text.length - last.length
  return end > at && text.endsWith(last) && isOneLine(text.slice(at, end))
}

function isOneLine(text: string): boolean {
  return !/[\r\n]/.test(text)
}
