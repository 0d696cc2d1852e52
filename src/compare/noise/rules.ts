import type { Difference, DifferenceKind, DifferencePart } from '../../model/difference.js'

/** What a person declared to be noise, with who, why and until when. */
export interface NoiseRule {
  readonly name: string
  /** `GET /product/*`; absent: every route. `*` stands for any characters. */
  readonly route?: string | undefined
  /** Place of the difference, as reports write it; absent: every place. `*` as above. */
  readonly path?: string | undefined
  readonly part?: DifferencePart | undefined
  /** A change of type is hidden only by a rule that names it here. */
  readonly kind?: DifferenceKind | undefined
  readonly reason: string
  readonly author: string
  /** The last day on which it hides anything, `2026-12-31`. */
  readonly expires: string
}

const dayMs = 24 * 60 * 60 * 1000

/** The first rule that hides the difference. @param at when the request came; milliseconds since 1970. */
export function ruleFor(
  rules: readonly NoiseRule[],
  route: string,
  difference: Difference,
  at: number,
): NoiseRule | undefined {
  return rules.find((rule) => !hasExpired(rule, at) && fits(rule, route, difference))
}

export function hasExpired({ expires }: NoiseRule, at: number): boolean {
  return at >= Date.parse(expires) + dayMs
}

function fits(rule: NoiseRule, route: string, { part, kind, path }: Difference): boolean {
  if (kind === 'type' && rule.kind !== 'type') return false
  return (
    (rule.kind === undefined || rule.kind === kind) &&
    (rule.part === undefined || rule.part === part) &&
    matches(rule.route, route) &&
    matches(rule.path, path)
  )
}

/** Any characters for each `*`; the pieces between them in their order, the first and the last at the ends. */
function matches(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false
  let from = first.length
  for (const piece of rest) {
    const at = text.indexOf(piece, from)
    if (at === -1) return false
    from = at + piece.length
  }
  return from <= text.length - last.length
}
