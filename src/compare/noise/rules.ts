import { fitsPattern } from '../../base/pattern.js'
import type { Difference, DifferenceKind, DifferencePart } from '../../model/difference.js'

/** What a person declared to be noise: by whom, why and until when. */
export interface NoiseRule {
  readonly name: string
  /** `GET /product/*`; absent for every route. `*` matches any characters. */
  readonly route?: string | undefined
  /** Place of the difference, as reports write it; absent for every place. `*` as above. */
  readonly path?: string | undefined
  readonly part?: DifferencePart | undefined
  /** Kind of the difference. A change of type is hidden only by a rule that names it here. */
  readonly kind?: DifferenceKind | undefined
  readonly reason: string
  readonly author: string
  /** Last day on which the rule hides anything, `2026-12-31`. */
  readonly expires: string
}

const dayMs = 24 * 60 * 60 * 1000

/**
 * Returns the first rule that hides the difference.
 * @param at when the request arrived; milliseconds since the epoch.
 */
export function ruleFor(
  rules: readonly NoiseRule[],
  route: string,
  difference: Difference,
  at: number,
): NoiseRule | undefined {
  return rules.find((rule) => !hasExpired(rule, at) && fits(rule, route, difference))
}

export function hasExpired({ expires }: Pick<NoiseRule, 'expires'>, at: number): boolean {
  return at >= Date.parse(expires) + dayMs
}

function fits(rule: NoiseRule, route: string, { part, kind, path }: Difference): boolean {
  if (kind === 'type' && rule.kind !== 'type') return false
  return (
    (rule.kind === undefined || rule.kind === kind) &&
    (rule.part === undefined || rule.part === part) &&
    fitsPattern(rule.route, route) &&
    fitsPattern(rule.path, path)
  )
}
