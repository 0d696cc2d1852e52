import { whyUnanswered } from '../diagnose/gate/gate.js'
import { isOpen, type Severity } from '../model/finding.js'
import type { ReportedFinding, RunReport } from '../model/report.js'
import { whyNotWhole } from '../model/whole.js'
import { counted } from '../base/numbers.js'
import { worstFirst } from '../views/order.js'
import type { RenderOptions, ReportFormat } from './format.js'
import { oneLine, paragraphOf, titleOf } from './plain.js'
import { sourcePlaceOf } from './source-place.js'

type Command = 'error' | 'warning' | 'notice'

const commands: Readonly<Record<Severity, Command>> = {
  critical: 'error',
  major: 'error',
  minor: 'warning',
  info: 'notice',
}

/** GitHub shows this many annotations of each kind per step, and silently drops the rest. */
const maxOfAKind = 10

/**
 * GitHub workflow commands, one per line, for open findings and for a lack of proof. Everything is escaped as GitHub's runner requires, so
 * that no text from a stack can issue a command.
 */
export const github: ReportFormat = {
  name: 'github',
  extension: 'txt',
  render: (report, options = {}) => {
    const { findings } = report
    const open = worstFirst(findings.filter(isOpen))
    const proof = proofAnnotations(report)
    const shown = (['error', 'warning', 'notice'] as const).flatMap((command) => {
      const room = maxOfAKind - proof.filter((line) => line.startsWith(`::${command} `)).length
      return open.filter(({ severity }) => commands[severity] === command).slice(0, room)
    })
    const left = open.length - shown.length
    return [
      ...proof,
      ...shown.map((finding) => annotation(finding, options)),
      ...(left === 0
        ? []
        : [`${counted(left, 'more finding')} without an annotation: GitHub shows ${maxOfAKind} of a kind.`]),
    ]
      .map((line) => `${line}\n`)
      .join('')
  },
}

/** Returns annotations saying that there is no proof either way, or that not everything was compared. */
function proofAnnotations(report: RunReport): string[] {
  const unanswered = whyUnanswered(report.gate)
  const partial = whyNotWhole(report).filter((text) => !unanswered.includes(text))
  return [
    ...unanswered.map((text) => `::error title=No proof either way::${messageText(oneLine(text))}`),
    ...partial.map((text) => `::warning title=Not all was compared::${messageText(oneLine(text))}`),
  ]
}

function annotation(finding: ReportedFinding, options: RenderOptions): string {
  const place = sourcePlaceOf(finding, options)
  const properties = {
    ...(place?.inside === true ? { file: place.path, line: String(place.line) } : {}),
    title: titleOf(finding),
  }
  const written = Object.entries(properties).map(([name, value]) => `${name}=${propertyText(value)}`)
  return `::${commands[finding.severity]} ${written.join(',')}::${messageText(paragraphOf(finding))}`
}

/** Escapes the message after the second `::`, as @actions/core does. */
function messageText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function propertyText(text: string): string {
  return messageText(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
