import type { Decided } from '../../model/decision.js'
import type { ReportedBaseline, ReportedFinding, UngatedReport } from '../../model/report.js'
import { acceptedByConfiguration, allowanceRemarks } from './allow.js'
import { baselineRemarks, compareWithBaseline } from './baseline.js'

/** A run's findings with people's decisions applied. */
export interface DecidedRun {
  /** All findings; those that somebody accepted are marked as accepted. */
  readonly findings: readonly ReportedFinding[]
  /** Absent when no baseline is kept. */
  readonly baseline?: ReportedBaseline
  /** Sentences about decisions that apply to nothing, have expired, or will soon. */
  readonly remarks: readonly string[]
}

/** Applies every decision to a run. @param at Milliseconds since the epoch, which decide what has expired. */
export function decidedRun(report: UngatedReport, { allowances, baseline }: Decided, at: number): DecidedRun {
  const findings = acceptedByConfiguration(report.findings, allowances, at)
  const compared = baseline === undefined ? { findings } : compareWithBaseline({ ...report, findings }, baseline, at)
  const remarks = [...allowanceRemarks(report.findings, allowances, at), ...baselineRemarks(baseline ?? [], at)]
  return { ...compared, remarks }
}
