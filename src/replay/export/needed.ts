import { headerOf, headersOf, isSafeMethod, isSessionCookie, type Headers, type Request } from '../../model/http.js'

/** A recorded request with its visitor, in the order of the recording. */
export interface Step {
  readonly request: Request
  /** Number of the visitor, from 0; see `making/visitors.ts`. */
  readonly visitor: number
}

/** Matches names in the path or query of GETs with which old sites change something. */
const changes =
  /^(?:add|remove|delete|del|update|set|save|clear|apply|log_?in|log_?out|sign_?in|sign_?out|lang|locale|currency|action|do|task|op|cmd)/i

/**
 * Returns the requests that are wanted, and earlier ones of their sessions that may matter to them: those that wrote,
 * those that look as if they changed something, and the pages from which forms were sent (they hold the tokens). A
 * request without a session needs none.
 */
export function needed<S extends Step>(steps: readonly S[], wanted: ReadonlySet<string>): S[] {
  const last = lastWanted(steps, wanted)
  const kept = new Set<S>()
  const pages = new Map<string, S>()
  for (const [index, step] of steps.entries()) {
    const { request, visitor } = step
    const isWanted = wanted.has(request.id)
    const leadsOn = index < (last.get(visitor) ?? -1) && (!isSafeMethod(request.method) || looksChanging(request))
    if (isWanted || leadsOn) {
      kept.add(step)
      const page = pages.get(`${visitor} ${refererPath(request.headers)}`)
      if (page !== undefined && !isSafeMethod(request.method)) kept.add(page)
    }
    if (isSafeMethod(request.method)) pages.set(`${visitor} ${pathOf(request.target)}`, step)
  }
  return steps.filter((step) => kept.has(step))
}

/** Returns, for each visitor, the index of the last wanted request that belongs to a session. */
function lastWanted(steps: readonly Step[], wanted: ReadonlySet<string>): Map<number, number> {
  const last = new Map<number, number>()
  for (const [index, { request, visitor }] of steps.entries())
    if (wanted.has(request.id) && hasSession(request.headers)) last.set(visitor, index)
  return last
}

export function hasSession(headers: Headers): boolean {
  const names = headersOf(headers, 'cookie').flatMap((value) =>
    value.split(';').map((cookie) => cookie.split('=', 1)[0]?.trim() ?? ''),
  )
  return names.some(isSessionCookie)
}

function looksChanging({ target }: Request): boolean {
  const [path = '', query = ''] = target.split('?', 2)
  const words = [...path.split('/').slice(-2), ...query.split('&').map((pair) => pair.split('=', 1)[0] ?? '')]
  return words.some((word) => changes.test(word))
}

function refererPath(headers: Headers): string {
  return /^https?:\/\/[^/]+([^?#]*)/i.exec(headerOf(headers, 'referer') ?? '')?.[1] ?? ''
}

function pathOf(target: string): string {
  return target.split('?', 1)[0] ?? ''
}

/** Puts the requests first that are easiest to replay and read: without a session, a write or a body, and short. */
export function simplestFirst(one: Request, other: Request): number {
  return weight(one) - weight(other)
}

function weight({ method, target, headers, body }: Request): number {
  const [session, writes, sent] = [hasSession(headers), !isSafeMethod(method), body.size > 0]
  return (session ? 10_000 : 0) + (writes ? 5000 : 0) + (sent ? 1000 : 0) + target.length
}
