import type { LiveTapShare } from '../model/run.js'
import { count, counted, percent } from '../base/numbers.js'

/** Min share of requests whose SQL is certain: with less, there is too little to compare SQL by. */
const enough = 0.7

/** Says how much of live legacy's SQL is known, and what to do when that is little. */
export function liveTapInWords({ exact, ambiguous, attributed, statements }: LiveTapShare): string {
  const asked = exact + ambiguous
  const share = `The tap on live legacy is certain of the SQL of ${counted(exact, 'request')} in ${count(asked)} (${percent(exact, asked)}), and gave them ${count(attributed)} of the ${counted(statements, 'statement')} that it saw.`
  if (ambiguous === 0) return share
  const open = `What may be another request's was given to none, so legacy's SQL is not known there.`
  if (exact / asked >= enough) return `${share} ${open}`
  return `${share} ${open} To know more, let php-fpm write down who served what (legacy.tap.accessLog), or give control lanes with taps of their own: see docs/taps.md.`
}
