import { hasExpired, type NoiseRule } from './rules.js'

/** How many differences of a route a rule hid, of how many there were. */
export interface Hidden {
  readonly rule: string
  readonly route: string
  readonly hidden: number
  readonly all: number
}

/** A rule that hides less or more than it was meant to, as sentences. @param at when the run ended; milliseconds since 1970. */
export function ruleWarnings(
  rules: readonly NoiseRule[],
  hidden: readonly Hidden[],
  maxShare: number,
  at: number,
): string[] {
  return rules.flatMap((rule) => {
    if (hasExpired(rule, at))
      return [`The rule "${rule.name}" of ${rule.author} expired on ${rule.expires}: it hides nothing any more.`]
    const own = hidden.filter((one) => one.rule === rule.name)
    if (own.length === 0) return [`The rule "${rule.name}" of ${rule.author} hid nothing.`]
    return own
      .filter((one) => one.hidden / one.all > maxShare)
      .map(
        (one) =>
          `The rule "${rule.name}" of ${rule.author} hid ${one.hidden} of ${one.all} differences in ${one.route}.`,
      )
  })
}
