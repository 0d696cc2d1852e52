import { digestOf } from '../../sql/digest.js'
import type { Difference } from '../../model/difference.js'
import type { Severity, Sighting } from '../../model/finding.js'
import type { Pair } from '../../model/pair.js'
import type { Cause, Symptoms } from '../cause.js'
import { uncaughtErrorOf } from '../php-error.js'
import { groupedBy } from '../../model/grouped.js'

/**
 * What no cause of the catalogue explains, grouped so that one defect is one line: by the place of an uncaught error where
 * there is one, header fields and cookies by name and kind, all else by route, part and kind.
 */
export const unexplained: Cause = {
  id: 'unexplained',
  severity: 'major',
  name: 'Not explained yet',
  before: 'legacy answered one thing',
  after: 'the candidate answers another',
  known:
    'The answers differ, and neither control nor any cause of the catalogue explains it. The difference itself is a fact.',
  mend: 'Look at the example side by side; the error log and the statements of the candidate are kept with it.',
  source: 'none',
  explains: 'answer',
  sightings: ({ pair, differences }: Symptoms) => {
    if (differences.length === 0) return []
    const error = uncaughtErrorSighting(pair)
    return error === undefined ? bySignature(pair.route, differences) : [error]
  },
}

function uncaughtErrorSighting(pair: Pair): Sighting | undefined {
  const told = uncaughtErrorOf(pair.candidate)
  if (told === undefined) return undefined
  const { type, message } = told.error
  const refused = isSqlError(type) ? pair.candidate.statements.find(({ error }) => error !== undefined) : undefined
  // A refused statement is mended where it was written, which is where the function that asks was called.
  const { file, line } = (refused === undefined ? undefined : told.error.calledFrom) ?? told.error
  const place = `${file.split('/').at(-1) ?? file}:${line}`
  return {
    cause: 'unexplained',
    // Where every page asks through one function, the place where it throws is no defect: the statement that was refused is.
    key: refused === undefined ? `${file}:${line}` : digestOf(refused.sql).digest,
    proof: told.toldBy === 'log' ? 'log' : 'signature',
    severity: 'critical',
    title: `${type} in ${place}: ${message.slice(0, 120)}`,
    evidence: {
      file,
      line,
      message: `${type}: ${message}`,
      ...(refused === undefined ? {} : { sql: refused.sql, errno: refused.error?.errno ?? 0 }),
    },
  }
}

function isSqlError(type: string): boolean {
  return type === 'mysqli_sql_exception' || type === 'PDOException'
}

/** One sighting a part and kind; a status that changed takes the rest with it, since another page was served. */
function bySignature(route: string, differences: readonly Difference[]): Sighting[] {
  const status = differences.find(({ part }) => part === 'status')
  const groups = groupedBy(status === undefined ? differences : [status], groupOf)
  return [...groups].map(([group, members]) => ({
    cause: 'unexplained',
    key: isOfEveryRoute(members) ? group : `${route} ${group}`,
    proof: 'none',
    severity: severityOf(members),
    title: isOfEveryRoute(members) ? titleOf(members) : `${titleOf(members)} in ${route}`,
    evidence: { places: members.length, firstPlace: members[0]?.path ?? '' },
  }))
}

function groupOf({ part, kind, path }: Difference): string {
  return part === 'body' ? `body ${kind}` : `${part} ${kind} ${path}`
}

/** Header fields and cookies are set in one place for many pages: one that is lost on all of them is one defect. */
function isOfEveryRoute([first]: readonly Difference[]): boolean {
  return first?.part === 'headers' || first?.part === 'cookies'
}

function severityOf([first]: readonly Difference[]): Severity {
  if (first?.part === 'status') return Number(first.candidate) >= 500 ? 'critical' : 'major'
  if (first?.kind === 'cut-short' || first?.kind === 'unreadable') return 'critical'
  return first?.part === 'headers' ? 'minor' : 'major'
}

const wordsOfKind: Readonly<Record<Difference['kind'], string>> = {
  value: 'other content',
  type: 'other type',
  missing: 'content missing',
  added: 'content added',
  order: 'other order',
  'cut-short': 'answer cut short',
  unreadable: 'answer not readable',
}

function titleOf(members: readonly Difference[]): string {
  const [first] = members
  if (first?.part === 'status') return `Status ${first.legacy ?? '?'} became ${first.candidate ?? '?'}`
  if (first?.part === 'headers' || first?.part === 'cookies')
    return `${first.part === 'cookies' ? 'Cookie' : 'Header'} ${first.path}: ${wordsOfKind[first.kind]}`
  const words = wordsOfKind[first?.kind ?? 'value']
  return words.charAt(0).toUpperCase() + words.slice(1)
}
