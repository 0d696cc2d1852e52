import type { Difference } from '../../../model/difference.js'
import type { Exchange } from '../../../model/exchange.js'
import type { Pair } from '../../../model/pair.js'
import type { Sighting } from '../../../model/finding.js'
import type { Cause, Symptoms } from '../../cause.js'
import { textOf, uncaughtErrorOf, type PhpError } from '../../php-error.js'

/**
 * Division by zero has three faces on PHP 8, and a comparison of statuses sees one of them: the error's text in a 200
 * (display_errors on), an empty 500 (off, nothing sent yet), and a 200 that stops with no text at all (off, output already
 * flushed). The last two say nothing of why: only the lane's error log proves them.
 */
type Face = 'error-text' | 'empty-500' | 'cut-short'

export const divisionByZero: Cause = {
  id: 'php-division-by-zero',
  severity: 'critical',
  name: 'Division by zero',
  before: '`$a / 0` was INF with a warning, and the page went on',
  after: '`$a / 0` throws DivisionByZeroError, and the page ends there',
  known:
    "PHP's own words in the candidate's page or in its lane's error log. Without a log, an empty or cut answer where legacy " +
    'shows INF or warned of a division by zero is called possible, not proven.',
  mend: 'Guard the divisor before the division: `$b == 0 ? 0 : $a / $b`, or `fdiv($a, $b)` where INF is really meant.',
  source: 'PHP 8.0 UPGRADING, "Saner string to number comparisons / arithmetic": DivisionByZeroError for `/` and `%`',
  explains: 'answer',
  sightings: ({ pair, differences }: Symptoms) => {
    const face = faceOf(pair.candidate, differences)
    const told = uncaughtErrorOf(pair.candidate)
    if (told !== undefined) return isDivisionByZero(told.error) && !alsoOnLegacy(pair) ? [provenBy(told, face)] : []
    const broken = face !== undefined && differences.length > 0
    return broken && legacyDividedByZero(pair) ? [possible(pair, face)] : []
  },
}

function isDivisionByZero(error: PhpError): boolean {
  // `%` by zero threw in PHP 7 already, with the message "Modulo by zero": not a change of the migration.
  return error.type === 'DivisionByZeroError' && error.message.startsWith('Division by zero')
}

function alsoOnLegacy(pair: Pair): boolean {
  return [pair.legacy, pair.control].some((leg) => leg !== undefined && uncaughtErrorOf(leg) !== undefined)
}

/** The face of a broken answer, undefined for one that looks whole. */
function faceOf(candidate: Exchange, differences: readonly Difference[]): Face | undefined {
  if (textOf(candidate).includes('DivisionByZeroError')) return 'error-text'
  if ((candidate.response?.status ?? 0) >= 500) return 'empty-500'
  return differences.some(({ kind }) => kind === 'cut-short') ? 'cut-short' : undefined
}

function provenBy(told: { error: PhpError; toldBy: 'page' | 'log' }, face: Face | undefined): Sighting {
  const { file, line, message } = told.error
  return {
    cause: 'php-division-by-zero',
    key: `${file}:${line}`,
    proof: told.toldBy === 'log' ? 'log' : 'signature',
    severity: 'critical',
    title: `Division by zero in ${file.split('/').at(-1) ?? file}:${line}`,
    evidence: { file, line, message, face: face ?? 'cut-short' },
  }
}

/**
 * Where no log speaks: legacy's page shows the INF or NAN that a division by zero leaves, legacy's log warned of it, or
 * legacy's JSON is empty because json_encode refuses INF.
 */
function legacyDividedByZero({ legacy, control }: Pair): boolean {
  const warned = [...(legacy.log ?? []), ...(control?.log ?? [])].some((line) => line.includes('Division by zero'))
  const text = textOf(legacy)
  const emptyJson = legacy.response?.body.size === 0 && legacy.response.status === 200
  return warned || /\b(?:INF|inf|NAN|nan)\b/.test(text) || text.includes('Division by zero') || emptyJson
}

function possible(pair: Pair, face: Face): Sighting {
  return {
    cause: 'php-division-by-zero',
    key: `${pair.route} ${face}`,
    proof: 'none',
    severity: 'critical',
    title: `Possible division by zero in ${pair.route}`,
    evidence: {
      face,
      hint: 'legacy shows or logged what a division by zero leaves; no error log of the candidate was followed',
    },
  }
}
