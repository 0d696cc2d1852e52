import type { Difference } from '../model/difference.js'
import { difference, type Answer } from './comparator.js'
import type { ReadBody } from './read/body.js'
import { withoutOwnTokens } from './own-tokens.js'

/** Number of characters shown on either side of the cut. */
const context = 80

/**
 * Returns a difference if the candidate's body is only a beginning of legacy's: what a fatal error leaves of a partly sent page. It is the
 * body's only difference, because the candidate says nothing about what follows the cut.
 */
export function cutShort({ body: legacy }: Answer, { body: candidate }: Answer): Difference | undefined {
  if (candidate.kind === 'empty') return undefined
  if (legacy.kind === 'binary' && candidate.kind === 'binary') return cutShortBytes(legacy.bytes, candidate.bytes)
  if (legacy.kind === 'binary' || candidate.kind === 'binary') return undefined
  const [before, after] = [comparable(legacy), comparable(candidate)]
  const end = after.trimEnd().length
  if (end === 0 || end >= before.trimEnd().length || !before.startsWith(after.slice(0, end))) return undefined
  if ((legacy.kind === 'html' || legacy.kind === 'xml') && isComments(before.slice(end))) return undefined
  return difference(
    'body',
    'cut-short',
    `character ${end}`,
    before.slice(end, end + context),
    after.slice(Math.max(0, end - context), end),
  )
}

function comparable({ kind, text }: ReadBody): string {
  return kind === 'html' ? withoutOwnTokens(text) : text
}

/** True when the rest is only comments and white space, which nobody misses. */
function isComments(text: string): boolean {
  let rest = text.trimStart()
  while (rest.startsWith('<!--')) {
    const end = rest.indexOf('-->', 4)
    if (end === -1) return false
    rest = rest.slice(end + 3).trimStart()
  }
  return rest === ''
}

function cutShortBytes(before: Uint8Array, after: Uint8Array): Difference | undefined {
  if (after.byteLength >= before.byteLength) return undefined
  if (Buffer.compare(before.subarray(0, after.byteLength), after) !== 0) return undefined
  const sizes = [before, after].map(({ byteLength }) => `${byteLength} bytes`)
  return difference('body', 'cut-short', `byte ${after.byteLength}`, ...sizes)
}
