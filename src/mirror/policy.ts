import { isSafeMethod, type Headers } from '../model/http.js'
import type { NotMirroredReason } from '../model/pair.js'
import { anyPattern, routePattern, type RoutePattern } from '../model/route-pattern.js'
import { everySoMany, wholeSessions, type Sampler } from './sampling.js'
import { sessionOf } from '../session/held-back/session-key.js'

export interface PolicySettings {
  /** Share of requests that are mirrored, 0 to 1. */
  readonly sample: number
  readonly sampleBy: 'request' | 'session'
  /** Routes with a share of their own; the first match counts. */
  readonly routes: readonly { readonly match: string; readonly sample: number }[]
  /** Patterns of unsafe requests that may be mirrored; empty unless the user opted in. */
  readonly writes: readonly string[]
  /** Patterns that are never mirrored. */
  readonly deny: readonly string[]
  /** Unless empty, only requests that match are mirrored. */
  readonly allow: readonly string[]
}

/** What the policy has to know of a request. */
export interface PolicyRequest {
  readonly method: string
  readonly target: string
  readonly headers: Headers
}

/** Returns why a request must not be mirrored; undefined if it may be. */
export type Policy = (request: PolicyRequest, client: string) => NotMirroredReason | undefined

/** Mirrors safe methods only, unless a write was opted in; then applies the lists, then the share. */
export function mirrorPolicy(settings: PolicySettings): Policy {
  const writes = anyPattern(settings.writes)
  const deny = anyPattern(settings.deny)
  const allow = settings.allow.length === 0 ? () => true : anyPattern(settings.allow)
  const samplerOf = samplers(settings)
  return ({ method, target, headers }, client) => {
    if (!isSafeMethod(method) && !writes(method, target)) return 'unsafe-method'
    if (deny(method, target) || !allow(method, target)) return 'denied'
    const sampler = samplerOf(method, target)
    if (sampler === undefined) return undefined
    return sampler.takes(settings.sampleBy === 'session' ? sessionOf(headers, client) : '') ? undefined : 'sampled-out'
  }
}

/** Finds the sampler of a route; undefined if everything is taken, the common case. */
function samplers({
  sample,
  sampleBy,
  routes,
}: PolicySettings): (method: string, target: string) => Sampler | undefined {
  const make = (share: number): Sampler | undefined => {
    if (share >= 1) return undefined
    return sampleBy === 'session' ? wholeSessions(share) : everySoMany(share)
  }
  const special: [RoutePattern, Sampler | undefined][] = routes.map((route) => [
    routePattern(route.match),
    make(route.sample),
  ])
  const common = make(sample)
  return (method, target) => {
    const own = special.find(([fits]) => fits(method, target))
    return own === undefined ? common : own[1]
  }
}
