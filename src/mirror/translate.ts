import type { LegName } from '../model/exchange.js'
import { isHopByHop, isSessionCookie, type Headers, type Request } from '../model/http.js'

/** What the sending client makes itself. */
const madeAnew = new Set(['expect', 'content-length'])

/**
 * The request as a mirrored leg gets it: Host and everything else as the client sent it, without what belongs to one
 * connection and without session cookies, with the leg's name so that an application can mute its mail and payment.
 */
export function headersForLeg(request: Request, leg: LegName): Headers {
  const kept = request.headers.flatMap(([name, value]): Headers => {
    const lower = name.toLowerCase()
    if (isHopByHop(lower) || madeAnew.has(lower)) return []
    return lower === 'cookie' ? withoutSessions(name, value) : [[name, value]]
  })
  return [...kept, ['X-Sosie-Leg', leg], ['X-Sosie-Id', request.id]]
}

function withoutSessions(name: string, value: string): Headers {
  const kept = value.split(/;\s*/).filter((cookie) => !isSessionCookie(cookieName(cookie)))
  return kept.length === 0 ? [] : [[name, kept.join('; ')]]
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
