import type { RouteTimes, TimedPair } from '../../../model/timing.js'
import type { Cause, RouteSighting, Thresholds } from '../../cause.js'
import { outsideHerds } from '../infra/concurrent-herd.js'
import { slownessOf, timesSideBySide, withoutWarmUp, type Phase, type Slowness } from './slowness.js'

/** A route that takes longer on the candidate, by statistics over its pairs. They do not show what makes it slow. */
export const slower: Cause = {
  id: 'perf-slower',
  severity: 'major',
  name: 'Slower than before',
  before: 'legacy answers the route in its usual time',
  after: 'the candidate takes longer for the same requests',
  known:
    "Every request was timed on both sides, the candidate's time beside that of legacy asked in the same way: where the candidate's lanes are tapped, " +
    'control on tapped lanes of its own, one after the other in random order. The 95 % intervals of the median ratio and of the median gap both clear the floors ' +
    "`thresholds.slowerRatio` and `thresholds.slowerMs`, beside control and beside the user's own answer. Pairs whose slowness another finding explains are left out.",
  fix: 'Compare the statements of a slow pair on both sides, then profile the route on the candidate (OPcache on, the same memory for the database).',
  source: 'none',
  explains: 'time',
  evidence: {
    client: { label: 'Client' },
    phase: {
      label: 'Timed',
      as: { total: 'to the last byte of the answer', firstByte: 'to the first byte of the answer' },
    },
    timedPairs: { label: 'Requests timed on both sides' },
    comparedWith: {
      label: 'Beside',
      as: {
        legacy: "the user's own answer from legacy",
        control: 'legacy asked a second time, in the same way as the candidate',
      },
    },
    ratio: { label: 'Times as long, median of the pairs', as: 'times' },
    ratioLow: { label: '… at least (95 % interval)', as: 'times' },
    ratioHigh: { label: '… at most (95 % interval)', as: 'times' },
    gapMs: { label: 'Longer by, median of the pairs', as: 'ms' },
    gapLowMs: { label: '… at least (95 % interval)', as: 'ms' },
    gapHighMs: { label: '… at most (95 % interval)', as: 'ms' },
    legacyP50Ms: { label: 'Legacy, half of the answers within', as: 'ms' },
    legacyP95Ms: { label: 'Legacy, 95 % within', as: 'ms' },
    legacyP99Ms: { label: 'Legacy, 99 % within', as: 'ms' },
    candidateP50Ms: { label: 'Candidate, half of the answers within', as: 'ms' },
    candidateP95Ms: { label: 'Candidate, 95 % within', as: 'ms' },
    candidateP99Ms: { label: 'Candidate, 99 % within', as: 'ms' },
  },
  usersSee: ({ ratio }) =>
    typeof ratio === 'number' ? `The same page, ${ratio.toFixed(1)} times as slow as before.` : undefined,
  sightings: () => [],
  sightingsOfRoute: (times, thresholds) => {
    const pairs = outsideHerds(withoutWarmUp(times, thresholds), thresholds)
    const slow = slowClients(pairs, thresholds)
    if (slow.length > 0) return slow.flatMap((client) => sightingOf(times.route, pairs, thresholds, client))
    return sightingOf(times.route, pairs, thresholds)
  },
}

/** Returns the clients that are slower, if another client with enough timed pairs is not; empty if all are alike. */
function slowClients(pairs: readonly TimedPair[], thresholds: Thresholds): string[] {
  const clients = [...new Set(pairs.map(({ client }) => client))]
  const judged = clients.flatMap((client) => {
    const own = pairsOf(pairs, client)
    if (timesSideBySide(own, 'total', thresholds.slowerPairs) === undefined) return []
    return [{ client, slow: slownessOf(own, 'total', thresholds) !== undefined }]
  })
  return judged.every(({ slow }) => slow) ? [] : judged.filter(({ slow }) => slow).map(({ client }) => client)
}

function pairsOf(pairs: readonly TimedPair[], client: string | undefined): readonly TimedPair[] {
  return client === undefined ? pairs : pairs.filter((pair) => pair.client === client)
}

function sightingOf(
  route: RouteTimes['route'],
  all: readonly TimedPair[],
  thresholds: Thresholds,
  client?: string,
): RouteSighting[] {
  const pairs = pairsOf(all, client)
  const [slow] = (['total', 'firstByte'] as const).flatMap((phase) => {
    const times = slownessOf(pairs, phase, thresholds)
    return times === undefined ? [] : [{ phase, times }]
  })
  if (slow === undefined) return []
  const { phase, times } = slow
  return [
    {
      cause: 'perf-slower',
      key: client === undefined ? route : `${route} ${client}`,
      proof: 'measured',
      severity: times.ratio.low >= grossRatio ? 'major' : 'minor',
      title: titleOf(route, times, phase, client),
      evidence: evidenceOf(route, times, phase, client),
      shownBy: { route, slowerByMs: thresholds.slowerMs, ...(client === undefined ? {} : { client }) },
    },
  ]
}

/** Minimum ratio for a major finding: everybody notices twice as slow. */
const grossRatio = 2

function titleOf(route: string, { ratio }: Slowness, phase: Phase, client: string | undefined): string {
  const what = phase === 'total' ? 'takes' : 'takes until its first byte'
  const whom = client === undefined ? '' : `, for ${client} only`
  return `${route} ${what} ${ratio.median.toFixed(1)} times as long${whom}`
}

function evidenceOf(
  route: string,
  times: Slowness,
  phase: Phase,
  client: string | undefined,
): RouteSighting['evidence'] {
  const { ratio, gapMs, legacyMs, candidateMs, pairs, yardstick } = times
  return {
    route,
    ...(client === undefined ? {} : { client }),
    phase,
    timedPairs: pairs,
    comparedWith: yardstick,
    ratio: round(ratio.median),
    ratioLow: round(ratio.low),
    ratioHigh: round(ratio.high),
    gapMs: round(gapMs.median),
    gapLowMs: round(gapMs.low),
    gapHighMs: round(gapMs.high),
    legacyP50Ms: legacyMs.p50,
    legacyP95Ms: legacyMs.p95,
    legacyP99Ms: legacyMs.p99,
    candidateP50Ms: candidateMs.p50,
    candidateP95Ms: candidateMs.p95,
    candidateP99Ms: candidateMs.p99,
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
