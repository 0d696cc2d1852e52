import type { Plans, StatementMeasurement } from '../knowledge/measurement.js'
import type { Exchange } from '../model/exchange.js'
import type { ProbeQuestion } from '../model/finding.js'
import type { Request } from '../model/http.js'
import type { AskDatabase, AskLeg } from '../model/ports.js'
import type { Statement } from '../model/statement.js'
import { explain } from './explain.js'
import { openingStatements, phpSessionOf } from './php-session.js'
import { isRepeatable, repeatOn, runnableIn, sampleOf, shareFromCache, type Repeated } from './repeat.js'
import { cacheOff, hasDigest, measurementOf, type Round, type Sessions } from './rounds.js'
import { isSelect } from '../sql/is-select.js'

/** What an experiment may ask. */
export interface ExperimentSources {
  readonly ask: AskLeg
  /** True if control's lanes are tapped and may be asked; the whole request is then repeated with the cache off. */
  readonly controlTapped: boolean
  /** Opens a session on a side's database; absent if no DSN was given, or if it may not be asked. */
  readonly openLegacy?: OpenSession
  readonly openCandidate?: OpenSession
  readonly repeats: number
  /** Called with the reason why a database could not be asked. */
  readonly onFault: (error: unknown) => void
}

export type OpenSession = (opening: readonly string[]) => Promise<AskDatabase>

/**
 * Repeats one request on legacy with its cache on and off and on the candidate, and its statements in sessions, each
 * only if that side may be asked. Returns a sentence if nothing could be learned.
 */
export async function experimentOn(
  given: ExperimentSources,
  question: ProbeQuestion,
  request: Request,
  route: string,
): Promise<StatementMeasurement | string> {
  const sources = { ...given, ask: askingClearly(given.ask) }
  const { ask, controlTapped } = sources
  const first = await ask('candidate', request)
  if (first.attribution !== 'exact') return whyNotMeasured(first)
  const onLegacy = controlTapped ? await ask('control', request) : undefined // fills the cache, as live traffic would have
  const sessions = await openSessions(sources, question, first, onLegacy)
  try {
    const fromCache = sessions === undefined ? 0 : await shareFromCache(sessions.cached, sessions.sample)
    const rounds: Round[] = []
    while (rounds.length < sources.repeats) {
      const round = await roundOf(sources, request, sessions)
      if ('notMeasured' in round) return round.notMeasured
      rounds.push(round)
    }
    const plans = await plansOf(sessions, question.sql)
    return measurementOf({ question, route, rounds, fromCache, ...(sessions && { sessions }), ...(plans && { plans }) })
  } finally {
    await closeAll(sessions)
  }
}

/** Maximum times that a request is asked until its statements are known for certain. */
const maxAsks = 4

/**
 * Asks again while the statements are not certain: a worker may still be busy with a request that was given up, and use
 * its database in the name of the next one. The one after that is clear.
 */
function askingClearly(ask: AskLeg): AskLeg {
  return async (leg, request, options) => {
    let exchange = await ask(leg, request, options)
    for (let asks = 1; asks < maxAsks && isUnclear(exchange); asks += 1) exchange = await ask(leg, request, options)
    return exchange
  }
}

function isUnclear({ failure, attribution }: Exchange): boolean {
  return failure === undefined && attribution === 'ambiguous'
}

/**
 * Opens the sessions. A database that cannot be reached is reported and closes this way only; the tap may still prove
 * the finding.
 */
async function openSessions(
  { openLegacy, openCandidate, onFault }: ExperimentSources,
  { key }: ProbeQuestion,
  first: Exchange,
  control: Exchange | undefined,
): Promise<Sessions | undefined> {
  const ranOnLegacy = control?.statements.some(hasDigest(key)) === true
  const php = phpSessionOf(key, (ranOnLegacy ? control : first).statements)
  const opening = openingStatements(php)
  const open = async (
    side: OpenSession | undefined,
    statements: readonly string[],
  ): Promise<AskDatabase | undefined> => {
    try {
      return await side?.(statements)
    } catch (error) {
      onFault(error)
      return undefined
    }
  }
  const cached = await open(openLegacy, opening)
  if (cached === undefined) return undefined
  const uncached = await open(openLegacy, [...opening, cacheOff])
  if (uncached === undefined) {
    await cached.close()
    return undefined
  }
  const candidate = await open(openCandidate, openingStatements(phpSessionOf(key, first.statements)))
  let sample = sampleOf(first.statements)
  for (const session of [cached, uncached, candidate]) if (session) sample = await runnableIn(session, sample)
  return { php, sample, cached, uncached, ...(candidate && { candidate }) }
}

async function roundOf(
  { ask, controlTapped }: ExperimentSources,
  request: Request,
  sessions: Sessions | undefined,
): Promise<Round | { readonly notMeasured: string }> {
  const cached = controlTapped ? await ask('control', request) : undefined
  const uncached = controlTapped ? await ask('control', request, { sessionStatement: cacheOff }) : undefined
  const candidate = await ask('candidate', request)
  const unclear = [cached, uncached, candidate].find((exchange) => exchange && exchange.attribution !== 'exact')
  if (unclear !== undefined) return { notMeasured: whyNotMeasured(unclear) }
  const inSessions = sessions && {
    cached: await repeatOn(sessions.cached, sessions.sample),
    uncached: await repeatOn(sessions.uncached, sessions.sample),
    candidate: await onCandidate(sessions, candidate.statements),
  }
  return { ...(cached && { cached }), ...(uncached && { uncached }), candidate, ...(inSessions && { inSessions }) }
}

function whyNotMeasured({ leg, failure }: Exchange): string {
  return failure === undefined
    ? 'the statements of the repeated request could not be told from others'
    : `${leg} did not answer the repeated request (${failure.kind})`
}

/** Runs the statements on the candidate's database; if that is not asked, returns what the tap saw of them. */
async function onCandidate({ candidate, sample }: Sessions, statements: readonly Statement[]): Promise<Repeated> {
  if (candidate !== undefined) return repeatOn(candidate, sample)
  return { statements: statements.filter(isRepeatable), hashes: new Map() }
}

async function plansOf(sessions: Sessions | undefined, sql: string): Promise<Plans | undefined> {
  if (sessions?.candidate === undefined || !isSelect(sql)) return undefined
  try {
    return { legacy: await explain(sessions.uncached, sql), candidate: await explain(sessions.candidate, sql) }
  } catch {
    return undefined // a server does not know the statement, or may not tell: the finding says that there are no plans
  }
}

async function closeAll(sessions: Sessions | undefined): Promise<void> {
  await Promise.all([sessions?.cached.close(), sessions?.uncached.close(), sessions?.candidate?.close()])
}
