import { isOpen, rankOf } from '../model/finding.js'
import type { ReportedFinding } from '../model/report.js'

/** A report's findings as a person should meet them; each list has the worst first. */
export interface GroupedFindings {
  readonly explained: readonly ReportedFinding[]
  /** Of the cause `unexplained`. */
  readonly unexplained: readonly ReportedFinding[]
  /** Accepted: nobody has to act. */
  readonly settled: readonly ReportedFinding[]
}

export function groupFindings(findings: readonly ReportedFinding[]): GroupedFindings {
  const ordered = worstFirst(findings)
  const open = ordered.filter(isOpen)
  return {
    explained: open.filter(isExplained),
    unexplained: open.filter((finding) => !isExplained(finding)),
    settled: ordered.filter((finding) => !isOpen(finding)),
  }
}

/** As `rankOf` says, then by count. */
export function worstFirst(findings: readonly ReportedFinding[]): ReportedFinding[] {
  return [...findings].sort((one, other) => rankOf(one) - rankOf(other) || other.count - one.count)
}

/** What to fix first; undefined when nothing is open. */
export function fixFirst(findings: readonly ReportedFinding[]): ReportedFinding | undefined {
  return worstFirst(findings).find(isOpen)
}

/** Open findings that fail the gate: critical or major. */
export function regressionsOf(findings: readonly ReportedFinding[]): ReportedFinding[] {
  return findings.filter(
    (finding) => isOpen(finding) && (finding.severity === 'critical' || finding.severity === 'major'),
  )
}

export function isProven({ proof }: ReportedFinding): boolean {
  return proof !== 'none'
}

export function isExplained({ cause }: ReportedFinding): boolean {
  return cause !== 'unexplained'
}
