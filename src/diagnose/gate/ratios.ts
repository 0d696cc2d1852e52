import { fitsPattern } from '../../base/pattern.js'
import type { ReportedRoute } from '../../model/report.js'
import type { RatioLimit } from './settings.js'

/** A route with the limit that applies to it. */
interface Limited {
  readonly route: ReportedRoute
  readonly limit: RatioLimit
}

/** Returns sentences about the routes whose whole interval lies above their limit. */
export function ratioReasons(routes: readonly ReportedRoute[], limits: readonly RatioLimit[]): string[] {
  return limited(routes, limits).flatMap(({ route: { route, ratio }, limit }) =>
    ratio === null || ratio.low <= limit.max
      ? []
      : [
          `${route} takes ${inWords(ratio.median)} as long as on legacy (surely ${inWords(ratio.low)}), and ${limit.max} is the limit ` +
            `(gate.ratios, ${limit.route}).`,
        ],
  )
}

/** Returns sentences about limits that decided nothing: too few pairs, an interval across the limit, no route that fits. */
export function ratioRemarks(routes: readonly ReportedRoute[], limits: readonly RatioLimit[]): string[] {
  const held = limited(routes, limits)
  const undecided = held.flatMap(({ route: { route, ratio }, limit }) => {
    if (ratio === null) return [`${route} has too few timed pairs to be held to its limit of ${limit.max}.`]
    return ratio.median > limit.max && ratio.low <= limit.max
      ? [
          `${route} may be past its limit of ${limit.max}: ${inWords(ratio.median)} as long, between ${inWords(ratio.low)} and ` +
            `${inWords(ratio.high)}. More pairs would tell.`,
        ]
      : []
  })
  const idle = limits.filter((limit) => !routes.some(({ route }) => fitsPattern(limit.route, route)))
  return [...undecided, ...idle.map(({ route }) => `No route of this run fits gate.ratios, ${route}.`)]
}

function limited(routes: readonly ReportedRoute[], limits: readonly RatioLimit[]): Limited[] {
  return routes.flatMap((route) => {
    const limit = limits.find((each) => fitsPattern(each.route, route.route))
    return limit === undefined ? [] : [{ route, limit }]
  })
}

function inWords(ratio: number): string {
  return `${ratio.toFixed(ratio < 10 ? 2 : 0)} times`
}
