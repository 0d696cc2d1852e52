import type { BaselineUpdate } from '../diagnose/gate/baseline.js'
import { isOpen } from '../model/finding.js'
import type { ReportedFinding, RunReport } from '../model/report.js'
import { titleOf } from '../report/plain.js'
import { decisionWords } from '../views/decision-words.js'
import { withVisibleControls } from '../views/harmless.js'
import { counted } from '../base/numbers.js'

/** Maximum lines of each kind in a terminal; reports contain the rest. */
const maxLines = 20

/** Describes the decision, its reasons, and what is new, accepted and fixed, for a terminal or a pipeline's log. */
export function gateWords(report: RunReport): string {
  const { gate } = report
  const { verdict, sentence } = decisionWords(report)
  return [
    `${verdict}: ${sentence}.`,
    ...gate.reasons.map((reason) => `- ${reason}`),
    ...findingLines(report),
    ...gate.remarks.map((remark) => `Note: ${remark}`),
  ]
    .map(harmless)
    .join('\n')
}

export function updateWords({ entries, added, renewed, removed }: BaselineUpdate): string {
  const kept = entries.length - added.length - renewed.length
  const line = (mark: string, what: string, list: BaselineUpdate['entries']): string[] =>
    bounded(list.map(({ id, title }) => `${mark} ${what} ${id}  ${title}`))
  return [
    `The baseline: ${added.length} added, ${renewed.length} renewed, ${removed.length} taken out, ${kept} kept.`,
    ...line('+', 'added   ', added),
    ...line('+', 'renewed ', renewed),
    ...line('-', 'fixed   ', removed),
  ]
    .map(harmless)
    .join('\n')
}

function findingLines({ findings, baseline }: RunReport): string[] {
  const lines = (mark: string, what: string, wanted: (finding: ReportedFinding) => boolean): string[] =>
    bounded(
      findings
        .filter(wanted)
        .map((finding) => `${mark} ${what.padEnd(9)} ${finding.severity.padEnd(8)} ${finding.id}  ${titleOf(finding)}`),
    )
  if (baseline === undefined) return [...lines('+', 'open', isOpen), ...lines('=', 'accepted', isAccepted)]
  const unseen = (mark: string, what: string, entries: typeof baseline.fixed): string[] =>
    bounded(entries.map(({ id, title }) => `${mark} ${what.padEnd(18)} ${id}  ${title}`))
  return [
    `Against the baseline: ${[
      counted(baseline.new.length, 'new finding'),
      `${baseline.expired.length} expired`,
      `${baseline.accepted.length} still accepted`,
      `${baseline.fixed.length} fixed`,
      `${baseline.notCovered.length} not looked for`,
    ].join(', ')}.`,
    ...lines('+', 'new', ({ id }) => baseline.new.includes(id)),
    ...lines('!', 'expired', ({ id }) => baseline.expired.includes(id)),
    ...lines('=', 'accepted', isAccepted),
    ...unseen('-', 'fixed', baseline.fixed),
    ...unseen('?', 'not looked for', baseline.notCovered),
  ]
}

function isAccepted({ state }: ReportedFinding): boolean {
  return state === 'accepted'
}

function bounded(lines: readonly string[]): string[] {
  const rest = lines.length - maxLines
  return rest > 0 ? [...lines.slice(0, maxLines), `  … and ${rest} more`] : [...lines]
}

/** Returns one line that GitHub's runner does not take for a command: it looks for `##[` anywhere in a line. */
function harmless(line: string): string {
  return withVisibleControls(line.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')).replaceAll('##[', '# #[')
}
