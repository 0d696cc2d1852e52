import type { BaselineEntry } from '../model/baseline.js'
import { isOpen } from '../model/finding.js'
import type { ReportedFinding, RunReport } from '../model/report.js'
import { decisionWords } from '../views/decision-words.js'
import { acceptanceInWords, placeOf, proofInWords, usersSee } from '../views/finding-words.js'
import { counted } from '../views/numbers.js'
import { groupFindings, mendFirst, worstFirst } from '../views/order.js'
import { severityWords } from '../views/words.js'
import type { ReportFormat } from './format.js'
import { code, prose, words } from './markdown-text.js'
import { titleOf, whereOf } from './plain.js'

/** Findings in the table; the rest is folded, and what passes `mostFolded` is only counted: comments and step summaries have an end. */
const mostInTable = 10
const mostFolded = 100
/** Characters of a statement or a place in a cell. */
const longestPlace = 120

/** For a merge request: the decision, why, what to mend first, what is new, and the rest behind a fold. */
export const markdown: ReportFormat = {
  name: 'markdown',
  extension: 'md',
  render: (report) =>
    `${[
      decision(report),
      reasons(report),
      first(report),
      table(report),
      fold('Accepted, does not count', groupFindings(report.findings).settled.map(acceptedLine)),
      ...baselineFolds(report),
      fold('Remarks of the gate', report.gate.remarks.map(words)),
      footer(report),
    ]
      .filter((part) => part !== '')
      .join('\n\n')}\n`,
}

function decision(report: RunReport): string {
  const { verdict, sentence } = decisionWords(report)
  const { compared, mirrored } = report.totals
  const { legacy, candidate } = report.run
  return [
    `## ${verdict === 'Go' ? '✅' : '❌'} ${verdict}: ${words(sentence)}`,
    '',
    `${code(candidate)} against ${code(legacy)}: ${counted(compared, 'request')} compared of ${counted(mirrored, 'mirrored one')}.${tally(report)}`,
  ].join('\n')
}

/** What changed against the baseline, where there is one. */
function tally({ baseline }: RunReport): string {
  if (baseline === undefined) return ''
  const parts = [
    `**${baseline.new.length} new**`,
    `${baseline.expired.length} expired`,
    `${baseline.accepted.length} still accepted`,
    `${baseline.fixed.length} fixed`,
    `${baseline.notCovered.length} not looked for`,
  ]
  return ` Against the baseline: ${parts.join(', ')}.`
}

function reasons({ gate }: RunReport): string {
  return gate.reasons.length === 0
    ? ''
    : ['**Why the gate says no**', '', ...gate.reasons.map((reason) => `- ${words(reason)}`)].join('\n')
}

function first({ findings }: RunReport): string {
  const finding = mendFirst(findings)
  if (finding === undefined) return ''
  const fix = finding.fix === '' ? '' : `\n\n${prose(finding.fix)}`
  return [
    `**Mend this first**: ${words(titleOf(finding))}, in ${place(finding)}`,
    `${words(usersSee(finding))} (${words(proofInWords(finding))})${fix}`,
  ].join('\n\n')
}

function table(report: RunReport): string {
  const open = worstFirst(report.findings.filter(isOpen))
  if (open.length === 0) return ''
  const head = ['| | Finding | Where | Cause | Seen |', '|---|---|---|---|---|']
  const rows = open.slice(0, mostInTable).map((finding) => row(finding, report))
  const rest = open.slice(mostInTable, mostInTable + mostFolded).map((finding) => row(finding, report))
  const over = open.length - mostInTable - mostFolded
  const uncounted = over > 0 ? `\n\n${counted(over, 'more finding')} in the full report.` : ''
  const folded = details(
    counted(open.length - mostInTable, 'more finding'),
    `${[...head, ...rest].join('\n')}${uncounted}`,
  )
  return [[...head, ...rows].join('\n'), ...(rest.length === 0 ? [] : [folded])].join('\n\n')
}

function row(finding: ReportedFinding, { baseline }: RunReport): string {
  const { id, severity, cause, routes, count, title, proof } = finding
  const [worst] = routes
  const route =
    worst === undefined ? '' : ` on ${code(worst.route)}${routes.length > 1 ? ` and ${routes.length - 1} more` : ''}`
  const mark = baseline === undefined ? '' : markOf(id, baseline)
  const cells = [
    severityWords[severity],
    `${mark}${words(title)}${proof === 'none' ? ' (possible, not proven)' : ''}<br>${code(id)}`,
    place(finding),
    words(cause),
    `${counted(count, 'time')}${route}`,
  ]
  return `| ${cells.join(' | ')} |`
}

function markOf(id: string, baseline: NonNullable<RunReport['baseline']>): string {
  if (baseline.new.includes(id)) return '**new** '
  return baseline.expired.includes(id) ? '**expired** ' : ''
}

function place(finding: ReportedFinding): string {
  const text = whereOf(finding)
  return code(
    placeOf(finding).kind !== 'source' && text.length > longestPlace ? `${text.slice(0, longestPlace)}…` : text,
  )
}

function acceptedLine(finding: ReportedFinding): string {
  const { acceptance, id, state } = finding
  const title = `${words(titleOf(finding))} ${code(id)}`
  return acceptance === undefined ? `${title}: ${state}` : `${title}, ${words(acceptanceInWords(acceptance))}`
}

function baselineFolds({ baseline }: RunReport): string[] {
  if (baseline === undefined) return []
  const line = ({ id, title, routes }: BaselineEntry): string =>
    `${words(title)} ${code(id)}, ${routes.map(code).join(', ')}`
  return [
    fold('Fixed: looked for and not seen any more', baseline.fixed.map(line)),
    fold('Accepted, not looked for: not every route of theirs was compared', baseline.notCovered.map(line)),
  ]
}

function fold(summary: string, lines: readonly string[]): string {
  if (lines.length === 0) return ''
  const over = lines.length - mostFolded
  const shown = [...lines.slice(0, mostFolded), ...(over > 0 ? [`and ${over} more`] : [])]
  return details(`${summary} (${lines.length})`, shown.map((line) => `- ${line}`).join('\n'))
}

function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`
}

function footer({ run }: RunReport): string {
  return `<sub>Sosie, run ${code(run.id)}. To accept a finding: ${code('sosie gate --update-baseline')}; see docs/gate.md.</sub>`
}
