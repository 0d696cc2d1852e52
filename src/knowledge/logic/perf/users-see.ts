import { milliseconds } from '../../../base/numbers.js'
import type { Evidence } from '../../../model/finding.js'

/** Returns what a user experiences when a page waits longer for its SQL. */
export function slowerPage({ legacyCachedMs, candidateMs }: Evidence): string {
  if (typeof legacyCachedMs !== 'number' || typeof candidateMs !== 'number') return 'The same page, slower.'
  const [before, after] = [milliseconds(legacyCachedMs), milliseconds(candidateMs)]
  return `The same page, slower: its SQL takes ${after} instead of ${before} on every request.`
}
