import { nothingDecided, type Decided } from '../../model/decision.js'
import { statusOfOutcome, type Outcome } from '../../model/decision-status.js'
import type { GateCheck, GateRule, RunReport, UngatedReport } from '../../model/report.js'
import { whyNotWhole } from '../../model/whole.js'
import { checksOf, promisesAnEnd } from './checks.js'
import { decidedRun } from './decided.js'
import { ratioRemarks } from './ratios.js'
import type { GateSettings } from './settings.js'

export interface GateContext {
  readonly settings: GateSettings
  /** Absent when nobody decided anything. */
  readonly decided?: Decided
  /** Milliseconds since the epoch, which decide what has expired. */
  readonly at: number
}

/** Decides go or no-go; accepted findings are marked as such and told apart from new ones. */
export function applyGate(report: UngatedReport, { settings, decided = nothingDecided, at }: GateContext): RunReport {
  const { findings, baseline, remarks } = decidedRun(report, decided, at)
  const judged: UngatedReport = { ...report, findings }
  const checks = checksOf(judged, settings)
  const reasons = reasonsOf(checks, findings)
  const allRemarks = [
    ...(promisesAnEnd(report) ? [] : whyNotWhole(report)),
    ...report.notes.filter(({ kind }) => kind === 'data' || kind === 'time').map(({ sentence }) => sentence),
    ...ratioRemarks(report.routes, settings.ratios),
    ...remarks,
  ]
  return {
    ...judged,
    ...(baseline === undefined ? {} : { baseline }),
    gate: { passed: reasons.length === 0, reasons, checks, remarks: allRemarks },
  }
}

/** Returns the reasons of the broken rules; those of rules that only possible findings break come last. */
function reasonsOf(checks: readonly GateCheck[], findings: UngatedReport['findings']): string[] {
  const proven = new Set(findings.filter(({ proof }) => proof !== 'none').map(({ id }) => id))
  const isPossible = (check: GateCheck): boolean =>
    check.findings.length > 0 && !check.findings.some((id) => proven.has(id))
  const [sure, possible] = [checks.filter((check) => !isPossible(check)), checks.filter(isPossible)]
  return [...sure, ...possible].flatMap(({ reasons }) => reasons)
}

/** Rules that do not say that anything is worse than before: they fail when there is no proof either way. */
const rulesOfProof: readonly GateRule[] = ['compared', 'answering', 'whole']

export function isRuleOfProof({ rule }: Pick<GateCheck, 'rule'>): boolean {
  return rulesOfProof.includes(rule)
}

/** Returns sentences that say why there is no proof either way; empty when everything that was to be compared was. */
export function whyUnanswered({ checks }: RunReport['gate']): string[] {
  return checks.filter(isRuleOfProof).flatMap(({ reasons }) => reasons)
}

function outcomeOf({ gate, totals }: Pick<RunReport, 'gate' | 'totals'>): Outcome {
  const failed = gate.checks.filter(({ reasons }) => reasons.length > 0)
  const isWorse = (check: GateCheck): boolean =>
    check.findings.length > 0 || (totals.compared > 0 && !isRuleOfProof(check))
  if (failed.some(isWorse)) return 'worse'
  return gate.passed && totals.compared > 0 ? 'passed' : 'unanswered'
}

/** Returns the exit status: 0 passed, 1 failed, 3 when there is no proof either way and nothing else was wrong. */
export function gateStatus(report: Pick<RunReport, 'gate' | 'totals'>): 0 | 1 | 3 {
  return statusOfOutcome[outcomeOf(report)]
}
