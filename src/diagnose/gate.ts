import type { GateDecision, ReportedFinding } from '../model/report.js'
import type { Totals } from '../model/run.js'

/** What the gate looks at: a run's books and findings. */
export interface GateInput {
  readonly totals: Totals
  readonly findings: readonly Pick<ReportedFinding, 'severity' | 'state' | 'proof' | 'cause'>[]
}

/** Go or no-go: no critical or major finding that nobody accepted, and something was compared at all. */
export function decideGate({ totals, findings }: GateInput): GateDecision {
  const open = findings.filter(({ state }) => state !== 'accepted' && state !== 'fixed')
  const reasons = [
    ...(totals.compared === 0 ? ['Nothing was compared: there is no proof either way.'] : []),
    ...countOf(open, 'critical'),
    ...countOf(open, 'major'),
  ]
  return { passed: reasons.length === 0, reasons }
}

function countOf(findings: GateInput['findings'], severity: 'critical' | 'major'): string[] {
  const those = findings.filter((finding) => finding.severity === severity)
  if (those.length === 0) return []
  const proven = those.filter(({ proof }) => proof !== 'none').length
  return [`${those.length} ${severity} finding${those.length === 1 ? '' : 's'}, ${proven} of them proven.`]
}
