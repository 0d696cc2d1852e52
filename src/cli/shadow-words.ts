import { counted } from '../base/numbers.js'
import type { ShadowState } from '../telemetry/state.js'
import type { RunReport } from '../model/report.js'
import type { FoundNow } from '../verifier/messages.js'

/** Returns `requests 120  mirrored 100 (not 20)  match 96 %  different 3`. */
export function progressLine({ requests, mirrored, notMirrored, tally }: ShadowState): string {
  const not = Object.values(notMirrored).reduce((sum, n) => sum + n, 0)
  const compared = tally.match + tally.noise + tally.mismatch
  const rate = compared === 0 ? '–' : `${Math.round(((tally.match + tally.noise) / compared) * 100)} %`
  const incomparable = tally.incomparable === 0 ? '' : `  incomparable ${tally.incomparable} (${reasonsOf(tally)})`
  return `requests ${requests}  mirrored ${mirrored} (not ${not})  match ${rate}  different ${tally.mismatch}${incomparable}`
}

function reasonsOf({ reasons }: ShadowState['tally']): string {
  return Object.entries(reasons)
    .map(([reason, n]) => `${reason} ${n}`)
    .join(', ')
}

export function findingLine({ outcome, cause, title, route, proof, reason = '' }: FoundNow): string {
  if (outcome === 'withdrawn') return `- withdrawn: ${cause} at ${route}: ${title}: ${reason}`
  if (outcome === 'proven') return `+ proven: ${cause} at ${route}: ${title}`
  return `+ ${cause} at ${route}: ${title}${proof === 'none' ? ' (possible, not proven)' : ''}`
}

export function summaryOf(report: RunReport, db: string): string {
  const { totals, gate, findings } = report
  const counts = (reasons: Readonly<Record<string, number | undefined>>): string => {
    const parts = Object.entries(reasons).map(([reason, n]) => `${reason} ${n ?? 0}`)
    return parts.length === 0 ? 'none' : parts.join(', ')
  }
  return [
    '',
    `${totals.requests} requests, ${totals.mirrored} mirrored; not mirrored: ${counts(totals.notMirrored)}.`,
    `${totals.compared} compared: ${totals.match} match, ${totals.noise} noise, ${totals.mismatch} mismatch; incomparable: ${counts(totals.incomparable)}.`,
    `${counted(findings.length, 'finding')}. ${gate.passed ? 'Go.' : `No-go: ${gate.reasons.join(' ')}`}`,
    `Read it: sosie report --db ${db} --format html --out report.html`,
  ].join('\n')
}
