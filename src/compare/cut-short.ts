import type { Difference } from '../model/difference.js'
import { difference, type Answer } from './comparator.js'
import { withoutOwnTokens } from './own-tokens.js'

/** Characters on either side of the cut that a person is shown. */
const context = 80

/**
 * The candidate's body is a beginning of legacy's: what a fatal error leaves when the page was partly sent. It says nothing
 * else of what follows the cut, so it is the only difference of the body.
 */
export function cutShort({ body: legacy }: Answer, { body: candidate }: Answer): Difference | undefined {
  if (candidate.kind === 'empty' || candidate.kind === 'binary' || legacy.kind === 'binary') return undefined
  const [before, after] = [withoutOwnTokens(legacy.text), withoutOwnTokens(candidate.text)]
  const end = after.trimEnd().length
  if (end === 0 || end >= before.trimEnd().length || !before.startsWith(after.slice(0, end))) return undefined
  return difference(
    'body',
    'cut-short',
    `character ${end}`,
    before.slice(end, end + context),
    after.slice(Math.max(0, end - context), end),
  )
}
