import { digestOf } from '../../../sql/digest.js'
import { isCacheable } from '../../../sql/cacheable.js'
import { isSafeToRepeat } from '../../../sql/safe-to-repeat.js'
import type { Pair } from '../../../model/pair.js'
import type { ProbeQuestion, Sighting } from '../../../model/finding.js'
import type { Statement } from '../../../model/statement.js'
import type { Cause, Symptoms, Thresholds } from '../../cause.js'

/**
 * A page that lives off MySQL 5.7's query cache: the wire shows statements that cost legacy next to nothing and the
 * candidate a lot. That alone is a suspicion (a cold index looks the same); the proof is the counterfactual, legacy with
 * its cache off, which only a probe can ask (`decideQueryCache`).
 */
export const queryCacheDependence: Cause = {
  id: 'query-cache-dependence',
  severity: 'critical',
  name: 'Lives off the query cache',
  before: "MySQL 5.7's query cache answered the repeated statement in a fraction of a millisecond",
  after: 'MySQL 8 has no query cache: every repetition is executed',
  known:
    'The statements were seen on the wire on both sides. Proven by repeating the request on legacy with its query cache ' +
    "switched off for that session: legacy then takes the candidate's time.",
  mend: 'Run the statement once per request and keep its result (a static variable or a property); cache it in the application or add an index where it stays slow.',
  source: 'MySQL 8.0 Reference Manual, "What Is New in MySQL 8.0": query cache removed',
  explains: 'time',
  sightings: ({ pair, thresholds }: Symptoms) => suspects(pair, thresholds).map((suspect) => sightingOf(pair, suspect)),
  questions: ({ pair, thresholds }: Symptoms): readonly ProbeQuestion[] =>
    suspects(pair, thresholds)
      .filter(({ sql }) => isSafeToRepeat(sql))
      .map((suspect) => ({
        kind: 'query-cache',
        cause: 'query-cache-dependence',
        key: suspect.digest,
        sql: suspect.sql,
        lostMs: slowerBy(pair, suspect),
      })),
}

/** The statements of one digest in one request, on both sides. */
interface Suspect {
  readonly digest: string
  /** The text that ran most often. */
  readonly sql: string
  /** How often that text ran. */
  readonly identical: number
  readonly candidateMs: number
  /** Undefined where no tap saw legacy's side. */
  readonly legacyMs: number | undefined
}

function suspects(pair: Pair, thresholds: Thresholds): Suspect[] {
  if (pair.candidate.attribution !== 'exact') return []
  const floor = Math.max(thresholds.minimumGapMs, pair.candidate.timing.total * thresholds.minimumGapShare)
  return [...cacheableByDigest(pair.candidate.statements)]
    .map(([digest, statements]) => suspectOf(pair, digest, statements))
    .filter((suspect) => slowerBy(pair, suspect) >= floor && servedFromCache(suspect, thresholds))
}

function cacheableByDigest(statements: readonly Statement[]): Map<string, Statement[]> {
  const groups = new Map<string, Statement[]>()
  for (const statement of statements) {
    if (!isCacheable(statement.sql)) continue
    const { digest } = digestOf(statement.sql)
    const group = groups.get(digest)
    if (group === undefined) groups.set(digest, [statement])
    else group.push(statement)
  }
  return groups
}

function suspectOf(pair: Pair, digest: string, statements: readonly Statement[]): Suspect {
  const [sql, identical] = mostRepeated(statements)
  const onLegacy = pair.control?.attribution === 'exact' ? pair.control.statements : undefined
  const sameShape = onLegacy?.filter((statement) => digestOf(statement.sql).digest === digest)
  const legacyMs = sameShape === undefined || sameShape.length === 0 ? undefined : sumMs(sameShape)
  return { digest, sql, identical, candidateMs: sumMs(statements), legacyMs }
}

/** Milliseconds that the candidate lost; without a tap on legacy's side its whole response bounds what it may have spent. */
function slowerBy(pair: Pair, suspect: Suspect): number {
  return suspect.candidateMs - (suspect.legacyMs ?? pair.legacy.timing.total)
}

/** Legacy's time is what a cache would take. Unseen, only a text that repeats within the request is worth a suspicion. */
function servedFromCache(suspect: Suspect, thresholds: Thresholds): boolean {
  if (suspect.legacyMs === undefined) return suspect.identical > 1
  return suspect.candidateMs >= suspect.legacyMs * thresholds.cacheFactor
}

function mostRepeated(statements: readonly Statement[]): [sql: string, times: number] {
  const counts = new Map<string, number>()
  for (const { sql } of statements) counts.set(sql, (counts.get(sql) ?? 0) + 1)
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ['', 0])
}

function sumMs(statements: readonly Statement[]): number {
  return statements.reduce((sum, { ms }) => sum + ms, 0)
}

function sightingOf(pair: Pair, suspect: Suspect): Sighting {
  return {
    cause: 'query-cache-dependence',
    key: suspect.digest,
    proof: 'none',
    severity: 'critical',
    title: titleOf(suspect),
    evidence: {
      route: pair.route,
      statements: pair.candidate.statements.filter(({ sql }) => isSelect(sql)).length,
      identical: suspect.identical,
      sql: suspect.sql,
      legacyCachedMs: suspect.legacyMs === undefined ? null : round(suspect.legacyMs),
      legacyUncachedMs: null,
      candidateMs: round(suspect.candidateMs),
      sharePercent: null,
    },
  }
}

function titleOf({ sql, identical }: Suspect): string {
  const table = /\bFROM\s+`?([\w.]+)/i.exec(sql)?.[1]
  const what = table === undefined ? 'SELECT' : `SELECT on ${table}`
  return identical > 1
    ? `The same ${what} runs ${identical} times a request, and legacy's query cache hides it`
    : `A ${what} is slow, and legacy's query cache hides it`
}

function isSelect(sql: string): boolean {
  return /^[\s(]*SELECT\b/i.test(sql)
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100
}
