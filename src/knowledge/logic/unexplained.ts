import type { Difference } from '../../model/difference.js'
import type { Severity } from '../../model/finding.js'
import type { Cause, Claim, Symptoms } from '../cause.js'
import { groupedBy } from '../../base/grouped.js'

/**
 * The differences that no cause of the catalogue explains, grouped so that one defect becomes one finding: header fields and cookies by
 * name and kind, everything else by route, part and kind.
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

/** Returns one claim for each group. A changed status claims all other differences too, because another page was served. */
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

/** Returns the title of a status finding, with every status change that its pairs show; undefined for any other finding. */
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

/** A status of legacy, and the one that the candidate sends in its place. */
export interface StatusChange {
  readonly legacy: string
  readonly candidate: string
}

const statusGroup = 'status value status'

/** Joins names as in `200, 403 and 404`. */
function listed(names: readonly string[]): string {
  const [last = '', ...before] = [...names].reverse()
  return before.length === 0 ? last : `${before.reverse().join(', ')} and ${last}`
}

/** True for header fields and cookies: they are set in one place for many pages, so that losing one everywhere is a single defect. */
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
