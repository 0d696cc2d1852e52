import type { LiveTapShare } from '../../model/run.js'
import type { Statement, StatementsOfRequest } from '../../model/statement.js'
import { endings } from './endings.js'
import { agree, justEndedMs, ruleOutByWorkers, type Left } from './exclusion.js'
import { served } from './served.js'
import type { LiveRequest, LogLine, Visit } from './story.js'

/**
 * Decides which request a statement seen between live PHP and its database belongs to. Several requests are under way
 * at once, and the wire says nothing of them. Requests are ruled out, one reason at a time, and statements are given to
 * a request only if it is the only one left. What stays open is `ambiguous`: counted, given to nobody.
 *
 * The unit is a *visit*: a connection from its opening to its end or, if PHP keeps it, from one change of user to the
 * next. A visit belongs to one request. If PHP runs on this machine, the process that a visit came from is known as
 * well and, if php-fpm writes a log for it, which request that process served: this is proof, everything else is by
 * exclusion. Two things are taken for granted: only requests that came through Sosie use the tap (when something is
 * seen while none is under way, nothing is certain for a minute), and a request opens its connections before its answer
 * ends. That it sends nothing *after* its answer is not taken for granted but learned for each route, and unlearned for
 * good.
 *
 * Requests are reported later than their connections: a visit newer than the last report cannot be judged yet.
 */
export interface Certainty {
  begun(id: string, request: Pick<LiveRequest, 'route' | 'target'>, at: number): void
  /** The request left for legacy from this local port. */
  sent(id: string, port: number, at: number): void
  /** @param whole false if nobody heard the end of the answer; PHP may still be at work. */
  ended(id: string, at: number, whole: boolean): void
  /** Begins a visit and returns a number for it. @param sought true if its process is looked for; `worker` will report it. */
  visit(at: number, sought: boolean): number
  /** Reports the process at the other end of the visit's connection; undefined if it could not be found. */
  worker(visit: number, pid: number | undefined): void
  logged(line: LogLine): void
  /** Lines of the log written before this time may be missing. */
  logGap(at: number): void
  statement(visit: number, statement: Statement): void
  visitEnded(visit: number): void
  /** Returns the requests that are over, but not concluded and not tried a moment ago; `overFor` is in milliseconds. */
  due(now: number): readonly { readonly id: string; readonly overFor: number; readonly isQuiet: boolean }[]
  /** Returns what is certain of a request that is over; undefined while not everything is. */
  attempt(id: string, now: number): StatementsOfRequest | undefined
  /** Returns the same for the last time: what is not certain now is ambiguous. */
  conclude(id: string): StatementsOfRequest
  /** Forgets what has been over for long. */
  forget(now: number): void
  readonly counts: LiveTapCounts
}

export type LiveTapCounts = { -readonly [Field in keyof LiveTapShare]: number }

/** Milliseconds that a request may go on after its answer, if it is known to, or if its answer was not whole. */
export const lingerMs = 10_000
/** Milliseconds for which nothing is certain after something other than a request used the tap. */
const foreignMs = 60_000
/** Milliseconds before the oldest open request; visits older than that have said what they can. */
const recentMs = 500
/** Milliseconds between two attempts to conclude a request: what others do meanwhile rules them out. */
const againMs = 20
const maxStatementsOfVisit = 5000

const nothing: StatementsOfRequest = { statements: [], attribution: 'none' }

/** @param certainFrom milliseconds since the epoch; of requests begun earlier, nothing is certain. */
export function certainty(certainFrom = -Infinity): Certainty {
  const asked = new Map<string, LiveRequest>()
  const visits = new Map<number, Visit>()
  const ways = endings()
  const log = served((request) => ways.mayLinger(request))
  const counts: LiveTapCounts = { exact: 0, ambiguous: 0, attributed: 0, statements: 0 }
  let lastVisit = 0
  let foreignUntil = certainFrom
  /**
   * Time of the last report on a request. Reports come in the order of time, but behind the connections: up to here all
   * requests are known.
   */
  let toldUntil = -Infinity
  /** Result of the last `solve`, until something new is reported. */
  let found: Left | undefined

  /** Marks a route as going on after its answers, and drops what was concluded while it was taken to end with them. */
  const lingers = (route: string): void => {
    ways.lingers(route)
    for (const visit of visits.values()) visit.begunBy = undefined
    for (const request of asked.values()) request.worker = request.logged?.pid
  }

  /**
   * Returns the requests that a process may have served between these times: begun by the later one, and not over at
   * the earlier one.
   */
  const servedBetween = (from: number, to: number): readonly LiveRequest[] =>
    [...asked.values()].filter(({ begun, ended, whole }) => begun <= to && ended + (whole ? 0 : lingerMs) >= from)

  /** Returns the requests that may have begun the visit, by time alone: sent before it, and not over. */
  const beginnersOf = (visit: Visit): readonly LiveRequest[] => {
    if (visit.begunBy !== undefined) return visit.begunBy
    const { from } = visit
    const found = [...asked.values()].filter(
      (request) => request.begun <= from && request.ended + (ways.mayLinger(request) ? lingerMs : 0) >= from,
    )
    if (from <= toldUntil) visit.begunBy = found
    return found
  }

  const learn = (visit: Visit, request: LiveRequest): void => {
    if (visit.learned || !visit.over || request.ended === Infinity) return
    visit.learned = true
    if (visit.last > request.ended) lingers(request.route)
    else ways.clean(request.route)
  }

  /**
   * Adds the requests that may have sent statements of the visit after its owners were over, because PHP keeps the
   * connection.
   */
  const withHeirs = (visit: Visit, owners: readonly LiveRequest[]): readonly LiveRequest[] => {
    const covered = Math.max(
      visit.from,
      ...owners.map(({ ended, logged }) => Math.max(ended, logged?.until ?? -Infinity)),
    )
    if (visit.last <= covered) return owners
    return [...new Set([...owners, ...servedBetween(covered, visit.last)])]
  }

  /**
   * Returns the visit's beginners without those that ended before its last statement, if their route is known to end
   * with its answers.
   */
  const byTime = (visit: Visit): readonly LiveRequest[] => {
    const begunBy = beginnersOf(visit)
    const [only] = begunBy
    if (begunBy.length === 1 && only !== undefined) learn(visit, only)
    const left = begunBy.filter((request) => request.ended >= visit.last || !ways.isTrusted(request))
    // PHP may keep a connection that is open, and use it for other requests.
    return visit.over ? left : [...new Set([...left, ...servedBetween(visit.from, visit.last)])]
  }

  /** Returns recent visits with the requests that they may belong to, after all that is known was used to rule requests out. */
  const solve = (): Left => {
    if (found !== undefined) return found
    const oldest = [...asked.values()].find(({ concluded }) => !concluded)?.begun ?? Infinity
    const since = oldest - recentMs
    log.resolve([...asked.values()], toldUntil)
    const left: Left = new Map()
    const shared: Left = new Map()
    for (const visit of visits.values()) {
      // A newer visit may belong to a request that was not reported yet.
      if (visit.from > toldUntil || visit.last < since) continue
      const owners = log.beginnersOf(visit) ?? byTime(visit)
      const all = withHeirs(visit, owners)
      // Several requests may have used it: ruling out one of them says nothing of the others.
      if (all.length > owners.length) shared.set(visit, all)
      else left.set(visit, owners)
    }
    ruleOutByWorkers(left)
    for (const [visit, requests] of shared) left.set(visit, requests)
    found = left
    return left
  }

  /**
   * Draws conclusions from a visit of no request: a request went on after its answer, or something other than requests
   * used the tap.
   */
  const disown = (visit: Visit): void => {
    if (visit.learned || visit.statements.length === 0) return
    visit.learned = true
    for (const { route, ended } of [...asked.values()])
      if (ended < visit.from && ended >= visit.from - justEndedMs) lingers(route)
    foreignUntil = Math.max(foreignUntil, visit.last + foreignMs)
  }

  /**
   * True when a statement was sent during this request, on a connection whose requests were over: one of those went on
   * after its answer, or PHP keeps the connection without a word on the wire and the statement is this request's.
   */
  const hasHomeless = (request: LiveRequest, left: Left): boolean =>
    [...visits.values()].some((visit) => {
      if (visit.from >= request.begun || visit.last < request.begun) return false
      const owners = left.get(visit) ?? beginnersOf(visit)
      return visit.statements.some(
        ({ startedAt: at }) =>
          at >= request.begun && at <= request.ended && !owners.some(({ begun, ended }) => begun <= at && ended >= at),
      )
    })

  /** True when nothing that may be the request's own is under way, and every process that could tell is known. */
  const isQuiet = (request: LiveRequest): boolean => {
    const left = solve()
    return [...visits.values()].every(
      (visit) =>
        visit.from < request.begun ||
        visit.from > request.ended ||
        (!visit.sought && (visit.over || left.get(visit)?.includes(request) === false)),
    )
  }

  /** Returns the request's statements; undefined unless everything is certain. */
  const knownOf = (request: LiveRequest): Statement[] | undefined => {
    const left = solve()
    const maybe = [...left].filter(([, requests]) => requests.includes(request))
    const own = maybe.filter(([, requests]) => requests.length === 1).map(([visit]) => visit)
    const isUntold = [...visits.values()].some(
      (visit) => visit.from > toldUntil && beginnersOf(visit).includes(request),
    )
    const isKnown =
      maybe.length === own.length &&
      !isUntold &&
      own.every(({ dropped }) => !dropped) &&
      !hasHomeless(request, left) &&
      request.begun >= foreignUntil &&
      agree(own, request, asked.values(), (other) => ways.isTrusted(other))
    return isKnown ? own.flatMap((visit) => visit.statements) : undefined
  }

  const concluded = (request: LiveRequest, statements: Statement[] | undefined): StatementsOfRequest => {
    request.concluded = true
    counts[statements === undefined ? 'ambiguous' : 'exact'] += 1
    counts.attributed += statements?.length ?? 0
    if (statements === undefined) return { statements: [], attribution: 'ambiguous' }
    return { statements: statements.sort((one, other) => one.startedAt - other.startedAt), attribution: 'exact' }
  }

  return {
    counts,
    begun(id, { route, target }, at) {
      found = undefined
      toldUntil = at
      asked.set(id, {
        id,
        route,
        target,
        begun: at,
        ports: [],
        ended: Infinity,
        whole: true,
        worker: undefined,
        logged: undefined,
        concluded: false,
        tried: -Infinity,
      })
    },
    sent(id, port, at) {
      found = undefined
      toldUntil = at
      asked.get(id)?.ports.push(port)
    },
    ended(id, at, whole) {
      found = undefined
      toldUntil = at
      const request = asked.get(id)
      if (request !== undefined) Object.assign(request, { ended: at, whole })
    },
    visit(at, sought) {
      found = undefined
      lastVisit += 1
      visits.set(lastVisit, {
        from: at,
        last: at,
        over: false,
        sought,
        pid: undefined,
        statements: [],
        dropped: false,
        learned: false,
        begunBy: undefined,
      })
      return lastVisit
    },
    worker(number, pid) {
      found = undefined
      const visit = visits.get(number)
      if (visit !== undefined) Object.assign(visit, { pid, sought: false })
    },
    logged(line) {
      found = undefined
      log.line(line)
    },
    logGap(at) {
      found = undefined
      log.gap(at)
    },
    statement(number, statement) {
      found = undefined
      const visit = visits.get(number)
      if (visit === undefined) return
      counts.statements += 1
      visit.last = Math.max(visit.last, statement.startedAt)
      if (visit.statements.length < maxStatementsOfVisit) visit.statements.push(statement)
      else visit.dropped = true
    },
    visitEnded(number) {
      found = undefined
      const visit = visits.get(number)
      if (visit !== undefined) visit.over = true
    },
    due: (now) =>
      [...asked.values()]
        .filter(({ ended, concluded, tried }) => ended !== Infinity && !concluded && now - tried >= againMs)
        .map((request) => ({ id: request.id, overFor: now - request.ended, isQuiet: isQuiet(request) })),
    attempt(id, now) {
      const request = asked.get(id)
      if (request === undefined || request.concluded) return nothing
      request.tried = now
      const statements = knownOf(request)
      return statements === undefined ? undefined : concluded(request, statements)
    },
    conclude(id) {
      const request = asked.get(id)
      if (request === undefined || request.concluded) return nothing
      return concluded(request, knownOf(request))
    },
    forget(now) {
      for (const [number, visit] of visits) {
        const age = now - visit.from
        if (age > justEndedMs && visit.from <= toldUntil && beginnersOf(visit).length === 0) disown(visit)
        if (visit.over && age > lingerMs) visits.delete(number)
      }
      for (const [id, request] of asked) {
        const kept = ways.mayLinger(request) || log.isAwaited(request) ? lingerMs : justEndedMs
        if (request.concluded && now - request.ended > 2 * kept) asked.delete(id)
      }
      log.forget(now)
    },
  }
}
