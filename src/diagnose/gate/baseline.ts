import { hasExpired } from '../../compare/noise/rules.js'
import type { BaselineEntry } from '../../model/baseline.js'
import { isOpen } from '../../model/finding.js'
import type { ReportedBaseline, ReportedFinding, ReportedRoute, RunReport } from '../../model/report.js'
import { causeOf } from '../../knowledge/registry.js'

const dayMs = 24 * 60 * 60 * 1000
/** Days before its expiry during which an entry is announced. */
const noticeDays = 14
/** Max routes that an entry names: enough to tell whether it was looked for, few enough to read. */
const maxRoutes = 20

export interface Compared {
  readonly findings: readonly ReportedFinding[]
  readonly baseline: ReportedBaseline
}

/**
 * Marks the findings that are still accepted, and lists what is new, accepted, expired, fixed or was not looked for.
 *
 * @param at Milliseconds since the epoch.
 */
export function compareWithBaseline(
  { findings, routes }: Pick<RunReport, 'findings' | 'routes'>,
  entries: readonly BaselineEntry[],
  at: number,
): Compared {
  const known = new Map(entries.map((entry) => [entry.id, entry]))
  const seen = new Set(findings.map(({ id }) => id))
  const unseen = entries.filter(({ id }) => !seen.has(id))
  const open = findings.filter(isOpen)
  const holds = (id: string): boolean => {
    const entry = known.get(id)
    return entry !== undefined && !hasExpired(entry, at)
  }
  const idsOf = (those: readonly ReportedFinding[]): string[] => those.map(({ id }) => id)
  return {
    findings: findings.map((finding) => (isOpen(finding) ? accepted(finding, known.get(finding.id), at) : finding)),
    baseline: {
      new: idsOf(open.filter(({ id }) => !known.has(id))),
      accepted: idsOf(open.filter(({ id }) => holds(id))),
      expired: idsOf(open.filter(({ id }) => known.has(id) && !holds(id))),
      fixed: unseen.filter((entry) => wasLookedFor(entry, routes)),
      notCovered: unseen.filter((entry) => !wasLookedFor(entry, routes)),
    },
  }
}

function accepted(finding: ReportedFinding, entry: BaselineEntry | undefined, at: number): ReportedFinding {
  if (entry === undefined || hasExpired(entry, at)) return finding
  const { reason, author, expires } = entry
  return { ...finding, state: 'accepted', acceptance: { by: 'baseline', reason, author, expires } }
}

/** True when the run would have seen the defect; only then does not having seen it mean anything. */
function wasLookedFor({ cause, routes: wanted }: BaselineEntry, routes: readonly ReportedRoute[]): boolean {
  const byTime = causeOf(cause)?.explains === 'time'
  const covered = new Set(
    routes.filter(({ pairs, ratio }) => pairs > 0 && (!byTime || ratio !== null)).map(({ route }) => route),
  )
  return wanted.length > 0 && wanted.every((route) => covered.has(route))
}

/** Reports the entries that will expire soon. */
export function baselineRemarks(entries: readonly BaselineEntry[], at: number): string[] {
  return entries
    .filter((entry) => !hasExpired(entry, at) && hasExpired(entry, at + noticeDays * dayMs))
    .map(
      ({ id, title, expires }) => `The baseline accepts "${title}" (${id}) until ${expires}: fix it or renew it soon.`,
    )
}

export interface BaselineUpdate {
  /** In the order of the file. */
  readonly entries: readonly BaselineEntry[]
  readonly added: readonly BaselineEntry[]
  readonly renewed: readonly BaselineEntry[]
  readonly removed: readonly BaselineEntry[]
}

export type Signature = Pick<BaselineEntry, 'reason' | 'author' | 'expires'>

/**
 * Returns the baseline after a run: open findings are accepted, expired entries renewed, fixed ones removed. Entries that are in force,
 * and those that were not looked for, stay as they are.
 *
 * @param only Ids of the findings to accept; absent: all that are open.
 */
export function updatedBaseline(
  { findings, baseline }: Pick<RunReport, 'findings' | 'baseline'>,
  entries: readonly BaselineEntry[],
  signature: Signature,
  only?: readonly string[],
): BaselineUpdate {
  const wanted = (id: string): boolean => only === undefined || only.includes(id)
  const fixed = new Set(baseline?.fixed.map(({ id }) => id))
  const known = new Set(entries.map(({ id }) => id))
  const acceptable = findings.filter((finding) => isOpen(finding) && wanted(finding.id))
  const written = acceptable.map((finding) => entryOf(finding, signature))
  const writtenIds = new Set(written.map(({ id }) => id))
  const kept = entries.filter(({ id }) => !fixed.has(id) && !writtenIds.has(id))
  return {
    entries: [...kept, ...written].sort(byCauseThenId),
    added: written.filter(({ id }) => !known.has(id)),
    renewed: written.filter(({ id }) => known.has(id)),
    removed: entries.filter(({ id }) => fixed.has(id)),
  }
}

function entryOf({ id, cause, title, routes }: ReportedFinding, signature: Signature): BaselineEntry {
  const named = routes.slice(0, maxRoutes).map(({ route }) => route)
  return { id, cause, title, routes: named.sort(), ...signature }
}

function byCauseThenId(one: BaselineEntry, other: BaselineEntry): number {
  if (one.cause !== other.cause) return one.cause < other.cause ? -1 : 1
  if (one.id === other.id) return 0
  return one.id < other.id ? -1 : 1
}
