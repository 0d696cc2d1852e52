import { knownSigns } from '../../rows.js'
import type { Recognised } from '../../signs.js'
import type { Difference } from '../../../model/difference.js'
import type { Evidence, Proof, Severity, Sighting } from '../../../model/finding.js'
import { groupedBy } from '../../../base/grouped.js'
import { shortened } from '../../../base/shortened.js'
import type { Statement } from '../../../model/statement.js'
import { digestOf } from '../../../sql/digest.js'
import { errnoInWords } from '../../../sql/errno-words.js'
import { tablesOf } from '../../../sql/tables.js'
import { writtenTablesOf } from '../../../sql/written-tables.js'
import { legacyDiesToo, legacysAnswerTo } from '../../already-failing.js'
import type { Cause, Claim, Symptoms } from '../../cause.js'
import { effectsOfEnding, ofTheBody } from '../../effects.js'
import { evidenceOfPlace, isOfDatabase } from '../../../php/php-error.js'
import { callerOf } from '../../../php/caller.js'
import type { ToldError } from '../../../compare/read/pair.js'

const maxTitleShape = 100

/** A statement that the candidate's server refuses, whether the code throws, shows a message or ignores the error. */
export const statementRefused: Cause = {
  id: 'mysql-statement-refused',
  severity: 'critical',
  name: 'A statement that the new server refuses',
  before: "legacy's server took the statement",
  after: "the candidate's server answers it with an error",
  known:
    "The error number on the candidate's wire, where a tap saw it, whatever the answer looks like. Legacy's statements are those of its own tap or of " +
    'control: where they show the same error, it was already failing; where nobody saw them, it is possible, not proven, unless the page died of it.',
  fix: 'Run the statement on both servers and read the error: the message names what the new version or its sql_mode no longer takes.',
  source: 'MySQL Reference Manual, "Server Error Message Reference"',
  explains: 'answer',
  evidence: {
    errno: { label: "The server's error number" },
    legacysAnswer: {
      label: "Legacy's server, asked the same",
      as: {
        refused: 'refused it too',
        taken: 'took it',
        'not-sent': 'was not asked it in this request',
        unseen: 'not seen: no tap on legacy or control',
      },
    },
    digest: { label: 'Digest of the statement' },
  },
  claims: (symptoms: Symptoms) => {
    const thrown = thrownBy(symptoms)
    const groups = groupedBy(symptoms.refused, keyOf)
    return [...groups.values()].map((statements) => claimOf(statements, thrown, symptoms))
  },
}

/** An uncaught database error, with the refused statement that it was thrown for. */
interface Thrown {
  readonly told: ToldError
  readonly statement: Statement
}

function keyOf({ sql, error }: Statement): string {
  return `${digestOf(sql).digest} ${error?.errno ?? 0}`
}

function thrownBy({ errors, refused }: Symptoms): Thrown | undefined {
  const told = errors.find(({ error }) => isOfDatabase(error))
  if (told === undefined) return undefined
  const quoted = refused.find(({ error }) => error !== undefined && says(told, error.message))
  const statement = quoted ?? refused.at(-1)
  return statement === undefined ? undefined : { told, statement }
}

/** True when the error quotes the server's message. Recordings keep no message, and an empty one does not count. */
function says({ error }: ToldError, message: string): boolean {
  return message !== '' && error.message.includes(message)
}

function claimOf(statements: readonly Statement[], thrown: Thrown | undefined, symptoms: Symptoms): Claim {
  const ended = thrown !== undefined && statements.includes(thrown.statement) ? thrown.told : undefined
  const effects = effectsOf(statements, ended, symptoms)
  return {
    sighting: sightingOf(statements, ended, effects.length > 0, symptoms),
    explains: [...statements, ...effects, ...(ended === undefined ? [] : [ended])],
  }
}

/**
 * Returns the differences that the refusal explains. If the page died of it, these are the effects of ending. If the code went on and
 * legacy's server took the statement, it is what the body, a redirect or a cookie says otherwise: the code went another way. Where legacy's
 * statements were not seen, only what is missing after a read counts.
 */
function effectsOf(
  [first]: readonly Statement[],
  ended: ToldError | undefined,
  { differences, pair }: Symptoms,
): readonly Difference[] {
  if (ended !== undefined || differences.some(isNowAnError)) return effectsOfEnding(differences)
  if (first === undefined) return []
  const answer = legacysAnswerTo(digestOf(first.sql).digest, first.error?.message ?? '', pair)
  const isKnown = knownSigns.ofServer({
    errno: first.error?.errno ?? 0,
    message: first.error?.message ?? '',
    sql: first.sql,
  })
  if (answer === 'taken' || (answer === 'unseen' && isKnown !== undefined))
    return differences.filter(({ part }) => part !== 'status').filter(isOfAnotherWay)
  const reads = writtenTablesOf(first.sql).size === 0 && tablesOf(first.sql).size > 0
  return reads ? differences.filter(({ part, kind }) => part === 'body' && kind === 'missing') : []
}

/** True for what a page says or does otherwise after a statement failed. */
function isOfAnotherWay({ part, path }: Difference): boolean {
  return part === 'body' || part === 'redirect' || part === 'cookies' || (part === 'headers' && ofTheBody.test(path))
}

function isNowAnError({ part, candidate }: Difference): boolean {
  return part === 'status' && Number(candidate) >= 500
}

function sightingOf(
  statements: readonly Statement[],
  ended: ToldError | undefined,
  shows: boolean,
  symptoms: Symptoms,
): Sighting {
  const statement = statements.at(-1) as Statement
  const { sql, error } = statement
  const errno = error?.errno ?? 0
  const { digest, shape } = digestOf(sql)
  const known = knownSigns.ofServer({ errno, message: error?.message ?? '', sql })
  const answer = legacysAnswerTo(digest, error?.message ?? '', symptoms.pair)
  const failing = answer === 'refused' || (ended !== undefined && legacyDiesToo(symptoms.pair, ended.error))
  const name = `Statement refused with ${errnoInWords(errno)}: ${shortened(shape, maxTitleShape)}`
  const { severity, proof, title } = failing
    ? alreadyFailing(name, shows)
    : { title: name, ...weightOf(sql, known, ended, shows || (symptoms.incomparable && ended !== undefined), answer) }
  return {
    cause: failing ? causeOfFailing(ended, symptoms) : (known?.change.id ?? 'mysql-statement-refused'),
    key: keyOf(statement),
    proof: ended?.toldBy === 'log' && !failing ? 'log' : proof,
    severity,
    title,
    evidence: {
      ...placeOf(ended, sql),
      sql,
      digest,
      errno,
      ...messageOf(error?.message, ended),
      legacysAnswer: answer,
      ...(known === undefined ? {} : { hint: known.fix }),
    },
  }
}

/** Names what made an error that legacy ignored end the script: since PHP 8 the drivers throw. */
function causeOfFailing(ended: ToldError | undefined, { pair }: Symptoms): string {
  if (ended === undefined || legacyDied(pair)) return 'mysql-statement-refused'
  if (ended.error.type === 'mysqli_sql_exception') return 'mysqli-report-strict'
  return ended.error.type === 'PDOException' ? 'pdo-errmode-exception' : 'mysql-statement-refused'
}

function legacyDied(pair: Symptoms['pair']): boolean {
  return pair.uncaught('legacy') !== undefined || pair.uncaught('control') !== undefined
}

function alreadyFailing(name: string, shows: boolean): Pick<Sighting, 'severity' | 'proof' | 'title'> {
  const proof = 'signature'
  if (!shows) return { severity: 'info', proof, title: `Was already failing: ${name}` }
  return { severity: 'major', proof, title: `Was already failing, and users get another answer now: ${name}` }
}

/**
 * Rates a refusal that is new. A page that died of it is critical, and so is a lost write. If legacy's statements were not seen, legacy may
 * refuse it too, which is less likely when the error is a known change of the new version.
 */
function weightOf(
  sql: string,
  known: Recognised | undefined,
  ended: ToldError | undefined,
  shows: boolean,
  answer: ReturnType<typeof legacysAnswerTo>,
): { readonly severity: Severity; readonly proof: Proof } {
  if (ended !== undefined && shows) return { severity: 'critical', proof: 'signature' }
  if (answer === 'unseen') return { severity: shows || known !== undefined ? 'major' : 'minor', proof: 'none' }
  return { severity: writtenTablesOf(sql).size > 0 ? 'critical' : 'major', proof: 'signature' }
}

/** Returns the place of the code that issued the statement, because that is where it is fixed; empty if the page did not die of it. */
function placeOf(ended: ToldError | undefined, sql: string): Evidence {
  return ended === undefined ? {} : evidenceOfPlace(callerOf(ended.error, sql), ended.error)
}

function messageOf(message: string | undefined, ended: ToldError | undefined): Evidence {
  if (ended !== undefined) return { message: `${ended.error.type}: ${ended.error.message}` }
  return message === undefined || message === '' ? {} : { message }
}
