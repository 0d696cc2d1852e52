import type { Decided } from '../../model/decision.js'
import type { ReportedBaseline, ReportedFinding, UngatedReport } from '../../model/report.js'
import { acceptedByConfiguration, allowanceRemarks } from './allow.js'
import { baselineRemarks, compareWithBaseline } from './baseline.js'

/** A run's findings as people decided about them. */
export interface DecidedRun {
  /** Those that somebody accepted are marked as accepted. */
  readonly findings: readonly ReportedFinding[]
  /** Absent where no baseline is kept. */
  readonly baseline?: ReportedBaseline
  /** Decisions that hold for nothing, have expired, or will soon; sentences. */
  readonly remarks: readonly string[]
}

/** Applies every decision to a run. @param at milliseconds since 1970: what has expired is judged by it. */
export function decidedRun(report: UngatedReport, { allowances, baseline }: Decided, at: number): DecidedRun {
  const findings = acceptedByConfiguration(report.findings, allowances, at)
  const compared = baseline === undefined ? { findings } : compareWithBaseline({ ...report, findings }, baseline, at)
  const remarks = [...allowanceRemarks(report.findings, allowances, at), ...baselineRemarks(baseline ?? [], at)]
  return { ...compared, remarks }
}
