import type { Difference } from '../../model/difference.js'
import type { Severity } from '../../model/finding.js'
import type { Cause, Claim, Symptoms } from '../cause.js'
import { groupedBy } from '../../base/grouped.js'

/**
 * What no cause of the catalogue explains, grouped so that one defect is one line: header fields and cookies by name and kind, all
 * else by route, part and kind.
 */
export const unexplained: Cause = {
  id: 'unexplained',
  severity: 'major',
  name: 'Not explained yet',
  before: 'legacy answered one thing',
  after: 'the candidate answers another',
  known:
    'The answers differ, and neither control nor any cause of the catalogue explains it. The difference itself is a fact.',
  fix: 'Look at the example side by side; the error log and the statements of the candidate are kept with it.',
  source: 'none',
  explains: 'answer',
  evidence: {
    statuses: { label: 'Status' },
    places: { label: 'Places that differ' },
    firstPlace: { label: 'First place' },
  },
  claims: ({ pair, differences }: Symptoms) => bySignature(pair.route, differences),
}

/** One sighting a part and kind; a status that changed takes the rest with it, since another page was served. */
function bySignature(route: string, differences: readonly Difference[]): Claim[] {
  const status = differences.find(({ part }) => part === 'status')
  const groups = groupedBy(status === undefined ? differences : [status], groupOf)
  return [...groups].map(([group, members]) => ({
    sighting: {
      cause: 'unexplained',
      key: isOfEveryRoute(members) ? group : `${route} ${group}`,
      proof: 'none',
      severity: severityOf(members),
      title: isOfEveryRoute(members) ? titleOf(members) : `${titleOf(members)} in ${route}`,
      evidence: { places: members.length, firstPlace: members[0]?.path ?? '' },
    },
    explains: status === undefined ? members : differences,
  }))
}

function groupOf({ part, kind, path }: Difference): string {
  return part === 'body' ? `body ${kind}` : `${part} ${kind} ${path}`
}

/** The title of a finding, told of every status that its pairs lost; undefined where it is no finding of a status. */
export function titleOfStatuses(key: string, changes: readonly StatusChange[]): string | undefined {
  if (!key.endsWith(` ${statusGroup}`) || changes.length === 0) return undefined
  const route = key.slice(0, -statusGroup.length - 1)
  const byCandidate = groupedBy(changes, ({ candidate }) => candidate)
  const parts = [...byCandidate].map(([candidate, those]) => {
    const before = those.map(({ legacy }) => legacy)
    return `${listed(before)} became ${candidate}`
  })
  return `Status ${parts.join(', ')} in ${route}`
}

/** A status that became another one. */
export interface StatusChange {
  readonly legacy: string
  readonly candidate: string
}

const statusGroup = 'status value status'

/** `200, 403 and 404`. */
function listed(names: readonly string[]): string {
  const [last = '', ...before] = [...names].reverse()
  return before.length === 0 ? last : `${before.reverse().join(', ')} and ${last}`
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
