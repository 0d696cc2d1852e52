import type { BaselineEntry } from '../model/baseline.js'
import { isOpen, type WithdrawnFinding } from '../model/finding.js'
import type { ReportedFinding, RunReport } from '../model/report.js'
import { decisionWords } from '../views/decision-words.js'
import { acceptanceInWords, followersOf, placeOf, proofInWords, usersSee } from '../views/finding-words.js'
import { counted } from '../base/numbers.js'
import { groupFindings, fixFirst, worstFirst } from '../views/order.js'
import { severityWords } from '../views/words.js'
import type { ReportFormat } from './format.js'
import { code, prose, words } from './markdown-text.js'
import { titleOf, whereOf } from './plain.js'

/** Findings in the table, and reasons of the gate; the rest is folded or counted. */
const maxAtOnce = 10
/** Number of lines in each fold. Tried in this order until the whole text fits. */
const maxFolded = [100, 20, 5, 0]
/** Maximum length in characters: GitHub accepts comments of 65,536, other forges longer ones. */
const longest = 60_000
/** Longest title, route or statement, in characters. */
const maxTextLength = 160

/** For merge requests: the decision, why, what to fix first, what is new, and the rest folded. */
export const markdown: ReportFormat = {
  name: 'markdown',
  extension: 'md',
  render: (report) => {
    const texts = maxFolded.map((max) => () => summaryText(report, max))
    const fitting = texts.find((text) => text().length <= longest) ?? texts.at(-1)
    return fitting?.() ?? ''
  },
}

function summaryText(report: RunReport, max: number): string {
  const parts = [
    decision(report),
    reasons(report),
    first(report),
    table(report, max),
    fold('Accepted, does not count', groupFindings(report.findings).settled.map(acceptedLine), max),
    fold('Told and withdrawn', report.withdrawn.map(withdrawnLine), max),
    ...baselineFolds(report, max),
    fold('Remarks of the gate', report.gate.remarks.map(short), max),
    footer(report),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** Escapes foreign text, cut to what a table cell holds. */
function short(text: string): string {
  return words(clipped(text))
}

function clipped(text: string): string {
  return text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text
}

function decision(report: RunReport): string {
  const { verdict, sentence } = decisionWords(report)
  const { compared, mirrored } = report.totals
  const { legacy, candidate } = report.run
  return [
    `## ${verdict === 'Go' ? '✅' : '❌'} ${verdict}: ${words(sentence)}`,
    '',
    `${code(clipped(candidate))} against ${code(clipped(legacy))}: ${counted(compared, 'request')} compared of ${counted(mirrored, 'mirrored one')}.${tally(report)}`,
  ].join('\n')
}

/** Returns what changed against the baseline; empty without one. */
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
  if (gate.reasons.length === 0) return ''
  const over = gate.reasons.length - maxAtOnce
  const lines = [...gate.reasons.slice(0, maxAtOnce).map(words), ...(over > 0 ? [`and ${over} more`] : [])]
  return ['**Why the gate says no**', '', ...lines.map((line) => `- ${line}`)].join('\n')
}

function first({ findings }: RunReport): string {
  const finding = fixFirst(findings)
  if (finding === undefined) return ''
  const fix = finding.fix === '' ? '' : `\n\n${prose(finding.fix)}`
  return [
    `**Fix this first**: ${short(titleOf(finding))}, in ${place(finding)}`,
    `${short(usersSee(finding))} It is ${words(proofInWords(finding))}.${fix}`,
  ].join('\n\n')
}

function table(report: RunReport, max: number): string {
  const open = worstFirst(report.findings.filter(isOpen))
  if (open.length === 0) return ''
  const head = ['| | Finding | Where | Cause | Seen |', '|---|---|---|---|---|']
  const rows = open.map((finding) => () => row(finding, report))
  const shown = [...head, ...rows.slice(0, maxAtOnce).map((write) => write())].join('\n')
  const rest = rows.slice(maxAtOnce)
  if (rest.length === 0) return shown
  const over = rest.length - max
  const note = over > 0 ? `${counted(over, 'more finding')} in the full report.` : ''
  const folded = max === 0 ? '' : [...head, ...rest.slice(0, max).map((write) => write())].join('\n')
  const body = [folded, note].filter((part) => part !== '').join('\n\n')
  return [shown, details(counted(rest.length, 'more finding'), body)].join('\n\n')
}

function row(finding: ReportedFinding, { baseline }: RunReport): string {
  const { id, severity, cause, routes, count, title, proof } = finding
  const [worst] = routes
  const route =
    worst === undefined
      ? ''
      : ` on ${code(clipped(worst.route))}${routes.length > 1 ? ` and ${routes.length - 1} more` : ''}`
  const mark = baseline === undefined ? '' : markOf(id, baseline)
  const cells = [
    severityWords[severity],
    `${mark}${short(title)}${proof === 'none' ? ' (possible, not proven)' : ''}<br>${code(id)}`,
    place(finding),
    short(cause),
    `${counted(count, 'time')}${route}${follows(finding)}`,
  ]
  return `| ${cells.join(' | ')} |`
}

function follows(finding: ReportedFinding): string {
  return finding.followedBy === undefined ? '' : `, ${counted(followersOf(finding), 'pair')} more follow from it`
}

function markOf(id: string, baseline: NonNullable<RunReport['baseline']>): string {
  if (baseline.new.includes(id)) return '**new** '
  return baseline.expired.includes(id) ? '**expired** ' : ''
}

/** Returns where a finding is. A long file path keeps its end, which says more than its beginning. */
function place(finding: ReportedFinding): string {
  const text = whereOf(finding)
  if (placeOf(finding).kind !== 'source') return code(clipped(text))
  return code(text.length > maxTextLength ? `…${text.slice(-maxTextLength)}` : text)
}

function acceptedLine(finding: ReportedFinding): string {
  const { acceptance, id, state } = finding
  const title = `${short(titleOf(finding))} ${code(id)}`
  return acceptance === undefined ? `${title}: ${state}` : `${title}, ${short(acceptanceInWords(acceptance))}`
}

function withdrawnLine({ id, title, reason }: WithdrawnFinding): string {
  return `${short(title)} ${code(id)}: ${words(reason)}`
}

function baselineFolds({ baseline }: RunReport, max: number): string[] {
  if (baseline === undefined) return []
  const line = ({ id, title, routes }: BaselineEntry): string =>
    `${short(title)} ${code(id)}, ${counted(routes.length, 'route')}`
  return [
    fold('Fixed: looked for and not seen any more', baseline.fixed.map(line), max),
    fold('Accepted, not looked for: not every route of theirs was compared', baseline.notCovered.map(line), max),
  ]
}

function fold(summary: string, lines: readonly string[], max: number): string {
  if (lines.length === 0) return ''
  const over = lines.length - max
  const shown = [...lines.slice(0, max), ...(over > 0 ? [`${over} more in the full report`] : [])]
  return details(`${summary} (${lines.length})`, shown.map((line) => `- ${line}`).join('\n'))
}

function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`
}

function footer({ run }: RunReport): string {
  return `<sub>Sosie, run ${code(clipped(run.id))}. To accept a finding: ${code('sosie gate --update-baseline')}; see docs/gate.md.</sub>`
}
