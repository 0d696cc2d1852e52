import { isOpen, type Severity } from '../model/finding.js'
import type { ReportedFinding } from '../model/report.js'
import { counted } from '../views/numbers.js'
import { worstFirst } from '../views/order.js'
import type { RenderOptions, ReportFormat } from './format.js'
import { paragraphOf, titleOf } from './plain.js'
import { sourcePlaceOf } from './source-place.js'

type Command = 'error' | 'warning' | 'notice'

const commands: Readonly<Record<Severity, Command>> = {
  critical: 'error',
  major: 'error',
  minor: 'warning',
  info: 'notice',
}

/** GitHub shows as many of each kind in a step, and drops the rest without a word. */
const mostOfAKind = 10

/**
 * Annotations as GitHub's workflow commands, one a line, for what is open. Everything is escaped as its runner wants it, so that no text of a
 * stack can give a command of its own.
 */
export const github: ReportFormat = {
  name: 'github',
  extension: 'txt',
  render: ({ findings }, options = {}) => {
    const open = worstFirst(findings.filter(isOpen))
    const shown = (['error', 'warning', 'notice'] as const).flatMap((command) =>
      open.filter(({ severity }) => commands[severity] === command).slice(0, mostOfAKind),
    )
    const left = open.length - shown.length
    return [
      ...shown.map((finding) => annotation(finding, options)),
      ...(left === 0
        ? []
        : [`${counted(left, 'more finding')} without an annotation: GitHub shows ${mostOfAKind} of a kind.`]),
    ]
      .map((line) => `${line}\n`)
      .join('')
  },
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

/** As @actions/core escapes what follows the second `::`. */
function messageText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function propertyText(text: string): string {
  return messageText(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
