import { hasExpired } from '../../compare/noise/rules.js'
import { isOpen } from '../../model/finding.js'
import { fitsPattern } from '../../base/pattern.js'
import type { Allowance } from '../../model/decision.js'
import type { ReportedFinding } from '../../model/report.js'

/** Returns the findings, those that an allowance fits marked as accepted. @param at Milliseconds since the epoch. */
export function acceptedByConfiguration(
  findings: readonly ReportedFinding[],
  allowances: readonly Allowance[],
  at: number,
): readonly ReportedFinding[] {
  const inForce = allowances.filter((allowance) => !isOver(allowance, at))
  return findings.map((finding) => {
    const allowance = isOpen(finding) ? inForce.find((each) => fits(each, finding)) : undefined
    if (allowance === undefined) return finding
    const { reason, expires } = allowance
    const acceptance = { by: 'configuration', reason, ...(expires === undefined ? {} : { expires }) } as const
    return { ...finding, state: 'accepted', acceptance }
  })
}

/** Reports allowances that have expired, and those that fit no finding, which may be a typo. */
export function allowanceRemarks(
  findings: readonly ReportedFinding[],
  allowances: readonly Allowance[],
  at: number,
): string[] {
  return allowances.flatMap((allowance) => {
    if (isOver(allowance, at))
      return [`gate.allow for ${nameOf(allowance)} expired after ${allowance.expires ?? ''}: what it allowed counts.`]
    return findings.some((finding) => fits(allowance, finding))
      ? []
      : [`gate.allow for ${nameOf(allowance)} allowed nothing in this run.`]
  })
}

function fits({ cause, signature, finding: id }: Allowance, finding: ReportedFinding): boolean {
  return (
    (cause === undefined || cause === finding.cause) &&
    (id === undefined || id === finding.id) &&
    fitsPattern(signature, finding.signature)
  )
}

function isOver({ expires }: Allowance, at: number): boolean {
  return expires !== undefined && hasExpired({ expires }, at)
}

function nameOf({ cause, signature, finding }: Allowance): string {
  return [
    ...(cause === undefined ? [] : [`cause ${cause}`]),
    ...(signature === undefined ? [] : [`signature "${signature}"`]),
    ...(finding === undefined ? [] : [`finding ${finding}`]),
  ].join(', ')
}
