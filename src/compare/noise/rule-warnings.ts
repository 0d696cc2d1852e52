import type { HiddenByRule } from '../../model/noise.js'
import { hasExpired, type NoiseRule } from './rules.js'

/**
 * Describes the rules that hide less or more than they were meant to, as sentences.
 * @param at when the run ended; milliseconds since the epoch.
 */
export function ruleWarnings(
  rules: readonly NoiseRule[],
  hidden: readonly HiddenByRule[],
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
