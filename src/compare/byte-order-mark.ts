import type { Difference } from '../model/difference.js'
import { difference } from './comparator.js'
import type { ReadBody } from './read/body.js'

/** Text types whose readers strip the mark (CSS Syntax §3.2, ECMAScript §12.2). HTML and XML readers do, too; `isSeen` excludes those by kind. */
const unseenBy = /^(?:text\/css|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/

/**
 * Reports a mark on one side only: JSON parsers refuse it (RFC 8259 §8.1), and it changes the name of a CSV's first column and a text's
 * beginning.
 */
export function* byteOrderMark(legacy: ReadBody, candidate: ReadBody): Iterable<Difference> {
  if (legacy.marked === candidate.marked || !isSeen(legacy) || !isSeen(candidate)) return
  if (legacy.marked) yield difference('body', 'missing', 'byte order mark', 'U+FEFF')
  else yield difference('body', 'added', 'byte order mark', undefined, 'U+FEFF')
}

function isSeen({ kind, mediaType }: ReadBody): boolean {
  return kind === 'json' || kind === 'csv' || (kind === 'text' && !unseenBy.test(mediaType))
}
