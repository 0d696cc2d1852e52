import { isOpen } from '../model/finding.js'
import type { ReportedFinding, RunReport } from '../model/report.js'
import { count, counted } from '../base/numbers.js'
import { isProven, regressionsOf } from './order.js'

/** The gate's decision in plain words: `Go` or `No-go`, and the rest of the sentence. */
export interface DecisionWords {
  readonly verdict: 'Go' | 'No-go'
  readonly sentence: string
}

export function decisionWords({ gate, findings, totals }: RunReport): DecisionWords {
  if (gate.passed) return { verdict: 'Go', sentence: goSentence(totals.compared, findings) }
  const regressions = regressionsOf(findings)
  return {
    verdict: 'No-go',
    sentence: regressions.length === 0 ? reasonSentence(gate.reasons) : noGoSentence(regressions),
  }
}

function noGoSentence(regressions: readonly ReportedFinding[]): string {
  const reach = `${counted(regressions.length, 'regression')} would reach your users`
  return `${reach}, ${provenOf(regressions.length, regressions.filter(isProven).length)}`
}

function provenOf(all: number, proven: number): string {
  if (all === 1) return proven === 1 ? 'and it is proven' : 'possible, not proven'
  if (proven === 0) return 'none of them proven yet'
  return proven === all ? 'all proven' : `${count(proven)} proven`
}

function reasonSentence(reasons: readonly string[]): string {
  const text = reasons.join(' ').replace(/\.$/, '')
  return text === '' ? 'the gate did not pass' : text.charAt(0).toLowerCase() + text.slice(1)
}

function goSentence(compared: number, findings: readonly ReportedFinding[]): string {
  const within = regressionsOf(findings).length
  const small = findings.filter(isOpen).length - within
  const found = within === 0 ? 'no regression' : `${counted(within, 'regression')} within the limits of your gate,`
  const clean = `${found} in ${counted(compared, 'compared request')}`
  return small === 0 ? clean : `${clean}, ${counted(small, 'small finding')} to read at leisure`
}
