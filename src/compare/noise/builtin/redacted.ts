import type { Difference } from '../../../model/difference.js'
import { maxKeptLength } from '../../comparator.js'

/** A mark as `redact` writes it, or as it stands in the path of a URL. */
const mark = /\[hidden(?: |%20)[\da-f]{16}\]/g

/** A JSON value that was hidden as a whole: its type is hidden, too. */
const wholeValue = /^"?\[hidden [\da-f]{16}\]"?$/

/**
 * True when a recorded answer holds marks of hidden values and the candidate says the same around them. What was hidden is unknown, so any
 * text of one line may stand in its place, but not nothing.
 */
export function differsOnlyWhereHidden({ part, kind, legacy, candidate }: Difference): boolean {
  if (legacy === undefined || candidate === undefined || !legacy.includes('[hidden')) return false
  // Values that were cut may differ in the parts left out.
  if (Math.max(legacy.length, candidate.length) >= maxKeptLength - 2) return false
  if (kind === 'type') return part === 'body' && wholeValue.test(legacy) && !/^[[{]|^null$/.test(candidate)
  return kind === 'value' && fits(legacy.split(mark), candidate)
}

/** True when the text is the pieces in order, with a non-empty text of one line between each two. */
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
