import type { LegName } from '../model/exchange.js'
import { isHopByHop, isSessionCookie, type Headers, type Request } from '../model/http.js'

/** What the sending client makes itself. */
const madeAnew = new Set(['expect', 'content-length'])

/** What mirrored requests carry beside what the client sent. */
export interface Sent {
  /** Fields that take the place of the client's own of the same name, as one that makes HTTP caches step aside. */
  readonly extra: Readonly<Record<string, string>>
  /** Session cookies of live clients belong to legacy alone; a replay has sessions of its own on each leg. */
  readonly sessions: 'kept' | 'left-out'
}

/** The header fields that a leg gets for a request, flat. */
export type LegHeaders = (request: Pick<Request, 'id' | 'headers'>) => string[]

/**
 * Host and everything else as legacy got them, without what belongs to one connection, with the leg's name so that an
 * application can mute its mail and payment. Worked out once for each list of fields: traffic repeats them.
 */
export function headersForLeg(leg: LegName, { extra, sessions }: Sent): LegHeaders {
  const replaced = Object.keys(extra).map((name) => name.toLowerCase())
  const known = new WeakMap<Headers, readonly string[]>()

  const translate = (given: Headers): readonly string[] => {
    const headers: string[] = []
    for (const [name, value] of given) {
      const lower = name.toLowerCase()
      if (isHopByHop(lower) || madeAnew.has(lower) || replaced.includes(lower)) continue
      const kept = lower === 'cookie' && sessions === 'left-out' ? withoutSessions(value) : value
      if (kept !== '' || value === '') headers.push(name, kept) // a field that came empty goes empty (RFC 9110 §5.5)
    }
    for (const [name, value] of Object.entries(extra)) headers.push(name, value)
    headers.push('X-Sosie-Leg', leg, 'X-Sosie-Id')
    known.set(given, headers)
    return headers
  }

  return ({ id, headers }) => [...(known.get(headers) ?? translate(headers)), id]
}

function withoutSessions(cookies: string): string {
  return cookies
    .split(/;\s*/)
    .filter((cookie) => !isSessionCookie(cookieName(cookie)))
    .join('; ')
}

function cookieName(cookie: string): string {
  return cookie.split('=', 1)[0]?.trim() ?? ''
}

/** `name=value` of the session cookies that a client sent. */
export function sessionsSent(headers: Headers): string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => value.split(/;\s*/))
    .filter((cookie) => isSessionCookie(cookieName(cookie)))
}

/** `name=value` of the session cookies that an answer sets. */
export function sessionsSet(headers: Headers): string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(([, value]) => value.split(';', 1)[0]?.trim() ?? '')
    .filter((cookie) => isSessionCookie(cookieName(cookie)))
}
