import { groupedBy } from '../../base/grouped.js'
import type { Difference } from '../../model/difference.js'
import type { Claim, Detector, Symptoms } from '../cause.js'
import { rowsApart } from '../rows-apart.js'
import { knownSigns } from '../rows.js'
import type { KnownChange } from '../known-change.js'

/** Recognises rows of the catalogue by the differences between two answers. This makes the change likely, but proves nothing. */
export const knownDifference: Detector = {
  explains: 'answer',
  claims: ({ pair, differences }: Symptoms) => {
    // Another status is another answer, whose fields and body say nothing of the first one.
    if (differences.some(({ part }) => part === 'status')) return []
    // What the database gave otherwise is no doing of PHP or of the set-up.
    const isOfDatabase = rowsApart(pair).length > 0
    const recognised = differences.flatMap((difference) => {
      const change = knownSigns.ofDifference(difference)?.change
      return change === undefined || (isOfDatabase && change.area !== 'mysql') ? [] : [{ change, difference }]
    })
    const groups = groupedBy(recognised, ({ change }) => change)
    return [...groups].map(([change, those]) =>
      claimOf(
        change,
        those.map(({ difference }) => difference),
        pair.route,
      ),
    )
  },
}

function claimOf(change: KnownChange, differences: readonly Difference[], route: string): Claim {
  const sighting = {
    cause: change.id,
    key: route,
    proof: 'none',
    severity: change.severity,
    title: `${change.name} in ${route}`,
    evidence: { places: differences.length, firstPlace: differences[0]?.path ?? '', hint: change.fix },
  } as const
  return { sighting, explains: differences }
}
