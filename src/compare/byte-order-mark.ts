import type { Difference } from '../model/difference.js'
import { difference } from './comparator.js'
import type { ReadBody } from './read/body.js'

/** Their readers take the mark away by their specifications: HTML, XML, CSS Syntax §3.2, ECMAScript §12.2. */
const unseenBy = /^(?:text\/css|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/

/** A mark on one side only: JSON's parsers refuse it (RFC 8259 §8.1), a CSV's first column gets another name, a text begins with it. */
export function* byteOrderMark(legacy: ReadBody, candidate: ReadBody): Iterable<Difference> {
  if (legacy.marked === candidate.marked || !isSeen(legacy) || !isSeen(candidate)) return
  if (legacy.marked) yield difference('body', 'missing', 'byte order mark', 'U+FEFF')
  else yield difference('body', 'added', 'byte order mark', undefined, 'U+FEFF')
}

function isSeen({ kind, mediaType }: ReadBody): boolean {
  return kind === 'json' || kind === 'csv' || (kind === 'text' && !unseenBy.test(mediaType))
}
