import { isOpen, rankOf } from '../model/finding.js'
import type { ReportedFinding } from '../model/report.js'

/** Findings of a report in the order in which a person should read them; each list has the worst first. */
export interface GroupedFindings {
  readonly explained: readonly ReportedFinding[]
  /** Findings with the cause `unexplained`. */
  readonly unexplained: readonly ReportedFinding[]
  /** Accepted findings: nobody has to act on them. */
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

/** Sorts by `rankOf`, then by count, the most frequent first. */
export function worstFirst(findings: readonly ReportedFinding[]): ReportedFinding[] {
  return [...findings].sort((one, other) => rankOf(one) - rankOf(other) || other.count - one.count)
}

/** Returns the finding to fix first; undefined when nothing is open. */
export function fixFirst(findings: readonly ReportedFinding[]): ReportedFinding | undefined {
  return worstFirst(findings).find(isOpen)
}

/** Returns the open findings that are critical or major, which the default gate does not allow. */
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
