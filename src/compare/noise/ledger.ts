import type { Difference } from '../../model/difference.js'
import type { Fault } from '../../model/fault.js'
import type { NoiseSnapshot } from '../../model/noise.js'
import { fisherGreater } from '../../base/statistics/fisher.js'
import { formsOf, isInKind } from './form.js'
import { placeOf } from './place.js'
import type { RandomValues } from './random-values.js'
import { repetitions } from './repetitions.js'

export const nothingLearned: NoiseSnapshot = { version: 2, pairs: {}, places: {}, faults: {}, repeated: {} }

/** Minimum number of a route's pairs with control before anything is said of its places. */
const minPairs = 20
/** Minimum number of control's disagreements: a single accident excuses nothing. */
const minControls = 3
/** Significance level. Strict, because many places are tested: a thousand of them give one false alarm. */
const alpha = 0.001
/** Maximum number of places remembered: a page that is all noise must not fill the memory. */
const maxPlaces = 20_000
/** Maximum number of forms remembered per place, and of characters in one. */
const maxForms = 12
const maxFormLength = 200

/**
 * True when legacy disagrees with itself about as often as the candidate disagrees with it, and the candidate's value is of a kind that legacy
 * or control showed there. False when the candidate differs more often than chance explains, or if too little is known.
 */
export function isLearnedNoise(route: string, difference: Difference, learned: NoiseSnapshot): boolean {
  if (!variesByItself(route, difference, learned)) return false
  const { legacy, candidate } = difference
  const { forms } = learned.places[placeOf(route, difference)] ?? {}
  // Older recordings kept no forms: of an added value, only the place can be checked.
  if (candidate === undefined || (legacy === undefined && forms === undefined)) return true
  return isInKind(difference, candidate, legacy === undefined ? [] : [legacy], forms)
}

/** True when what was learned may change how a difference is judged. */
export function isLearned(
  route: string,
  difference: Pick<Difference, 'part' | 'kind' | 'path'>,
  learned: NoiseSnapshot,
): boolean {
  return variesByItself(route, difference, learned) || learned.repeated[placeOf(route, difference)] === true
}

/** True when legacy disagrees with itself about as often as the candidate disagrees with it, whatever the values. */
function variesByItself(
  route: string,
  difference: Pick<Difference, 'part' | 'kind' | 'path'>,
  { pairs, places }: NoiseSnapshot,
): boolean {
  const counts = places[placeOf(route, difference)]
  const asked = pairs[route] ?? 0
  if (counts === undefined || asked < minPairs || counts.control < minControls) return false
  return fisherGreater(counts.candidate, asked, counts.control, asked) >= alpha
}

/** Counts differences pair by pair. The order of pairs matters only if a place has more forms than are remembered. */
export interface NoiseLedger {
  /**
   * Counts one pair.
   * @param own control's differences from legacy.
   * @param faults what legacy and control did wrong.
   */
  readonly learn: (
    route: string,
    found: readonly Difference[],
    own: readonly Difference[],
    faults: readonly Fault[],
  ) => void
  /** Records random-looking values that one request shows at a place. */
  readonly drew: (route: string, difference: Difference, values: RandomValues) => void
  /** Returns a live view, which grows as more is learned. */
  readonly snapshot: () => NoiseSnapshot
}

interface Counting {
  candidate: number
  control: number
  forms?: string[]
}

export function noiseLedger(start: NoiseSnapshot = nothingLearned): NoiseLedger {
  const pairs: Record<string, number> = { ...start.pairs }
  const faultsBy: Record<string, Fault[]> = copied(start.faults, (faults) => [...faults])
  const repeated: Record<string, true> = { ...start.repeated }
  const repeats = repetitions()
  const places: Record<string, Counting> = copied(start.places, ({ forms, ...counts }) => ({
    ...counts,
    ...(forms === undefined ? {} : { forms: [...forms] }),
  }))
  let known = Object.keys(places).length

  const countsAt = (place: string): Counting | undefined => {
    const before = places[place]
    if (before !== undefined || known >= maxPlaces) return before
    known += 1
    return (places[place] = { candidate: 0, control: 0, forms: [] })
  }

  const count = (route: string, differences: readonly Difference[], side: 'candidate' | 'control'): void => {
    for (const place of new Set(differences.map((difference) => placeOf(route, difference)))) {
      const counts = countsAt(place)
      if (counts !== undefined) counts[side] += 1
    }
  }

  return {
    learn: (route, found, own, faults) => {
      pairs[route] = (pairs[route] ?? 0) + 1
      count(route, found, 'candidate')
      count(route, own, 'control')
      for (const difference of own) rememberForms(places[placeOf(route, difference)]?.forms, difference)
      for (const fault of faults) {
        const before = (faultsBy[route] ??= [])
        if (!before.includes(fault)) before.push(fault)
      }
    },
    drew: (route, difference, values) => {
      const place = placeOf(route, difference)
      if (repeated[place] !== true && repeats(place, values)) repeated[place] = true
    },
    snapshot: () => ({ version: 2, pairs, places, faults: faultsBy, repeated }),
  }
}

function rememberForms(forms: string[] | undefined, difference: Difference): void {
  if (forms === undefined) return
  for (const value of [difference.legacy, difference.candidate]) {
    if (value === undefined) continue
    for (const form of formsOf(difference, value))
      if (!forms.includes(form) && forms.length < maxForms && form.length <= maxFormLength) forms.push(form)
  }
}

function copied<From, To>(record: Readonly<Record<string, From>>, copy: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, copy(value)]))
}
