import type { QueryCacheMeasurement } from '../diagnose/query-cache-proof.js'
import type { Exchange } from '../model/exchange.js'
import type { ProbeQuestion } from '../model/finding.js'
import type { Request } from '../model/http.js'
import type { AskDatabase, AskLeg } from '../model/ports.js'
import type { Statement } from '../model/statement.js'
import { digestOf } from '../sql/digest.js'
import { isSafeToRepeat } from '../sql/safe-to-repeat.js'

/** MySQL 5.7 Reference Manual, 8.10.3.3: OFF for the session, the global cache stays as it is. */
const cacheOff = 'SET SESSION query_cache_type=OFF'

export interface QueryCacheProbe {
  readonly ask: AskLeg
  /** True where control's lanes are tapped: then the whole request is repeated with the cache off. */
  readonly controlTapped: boolean
  /** Opens a session on legacy's database, where a DSN was given. */
  readonly openLegacy?: () => Promise<AskDatabase>
  readonly repeats: number
}

/** Repeats one request on legacy with its cache on and off, and on the candidate; undefined where nothing can be asked. */
export async function measureQueryCache(
  probe: QueryCacheProbe,
  question: ProbeQuestion,
  request: Request,
  route: string,
): Promise<QueryCacheMeasurement | undefined> {
  const rounds = probe.controlTapped ? await throughTap(probe, request) : await throughSession(probe, request)
  if (rounds === undefined || rounds.length === 0) return undefined
  const suspect = (statements: readonly Statement[]): number => sumMs(statements.filter(hasDigest(question.key)))
  const selects = selectsOf(rounds[0]?.candidate.statements ?? [])
  return {
    sql: question.sql,
    route,
    method: probe.controlTapped ? 'tap' : 'session',
    statements: selects.length,
    identical: selects.filter(({ sql }) => sql === question.sql).length,
    repeats: rounds.length,
    page: timesOf(rounds, (statements) => sumMs(selectsOf(statements))),
    suspect: timesOf(rounds, suspect),
    candidateResponseMs: median(rounds.map(({ candidate }) => candidate.timing.total)),
  }
}

/** One round asks each side once, so that what slows the machine for a while slows all of them. */
interface Round {
  readonly cached: readonly Statement[]
  readonly uncached: readonly Statement[]
  readonly candidate: Exchange
}

async function throughTap({ ask, repeats }: QueryCacheProbe, request: Request): Promise<Round[] | undefined> {
  await ask('control', request) // fills the cache, as the traffic of a live site would have
  const rounds: Round[] = []
  for (let round = 0; round < repeats; round += 1) {
    const cached = await ask('control', request)
    const uncached = await ask('control', request, { sessionStatement: cacheOff })
    const candidate = await ask('candidate', request)
    if ([cached, uncached, candidate].some(({ attribution }) => attribution !== 'exact')) return undefined
    rounds.push({ cached: cached.statements, uncached: uncached.statements, candidate })
  }
  return rounds
}

/** Without a tap on legacy's side: the candidate's own statements, repeated in two sessions on legacy's database. */
async function throughSession(
  { ask, openLegacy, repeats }: QueryCacheProbe,
  request: Request,
): Promise<Round[] | undefined> {
  if (openLegacy === undefined) return undefined
  const [withCache, without] = [await openLegacy(), await openLegacy()]
  try {
    await without.time(cacheOff)
    await repeatOn(withCache, (await ask('candidate', request)).statements)
    const rounds: Round[] = []
    for (let round = 0; round < repeats; round += 1) {
      const candidate = await ask('candidate', request)
      if (candidate.attribution !== 'exact') return undefined
      const cached = await repeatOn(withCache, candidate.statements)
      rounds.push({ cached, uncached: await repeatOn(without, candidate.statements), candidate })
    }
    return rounds
  } finally {
    await Promise.all([withCache.close(), without.close()])
  }
}

/** Only what is safe to repeat and needs no bound values; the others cost both sides the same: nothing. */
async function repeatOn(session: AskDatabase, statements: readonly Statement[]): Promise<Statement[]> {
  const repeated: Statement[] = []
  for (const statement of statements) {
    if (statement.parameters !== undefined || !isSafeToRepeat(statement.sql)) continue
    const { ms } = await session.time(statement.sql)
    repeated.push({ ...statement, ms })
  }
  return repeated
}

function timesOf(
  rounds: readonly Round[],
  cost: (statements: readonly Statement[]) => number,
): QueryCacheMeasurement['page'] {
  return {
    legacyCachedMs: median(rounds.map(({ cached }) => cost(cached))),
    legacyUncachedMs: median(rounds.map(({ uncached }) => cost(uncached))),
    candidateMs: median(rounds.map(({ candidate }) => cost(candidate.statements))),
  }
}

function hasDigest(digest: string): (statement: Statement) => boolean {
  return ({ sql }) => digestOf(sql).digest === digest
}

function selectsOf(statements: readonly Statement[]): Statement[] {
  return statements.filter(({ sql }) => /^[\s(]*SELECT\b/i.test(sql))
}

function sumMs(statements: readonly Statement[]): number {
  return statements.reduce((sum, { ms }) => sum + ms, 0)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
