import type { LiveRequest, Visit } from './story.js'

/** Visits, each with the requests that it may still belong to. */
export type Left = Map<Visit, readonly LiveRequest[]>

/** Milliseconds for which a request counts as just ended. */
export const justEndedMs = 1000

/** Rules out requests by all that is known of processes, until nothing more follows. */
export function ruleOutByWorkers(left: Left): void {
  while (noteWorkers(left) || ruleOut(left) || ruleOutTaken(left)) continue
}

/**
 * Learns each request's worker from the visits that are certainly its own: a request has one worker. True when
 * something new was learned.
 */
function noteWorkers(left: Left): boolean {
  let news = false
  for (const [{ pid }, [request, ...others]] of left) {
    if (request === undefined || others.length > 0 || pid === undefined) continue
    const worker = request.worker === undefined || request.worker === pid ? pid : 'several'
    news ||= worker !== request.worker
    request.worker = worker
  }
  return news
}

/** Rules out a request for the visits of another worker than its own. */
function ruleOut(left: Left): boolean {
  return narrow(left, ({ pid }, { worker }) => pid !== undefined && typeof worker === 'number' && worker !== pid)
}

/** If N workers share the same N requests, these are distributed among them, and no other worker has any of the requests. */
function ruleOutTaken(left: Left): boolean {
  const takers = new Map<string, { readonly requests: readonly LiveRequest[]; readonly pids: Set<number> }>()
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

function narrow(left: Left, isOut: (visit: Visit, request: LiveRequest) => boolean): boolean {
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
 * True when several visits may all be the request's. If their processes are known, they must be one; if not, a visit
 * could come from a request that ended a moment before, unless all of those are known to end with their answers.
 */
export function agree(
  visits: readonly Visit[],
  request: LiveRequest,
  all: Iterable<LiveRequest>,
  isTrusted: (request: LiveRequest) => boolean,
): boolean {
  if (request.worker === 'several') return false
  if (visits.length < 2 || visits.every(({ pid }) => pid !== undefined)) return true
  return [...all].every(
    (other) =>
      other === request || other.ended < request.begun - justEndedMs || other.ended === Infinity || isTrusted(other),
  )
}
