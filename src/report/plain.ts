import { placeOf, proofInWords, usersSee } from '../views/finding-words.js'
import { withVisibleControls } from '../views/harmless.js'
import { counted } from '../base/numbers.js'
import type { ReportedFinding } from '../model/report.js'

/** Puts text on one line with every character visible, so that nothing a stack says can begin a line of its own. */
export function oneLine(text: string): string {
  return withVisibleControls(text.replace(/\s+/g, ' ').replace(/\p{Surrogate}/gu, '\ufffd')).trim()
}

/** Returns where a finding is, as text. */
export function whereOf(finding: ReportedFinding): string {
  const place = placeOf(finding)
  switch (place.kind) {
    case 'source':
      return oneLine(`${place.file}:${place.line}`)
    case 'statement':
      return oneLine(place.sql)
    case 'answer':
      return oneLine(place.text)
  }
}

/** Returns a finding's title with its certainty: `Division by zero in price.php:12 (possible, not proven)`. */
export function titleOf({ title, proof }: ReportedFinding): string {
  return `${oneLine(title)}${proof === 'none' ? ' (possible, not proven)' : ''}`
}

/** Returns `12 times on 3 routes`. */
export function seenOf({ count, routes }: ReportedFinding): string {
  return `${counted(count, 'time')} on ${counted(routes.length, 'route')}`
}

/** Describes a finding for somebody who sees nothing else of the report, one sentence per line. */
export function paragraphOf(finding: ReportedFinding): string {
  const { fix, id, severity, routes } = finding
  const [first] = routes
  return [
    `${titleOf(finding)}.`,
    `Users see: ${oneLine(usersSee(finding))}`,
    `Where: ${whereOf(finding)}`,
    `Seen ${seenOf(finding)}${first === undefined ? '' : `, most often ${oneLine(first.route)}`}.`,
    ...(fix === '' ? [] : [`Fix: ${oneLine(fix)}`]),
    `${severity}, ${proofInWords(finding)}; finding ${id}.`,
  ].join('\n')
}
