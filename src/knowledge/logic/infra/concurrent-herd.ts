import type { TimedPair } from '../../../model/timing.js'
import type { Cause, Thresholds } from '../../cause.js'
import { slownessOf, timesSideBySide, withoutWarmUp, type Slowness } from '../perf/slowness.js'
import { groupedBy } from '../../../base/grouped.js'

/** Minimum number of requests for the same target within the window that make a herd. */
const minHerd = 5
/** Milliseconds before and after a request within which others count towards its herd. */
const herdWindow = 100
/** Milliseconds before and after a request without another one for the same target; it then counts as alone. */
const aloneWindow = 1000

/**
 * A route that is fast alone, but slow when many ask for the same at once: legacy's caches answered all of them with one page, or they wait
 * for a lock on the candidate. Visible only if identical requests reach the candidate together.
 */
export const concurrentHerd: Cause = {
  id: 'infra-concurrent-herd',
  severity: 'major',
  name: 'Slow when many ask at once',
  before: 'legacy answers a burst of identical requests as it answers one',
  after: 'the candidate answers one as fast, a burst of them slower',
  known:
    'The same requests were timed alone and in bursts of at least five within 100 ms. Alone, the candidate stays below the floors; in bursts the ' +
    '95 % intervals of ratio and gap clear them.',
  fix: 'Find what the burst shares: a session or file lock, a full pool of PHP workers, a heavy page that a missing file runs (favicon, 404). Cache it, or serve missing files without PHP.',
  source: 'none',
  explains: 'time',
  evidence: {
    pairsAlone: { label: 'Requests that came alone' },
    pairsTogether: { label: 'Requests that came in bursts' },
    aloneLegacyP50Ms: { label: 'Alone: legacy, median', as: 'ms' },
    aloneCandidateP50Ms: { label: 'Alone: candidate, median', as: 'ms' },
    togetherLegacyP50Ms: { label: 'In bursts: legacy, median', as: 'ms' },
    togetherCandidateP50Ms: { label: 'In bursts: candidate, median', as: 'ms' },
  },
  usersSee: () => 'A page that stalls as soon as several people ask for it at once.',
  sightings: () => [],
  sightingsOfRoute: (times, thresholds) => {
    const hurt = herdHurt(withoutWarmUp(times, thresholds), thresholds)
    if (hurt === undefined) return []
    const { inHerds, byThemselves } = hurt
    const { route } = times
    return [
      {
        cause: 'infra-concurrent-herd',
        key: route,
        proof: 'measured',
        severity: 'major',
        title: `${route} is fine alone, ${inHerds.ratio.median.toFixed(1)} times as slow when ${minHerd} or more ask at once`,
        evidence: {
          route,
          pairsAlone: byThemselves.pairs,
          pairsTogether: inHerds.pairs,
          aloneLegacyP50Ms: byThemselves.legacyMs.p50,
          aloneCandidateP50Ms: byThemselves.candidateMs.p50,
          togetherLegacyP50Ms: inHerds.legacyMs.p50,
          togetherCandidateP50Ms: inHerds.candidateMs.p50,
        },
        shownBy: { route, slowerByMs: thresholds.slowerMs },
      },
    ]
  },
}

/** Returns the pairs whose time no herd explains: all of them if herds are not slower. */
export function outsideHerds(pairs: readonly TimedPair[], thresholds: Thresholds): readonly TimedPair[] {
  if (herdHurt(pairs, thresholds) === undefined) return pairs
  const together = new Set(herdsApart(pairs).together)
  return pairs.filter((pair) => !together.has(pair))
}

/** Returns the times of herds and of lone requests if herds are slower on the candidate and lone requests are not; otherwise undefined. */
function herdHurt(
  pairs: readonly TimedPair[],
  thresholds: Thresholds,
): { readonly inHerds: Slowness; readonly byThemselves: Slowness } | undefined {
  const { together, alone } = herdsApart(pairs)
  const inHerds = slownessOf(together, 'total', thresholds)
  const byThemselves = timesSideBySide(alone, 'total', thresholds.slowerPairs)
  if (inHerds === undefined || byThemselves === undefined) return undefined
  return byThemselves.ratio.high < thresholds.slowerRatio ? { inHerds, byThemselves } : undefined
}

/** Returns the requests of a route that came in herds, and those that came alone. Requests that are neither are left out. */
export function herdsApart(pairs: readonly TimedPair[]): { together: TimedPair[]; alone: TimedPair[] } {
  const together: TimedPair[] = []
  const alone: TimedPair[] = []
  for (const same of groupedBy(pairs, ({ target }) => target).values()) {
    const times = same.map(({ receivedAt }) => receivedAt)
    const [close, far] = [within(times, herdWindow), within(times, aloneWindow)]
    for (const [index, pair] of same.entries()) {
      if ((close[index] ?? 0) >= minHerd) together.push(pair)
      else if (far[index] === 1) alone.push(pair)
    }
  }
  return { together, alone }
}

/**
 * Returns for each time how many of them lie within the window around it, including itself.
 *
 * @param times in ascending order.
 */
function within(times: readonly number[], window: number): number[] {
  let [from, to] = [0, 0]
  return times.map((time) => {
    while ((times[from] ?? time) < time - window) from += 1
    while (to < times.length && (times[to] ?? time) <= time + window) to += 1
    return to - from
  })
}
