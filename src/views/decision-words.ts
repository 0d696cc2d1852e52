import { isOpen } from '../model/finding.js'
import type { GateDecision, ReportedFinding, RunReport } from '../model/report.js'
import { count, counted } from '../base/numbers.js'
import { isProven, regressionsOf } from './order.js'

/** The gate's decision in plain words: `Go` or `No-go`, and the rest of the sentence. */
export interface DecisionWords {
  readonly verdict: 'Go' | 'No-go'
  readonly sentence: string
}

export function decisionWords({ gate, findings, totals }: RunReport): DecisionWords {
  if (gate.passed) return { verdict: 'Go', sentence: goSentence(totals.compared, findings) }
  return { verdict: 'No-go', sentence: noGoSentence(gate, findings) }
}

/** Says what failed the gate: the findings that its broken rules count, and how many other rules are broken. */
function noGoSentence({ checks, reasons }: GateDecision, findings: readonly ReportedFinding[]): string {
  const failed = checks.filter((check) => check.reasons.length > 0)
  const ids = new Set(failed.flatMap((check) => check.findings))
  const against = findings.filter(({ id }) => ids.has(id))
  if (against.length === 0) return reasonSentence(reasons)
  const noun = regressionsOf(against).length === against.length ? 'regression' : 'finding'
  const reach = `${counted(against.length, noun)} would reach your users`
  const others = failed.filter((check) => check.findings.length === 0).length
  const beside =
    others === 0 ? '' : `; ${counted(others, 'other rule')} of the gate ${others === 1 ? 'is' : 'are'} broken`
  return `${reach}, ${provenOf(against.length, against.filter(isProven).length)}${beside}`
}

function provenOf(all: number, proven: number): string {
  if (all === 1) return proven === 1 ? 'and it is proven' : 'possible, not proven'
  if (proven === 0) return 'none of them proven yet'
  return proven === all ? 'all proven' : `${count(proven)} proven`
}

function reasonSentence(reasons: readonly string[]): string {
  const text = reasons.join(' ').replace(/\.$/, '')
  if (text === '') return 'the gate did not pass'
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

function goSentence(compared: number, findings: readonly ReportedFinding[]): string {
  const within = regressionsOf(findings).length
  const small = findings.filter(isOpen).length - within
  const found = within === 0 ? 'no regression' : `${counted(within, 'regression')} within the limits of your gate,`
  const clean = `${found} in ${counted(compared, 'compared request')}`
  return small === 0 ? clean : `${clean}, ${counted(small, 'small finding')} to read at leisure`
}
