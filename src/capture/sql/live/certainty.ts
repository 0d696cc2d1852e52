import type { LiveTapShare } from '../../../model/run.js'
import type { Statement, StatementsOfRequest } from '../../../model/statement.js'

/**
 * Whose are statements that are seen between live PHP and its database? Several requests are under way at once, and the wire says
 * nothing of them. This rules requests out, one reason at a time, and gives statements to a request only where it is the only one
 * left. What stays open is `ambiguous`: counted, given to nobody.
 *
 * The unit is a *visit*: a connection from its opening to its end, or from one change of user to the next where PHP keeps it. A
 * visit is one request's. Two things are taken for granted: only requests that came through Sosie use the tap (when something is
 * seen while none is under way, nothing is certain for a minute), and a request opens its connections before its answer ends.
 * That it sends nothing *after* its answer is not taken for granted but learned of each route, and unlearned for good.
 */
export interface Certainty {
  begun(id: string, route: string, at: number): void
  /** @param whole false: nobody heard the end of the answer, PHP may be at work still. */
  ended(id: string, at: number, whole: boolean): void
  /** A visit begins; a number for it comes back. @param sought its process is looked for: `worker` will tell. */
  visit(at: number, sought: boolean): number
  /** The process at the other end of the connection; undefined where it could not be found. */
  worker(visit: number, pid: number | undefined): void
  statement(visit: number, statement: Statement): void
  visitEnded(visit: number): void
  /** Requests that are over, and not concluded yet. */
  readonly over: () => readonly { readonly id: string; readonly ended: number; readonly quiet: boolean }[]
  /** What is certain of a request that is over; it is asked once. */
  conclude(id: string): StatementsOfRequest
  /** Forgets what is over for long. */
  forget(now: number): void
  readonly counts: LiveTapCounts
}

export type LiveTapCounts = { -readonly [Field in keyof LiveTapShare]: number }

interface Asked {
  readonly id: string
  readonly route: string
  readonly begun: number
  ended: number
  whole: boolean
  worker: number | 'several' | undefined
  concluded: boolean
}

interface Visit {
  readonly from: number
  /** When its last statement was sent: PHP waited for its answer, so its request was not over then. */
  last: number
  over: boolean
  sought: boolean
  pid: number | undefined
  readonly statements: Statement[]
  dropped: boolean
  learned: boolean
  /** Who may have begun it, once every request is known that was sent before. */
  begunBy: readonly Asked[] | undefined
}

/** What is known of how the requests of a route end. */
interface Ending {
  clean: number
  /** Once seen to send something after its answer. */
  lingers: boolean
}

/** So often a route must have been seen to end with its answer before that rules a request out. */
const cleanEndings = 3
/** Milliseconds that a request may go on after its answer, where it is known to, or where its answer was not whole. */
const lingerMs = 10_000
/** Milliseconds in which nothing is certain, after something else than requests used the tap. */
const foreignMs = 60_000
/** Milliseconds that a request counts as just ended. */
const justEndedMs = 1000
/** Milliseconds before the oldest request that is open: older visits have said what they can. */
const recentMs = 500
const mostStatementsOfVisit = 5000

export function certainty(): Certainty {
  const asked = new Map<string, Asked>()
  const visits = new Map<number, Visit>()
  const endings = new Map<string, Ending>()
  const counts: LiveTapCounts = { exact: 0, ambiguous: 0, attributed: 0, statements: 0 }
  let lastVisit = 0
  let foreignUntil = -Infinity
  /** Requests are told in the order of time, behind their connections: up to here all are known. */
  let toldUntil = -Infinity

  const endingOf = (route: string): Ending => {
    const known = endings.get(route) ?? { clean: 0, lingers: false }
    endings.set(route, known)
    return known
  }
  const isTrusted = ({ route, whole }: Asked): boolean => {
    const { clean, lingers } = endingOf(route)
    return whole && !lingers && clean >= cleanEndings
  }
  const mayLinger = (request: Asked): boolean => !request.whole || endingOf(request.route).lingers

  const lingers = (route: string): void => {
    endingOf(route).lingers = true
    for (const visit of visits.values()) visit.begunBy = undefined
  }

  /** Who may have begun the visit: sent before it, and not over. */
  const beginnersOf = (visit: Visit): readonly Asked[] => {
    if (visit.begunBy !== undefined) return visit.begunBy
    const { from } = visit
    const found = [...asked.values()].filter(
      (request) => request.begun <= from && request.ended + (mayLinger(request) ? lingerMs : 0) >= from,
    )
    if (from <= toldUntil) visit.begunBy = found
    return found
  }

  const learn = (visit: Visit, request: Asked): void => {
    if (visit.learned || !visit.over || request.ended === Infinity) return
    visit.learned = true
    if (visit.last > request.ended) lingers(request.route)
    else endingOf(request.route).clean += 1
  }

  /** Recent visits with those that they may belong to, after all that is known was used to rule requests out. */
  const solve = (): Map<Visit, readonly Asked[]> => {
    const left = new Map<Visit, readonly Asked[]>()
    const oldest = [...asked.values()].find(({ concluded }) => !concluded)?.begun ?? Infinity
    for (const visit of visits.values()) {
      if (visit.last < oldest - recentMs) continue
      const begunBy = beginnersOf(visit)
      const [only] = begunBy
      if (begunBy.length === 1 && only !== undefined) learn(visit, only)
      // Less those that ended before its last statement, where their route is known to end with its answer.
      left.set(
        visit,
        begunBy.filter((request) => request.ended >= visit.last || !isTrusted(request)),
      )
    }
    while (noteWorkers(left) || ruleOut(left) || ruleOutTaken(left)) continue
    return left
  }

  /** Nobody's: a request that went on after its answer, or something else than requests. */
  const disown = (visit: Visit): void => {
    if (visit.learned || visit.statements.length === 0) return
    visit.learned = true
    for (const { route, ended } of [...asked.values()])
      if (ended < visit.from && ended >= visit.from - justEndedMs) lingers(route)
    foreignUntil = Math.max(foreignUntil, visit.last + foreignMs)
  }

  /**
   * A statement while this request ran, on a connection of a request that was over: that one went on after its answer, or PHP
   * keeps the connection without a word on the wire, and the statement is this one's.
   */
  const hasHomeless = (request: Asked): boolean =>
    [...visits.values()].some((visit) => {
      if (visit.from >= request.begun || visit.last < request.begun) return false
      const owners = beginnersOf(visit)
      return visit.statements.some(
        ({ startedAt: at }) =>
          at >= request.begun && at <= request.ended && !owners.some(({ begun, ended }) => begun <= at && ended >= at),
      )
    })

  /** Nothing that may be its own is under way, and every process is known that may tell. */
  const isQuiet = (request: Asked): boolean =>
    [...visits.values()].every(
      (visit) =>
        visit.from < request.begun ||
        visit.from > request.ended ||
        (!visit.sought && (visit.over || !beginnersOf(visit).includes(request))),
    )

  return {
    counts,
    begun(id, route, at) {
      toldUntil = at
      asked.set(id, { id, route, begun: at, ended: Infinity, whole: true, worker: undefined, concluded: false })
    },
    ended(id, at, whole) {
      toldUntil = at
      const request = asked.get(id)
      if (request === undefined) return
      request.ended = at
      request.whole = whole
    },
    visit(at, sought) {
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
      const visit = visits.get(number)
      if (visit !== undefined) Object.assign(visit, { pid, sought: false })
    },
    statement(number, statement) {
      const visit = visits.get(number)
      if (visit === undefined) return
      counts.statements += 1
      visit.last = Math.max(visit.last, statement.startedAt)
      if (visit.statements.length < mostStatementsOfVisit) visit.statements.push(statement)
      else visit.dropped = true
    },
    visitEnded(number) {
      const visit = visits.get(number)
      if (visit !== undefined) visit.over = true
    },
    over: () =>
      [...asked.values()]
        .filter(({ ended, concluded }) => ended !== Infinity && !concluded)
        .map((request) => ({ id: request.id, ended: request.ended, quiet: isQuiet(request) })),
    conclude(id) {
      const request = asked.get(id)
      if (request === undefined || request.concluded) return { statements: [], attribution: 'none' }
      const maybe = [...solve()].filter(([, requests]) => requests.includes(request))
      const own = maybe.filter(([, requests]) => requests.length === 1).map(([visit]) => visit)
      const isKnown = maybe.length === own.length && own.every(({ dropped }) => !dropped) && !hasHomeless(request)
      const exact = isKnown && request.begun >= foreignUntil && agree(own, request, asked.values(), isTrusted)
      const statements = exact ? own.flatMap((visit) => visit.statements) : []
      request.concluded = true
      counts[exact ? 'exact' : 'ambiguous'] += 1
      counts.attributed += statements.length
      statements.sort((one, other) => one.startedAt - other.startedAt)
      return { statements, attribution: exact ? 'exact' : 'ambiguous' }
    },
    forget(now) {
      for (const [number, visit] of visits) {
        const age = now - visit.from
        if (age > justEndedMs && visit.from <= toldUntil && beginnersOf(visit).length === 0) disown(visit)
        if (visit.over && age > lingerMs) visits.delete(number)
      }
      for (const [id, request] of asked) {
        const kept = mayLinger(request) ? lingerMs : justEndedMs
        if (request.concluded && now - request.ended > 2 * kept) asked.delete(id)
      }
    },
  }
}

/** A request has one worker: the visits that are certainly its own say which. True when something new was learned. */
function noteWorkers(left: ReadonlyMap<Visit, readonly Asked[]>): boolean {
  let news = false
  for (const [{ pid }, [request, ...others]] of left) {
    if (request === undefined || others.length > 0 || pid === undefined) continue
    const worker = request.worker === undefined || request.worker === pid ? pid : 'several'
    news ||= worker !== request.worker
    request.worker = worker
  }
  return news
}

/** A visit of another worker than the request's is not the request's. */
function ruleOut(left: Map<Visit, readonly Asked[]>): boolean {
  return narrow(left, ({ pid }, { worker }) => pid !== undefined && typeof worker === 'number' && worker !== pid)
}

/** So many workers with the same so many requests: among these they are shared out, and no other worker has any of them. */
function ruleOutTaken(left: Map<Visit, readonly Asked[]>): boolean {
  const takers = new Map<string, { readonly requests: readonly Asked[]; readonly pids: Set<number> }>()
  for (const [{ pid }, requests] of left) {
    if (pid === undefined || requests.length < 2) continue
    const key = requests.map(({ id }) => id).join(' ')
    const taker = takers.get(key) ?? { requests, pids: new Set<number>() }
    takers.set(key, taker)
    taker.pids.add(pid)
  }
  const full = [...takers.values()].filter(({ requests, pids }) => pids.size === requests.length)
  return narrow(
    left,
    ({ pid }, request) =>
      pid !== undefined && full.some(({ requests, pids }) => requests.includes(request) && !pids.has(pid)),
  )
}

function narrow(left: Map<Visit, readonly Asked[]>, isOut: (visit: Visit, request: Asked) => boolean): boolean {
  let narrowed = false
  for (const [visit, requests] of left) {
    const stay = requests.filter((request) => !isOut(visit, request))
    if (stay.length === requests.length) continue
    narrowed = true
    left.set(visit, stay)
  }
  return narrowed
}

/**
 * Several visits of one request: of one worker where workers are known. Where they are not, one of them could come from a request
 * that ended a moment before, unless all those are known to end with their answers.
 */
function agree(
  visits: readonly Visit[],
  request: Asked,
  all: Iterable<Asked>,
  isTrusted: (request: Asked) => boolean,
): boolean {
  if (request.worker === 'several') return false
  if (visits.length < 2 || visits.every(({ pid }) => pid !== undefined)) return true
  return [...all].every(
    (other) =>
      other === request || other.ended < request.begun - justEndedMs || other.ended === Infinity || isTrusted(other),
  )
}
