import type { Difference } from '../../../model/difference.js'
import type { Sighting } from '../../../model/finding.js'
import { otherRowsIn } from '../../other-rows.js'
import type { Cause, Claim, Symptoms } from '../../cause.js'
import { ran } from '../../ran-otherwise.js'
import { rowsApart } from '../../rows-apart.js'

/** A page that says something else though both databases said the same: PHP makes something else of it. */
export const otherValue: Cause = {
  id: 'php-other-value',
  severity: 'major',
  name: 'PHP makes something else of the same rows',
  before: 'the page said one thing',
  after: 'it says another, and no message tells why',
  known:
    'Taps saw the same statements with the same rows on both stacks, and the bodies differ. So PHP, its settings or its files make the difference. Possible, not ' +
    'proven: chance and the clock do the same where control happens to agree. What is known by the values themselves has its own id; a list in another order is `php-sort-stability`.',
  fix: 'Look at what is done with the value: comparisons, sorting, conversions of numbers and texts, functions that return another value, settings.',
  source: 'PHP Manual, "Migrating from PHP 7.4.x to PHP 8.0.x": Backward Incompatible Changes',
  explains: 'answer',
  evidence: {},
  claims: ({ pair, differences }: Symptoms): readonly Claim[] => {
    if (differences.some(({ part }) => part === 'status')) return []
    const shown = differences.filter(({ part }) => part === 'body')
    if (shown.length === 0 || ran(pair).how !== 'alike' || rowsApart(pair).length > 0) return []
    const moved = otherRowsIn(shown)
    const rest = shown.filter((one) => !moved.includes(one))
    const claimOf = (cause: string, title: string, those: readonly Difference[]): Claim[] =>
      those.length === 0 ? [] : [{ sighting: sightingOf(cause, title, pair.route, those), explains: those }]
    return [
      ...claimOf('php-sort-stability', 'A list that PHP sorts otherwise', moved),
      ...claimOf('php-other-value', 'PHP makes something else of the same rows', rest),
    ]
  },
}

function sightingOf(cause: string, title: string, route: string, those: readonly Difference[]): Sighting {
  return {
    cause,
    key: route,
    proof: 'none',
    severity: 'major',
    title: `${title} in ${route}`,
    evidence: { places: those.length, firstPlace: those[0]?.path ?? '' },
  }
}
