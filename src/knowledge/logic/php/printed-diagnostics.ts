import type { Difference } from '../../../model/difference.js'
import type { Severity, Sighting } from '../../../model/finding.js'
import { groupedBy } from '../../../base/grouped.js'
import { shortened } from '../../../base/shortened.js'
import { knownSigns } from '../../rows.js'
import type { Cause, Claim, Symptoms } from '../../cause.js'
import { evidenceOfPlace, placeInWords } from '../../../php/php-error.js'
import { isFatal, type PhpDiagnostic } from '../../../php/diagnostic.js'
import { isSameLine } from '../../../php/place.js'
import { effectsOfPrinting, saysHeadersSent, type PrintingEffects } from '../../printing-effects.js'
import { shapeOf } from '../../../php/shape.js'
import type { PairLeg, ReadPair } from '../../../compare/read/pair.js'

const maxTitleMessage = 120

/** A warning, notice or deprecation that is printed into the answer, and what it breaks there. */
export const printedDiagnostics: Cause = {
  id: 'php-printed-diagnostics',
  severity: 'major',
  name: 'A message of PHP in the page',
  before: 'PHP had nothing to say at this line, or said it in the log alone',
  after: "PHP, or the application's own error handler, prints a warning, notice or deprecation into the answer",
  known:
    "PHP's own words with file and line in the candidate's page, and none of the same line in legacy's. What is the same once the printed words are taken out follows from them; " +
    'where they come before the page, so do cookies, redirects, header fields and a status that are missing: headers were sent already.',
  fix: 'Correct the line; the message says what it does. Never show messages to users (display_errors=0): log them.',
  source: 'PHP Manual, "Error Handling and Logging: Runtime Configuration", display_errors; "header()"',
  explains: 'answer',
  evidence: { level: { label: "PHP's word for it" }, effects: { label: 'What it breaks' } },
  claims: (symptoms: Symptoms) => claimsOf(symptoms),
}

function claimsOf(symptoms: Symptoms): Claim[] {
  const { pair, differences } = symptoms
  const printed = messagesOf(pair, 'candidate')
  if (printed.length === 0) return []
  const effects = effectsOfPrinting(pair, differences)
  const others = [...messagesOf(pair, 'legacy'), ...messagesOf(pair, 'control')]
  const isNew = (one: PhpDiagnostic): boolean => !others.some((other) => isSameLine(one, other))
  const news = printed.filter(isNew)
  if (news.length === 0) return saidOnBoth(printed, effects)
  // "Headers already sent" is only a consequence of an earlier message, so it does not count by itself.
  const own = news.filter((one) => !saysHeadersSent(one))
  const groups = [...groupedBy(own.length === 0 ? news : own, keyOf).values()]
  return groups.map(([first], index) => {
    const shown = index === 0 ? effects : { ...effects, explains: [], words: [], isBroken: false }
    return { sighting: sightingOf(first as PhpDiagnostic, shown, pair), explains: shown.explains }
  })
}

/** Claims messages that legacy prints at the same lines in other words, as wording differs between PHP versions. Users saw them before. */
function saidOnBoth(printed: readonly PhpDiagnostic[], { explains }: PrintingEffects): Claim[] {
  const [first] = printed
  if (first === undefined || explains.length === 0) return []
  const sighting: Sighting = {
    cause: causeOf(first),
    key: keyOf(first),
    proof: 'signature',
    severity: 'minor',
    title: `Was printed already, in other words: ${nameOf(first)}`,
    evidence: { ...evidenceOfPlace(first, first), level: first.level, message: first.message },
  }
  return [{ sighting, explains }]
}

function sightingOf(said: PhpDiagnostic, { words, isBroken, explains }: PrintingEffects, pair: ReadPair): Sighting {
  const isLogged = (['legacy', 'control'] as const).some((leg) =>
    pair.logged(leg).some((other) => isSameLine(said, other)),
  )
  return {
    cause: causeByEffect(said, words) ?? (isLogged ? 'infra-display-errors' : causeOf(said)),
    key: keyOf(said),
    proof: 'signature',
    severity: severityOf(isBroken, explains),
    title: nameOf(said),
    evidence: {
      ...evidenceOfPlace(said, said),
      level: said.level,
      message: said.message,
      ...(words.length === 0 ? {} : { effects: words }),
      ...(isLogged ? { hint: 'legacy logs the same and does not show it: display_errors' } : {}),
    },
  }
}

/** Returns the cause for a notice of deprecation that breaks something: what it breaks matters more than what it says. */
function causeByEffect({ level }: PhpDiagnostic, words: readonly string[]): string | undefined {
  if (level !== 'Deprecated' || words.length === 0) return undefined
  return words.some((word) => word.includes('cannot be read'))
    ? 'php-deprecated-breaks-json'
    : 'php-deprecated-eats-headers'
}

function causeOf({ level, message }: PhpDiagnostic): string {
  return knownSigns.ofPhp({ level, message })?.change.id ?? 'php-printed-diagnostics'
}

function severityOf(isBroken: boolean, explains: readonly Difference[]): Severity {
  if (isBroken) return 'critical'
  return explains.length > 0 ? 'major' : 'minor'
}

function messagesOf(pair: ReadPair, leg: PairLeg): PhpDiagnostic[] {
  return pair
    .printed(leg)
    .map(({ diagnostic }) => diagnostic)
    .filter((said) => !isFatal(said))
}

function keyOf({ file, line, message }: PhpDiagnostic): string {
  return `${file}:${line} ${shapeOf(message)}`
}

function nameOf(said: PhpDiagnostic): string {
  return `${said.level} printed${placeInWords(said, said)}: ${shortened(said.message, maxTitleMessage)}`
}
