import type { Evidence, Severity, Sighting } from '../../../model/finding.js'
import { shortened } from '../../../base/shortened.js'
import { withoutUsualWords } from '../../../sql/errno-words.js'
import { knownSigns } from '../../rows.js'
import { legacyDiesToo, legacyFails } from '../../already-failing.js'
import type { Cause, Claim, Symptoms } from '../../cause.js'
import { effectsOfEnding } from '../../effects.js'
import { evidenceOfPlace, isOfDatabase, placeInWords, wordsOf } from '../../../php/php-error.js'
import { callerOf } from '../../../php/caller.js'
import { shapeOf } from '../../../php/shape.js'
import type { ToldError } from '../../../compare/read/pair.js'

const maxTitleMessage = 120

/** An uncaught error that ended the candidate's script. If its message is a sign of a row, the sighting names that row as its cause. */
export const uncaughtError: Cause = {
  id: 'php-uncaught-error',
  severity: 'critical',
  name: 'An error that nobody caught',
  before: 'the script ran to its end',
  after: 'PHP ends the script with an uncaught error',
  known:
    "PHP's own words in the candidate's lane's error log or in its page, also where the answer looks whole or could not be compared. " +
    'Where legacy ended with the same error at the same place, or answers with an error too, it was already failing.',
  fix: 'Look at the line: the message says what PHP no longer accepts there. The trace in the log says who called it.',
  source: 'PHP Manual, "Errors in PHP 7+": what is not caught ends the script',
  explains: 'answer',
  evidence: { behind: { label: 'Hidden behind' } },
  claims: (symptoms: Symptoms) => symptoms.errors.flatMap((told) => claimOf(told, symptoms)),
}

function claimOf(told: ToldError, symptoms: Symptoms): Claim[] {
  const effects = effectsOfEnding(symptoms.differences)
  // The same error with the same answer is nothing new.
  if (effects.length === 0 && legacyDiesToo(symptoms.pair, told.error)) return []
  return [{ sighting: sightingOf(told, symptoms, effects.length > 0), explains: [told, ...effects] }]
}

function sightingOf({ error, toldBy }: ToldError, { pair, incomparable }: Symptoms, shows: boolean): Sighting {
  const { type, message } = error
  const place = isOfDatabase(error) ? callerOf(error) : error
  const name = `${type}${placeInWords(place, error)}: ${shortened(withoutUsualWords(message), maxTitleMessage)}`
  const known = { ...evidenceOfPlace(place, error), message: `${type}: ${message}` }
  const isOld = legacyDiesToo(pair, error) || legacyFails(pair)
  const recognised = isOld ? undefined : knownSigns.ofPhp(wordsOf(error))
  const of = (severity: Severity, title: string, evidence: Evidence): Sighting => ({
    cause: recognised?.change.id ?? 'php-uncaught-error',
    key: `${type} ${place.file}:${place.line} ${shapeOf(message)}`,
    proof: toldBy === 'log' ? 'log' : 'signature',
    severity,
    title,
    evidence,
  })
  if (isOld) {
    if (shows) return of('major', `Was already failing, and users get another answer now: ${name}`, known)
    return of('info', `Was already failing: ${name}`, known)
  }
  if (shows || incomparable) return of('critical', name, known)
  const isLegacyHeard = pair.legacysLog.isFollowed || pair.legacy.log !== undefined || pair.control?.log !== undefined
  return of('major', name, {
    ...known,
    behind: "an answer that is the same as legacy's",
    ...(isLegacyHeard ? {} : { hint: 'no error log of legacy or control was followed: legacy may fail too' }),
  })
}
