import type { Difference } from '../../../model/difference.js'
import type { Sighting } from '../../../model/finding.js'
import { legacyDiesToo, legacyFails } from '../../already-failing.js'
import type { Cause, Claim, Symptoms } from '../../cause.js'
import { effectsOfEnding } from '../../effects.js'
import type { PhpError } from '../../../php/php-error.js'
import type { ReadPair, ToldError } from '../../../compare/read/pair.js'

/**
 * How a division by zero shows on PHP 8. Comparing statuses reveals only one of the three: the error's text in a 200 (display_errors on), an
 * empty 500 (off, nothing sent yet), or a 200 that stops without any text (off, output already flushed). The last two do not say why: only
 * the lane's error log proves them.
 */
type Face = 'error-text' | 'empty-500' | 'cut-short'

const seenByFace: Readonly<Record<string, string>> = {
  'error-text': "PHP's error text in the page where content should be; the status says 200, so no monitor notices.",
  'empty-500': 'An empty page with status 500.',
  'cut-short': 'A page that stops half-way: status 200, no error text, the rest is missing.',
} satisfies Record<Face, string>

export const divisionByZero: Cause = {
  id: 'php-division-by-zero',
  severity: 'critical',
  name: 'Division by zero',
  before: '`$a / 0` was INF with a warning, and the page went on',
  after: '`$a / 0` throws DivisionByZeroError, and the page ends there',
  known:
    "PHP's own words in the candidate's page or in its lane's error log. Where no log is followed, an empty or cut answer where legacy " +
    'shows INF or warned of a division by zero is called possible, not proven.',
  fix: 'Guard the divisor before the division: `$b == 0 ? 0 : $a / $b`, or `fdiv($a, $b)` where INF is really meant.',
  source: 'PHP 8.0 UPGRADING, "Saner string to number comparisons / arithmetic": DivisionByZeroError for `/` and `%`',
  explains: 'answer',
  evidence: {
    message: { label: "PHP's message" },
    thrownIn: { label: 'Thrown in' },
    face: {
      label: 'How it shows',
      as: {
        'error-text': "the error's text inside the page, status 200",
        'empty-500': 'an empty answer with status 500',
        'cut-short': 'a page that stops half-way, with no error text',
      },
    },
  },
  usersSee: ({ face }) => seenByFace[String(face)],
  claims: (symptoms: Symptoms) => {
    const told = symptoms.errors.find(({ error }) => isDivisionByZero(error))
    if (told !== undefined) return proven(told, symptoms)
    return symptoms.errors.length > 0 ? [] : possible(symptoms)
  },
}

function isDivisionByZero(error: PhpError): boolean {
  // `%` by zero already threw in PHP 7, with the message "Modulo by zero", so the migration does not change it.
  return error.type === 'DivisionByZeroError' && error.message.startsWith('Division by zero')
}

/** Returns the face of a broken answer; undefined for one that looks whole. */
function faceOf(pair: ReadPair, differences: readonly Difference[]): Face | undefined {
  if (pair.text('candidate').includes('DivisionByZeroError')) return 'error-text'
  if ((pair.candidate.response?.status ?? 0) >= 500) return 'empty-500'
  return differences.some(({ kind }) => kind === 'cut-short') ? 'cut-short' : undefined
}

function proven(told: ToldError, { pair, differences }: Symptoms): Claim[] {
  if (legacyDiesToo(pair, told.error) || legacyFails(pair)) return []
  const { file, line, message } = told.error
  const sighting: Sighting = {
    cause: 'php-division-by-zero',
    key: `${file}:${line}`,
    proof: told.toldBy === 'log' ? 'log' : 'signature',
    severity: 'critical',
    title: `Division by zero in ${file.split('/').at(-1) ?? file}:${line}`,
    evidence: { file, line, message, face: faceOf(pair, differences) ?? 'cut-short' },
  }
  return [{ sighting, explains: [told, ...effectsOfEnding(differences)] }]
}

/** Claims a possible division by zero, but only if no log was followed: a followed log would have shown it. */
function possible({ pair, differences }: Symptoms): Claim[] {
  const effects = effectsOfEnding(differences)
  const face = faceOf(pair, differences)
  if (pair.candidate.log !== undefined || face === undefined || effects.length === 0) return []
  if (!legacyDividedByZero(pair)) return []
  const sighting: Sighting = {
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
  return [{ sighting, explains: effects }]
}

/**
 * True when legacy shows signs of a division by zero: INF or NAN in its page, PHP's warning in its page or log, or an empty body, as when
 * json_encode refuses INF.
 */
function legacyDividedByZero(pair: ReadPair): boolean {
  const { legacy, control } = pair
  const warned = [...(legacy.log ?? []), ...(control?.log ?? [])].some((line) => line.includes('Division by zero'))
  const text = pair.text('legacy')
  return warned || /\b(?:INF|inf|NAN|nan)\b/.test(text) || text.includes('Division by zero') || hasLostItsBody(pair)
}

/** True for an empty answer that could have had a body. An answer to HEAD never has one, nor has a 204 or a 304 (RFC 9110 §6.4.1). */
function hasLostItsBody({ request, legacy }: ReadPair): boolean {
  return request.method !== 'HEAD' && legacy.response?.status === 200 && legacy.response.body.size === 0
}
