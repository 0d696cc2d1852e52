import { headerOf, headersOf, isSessionCookie } from '../../model/http.js'
import type { Seen } from './seen.js'

/** Tells which visitor an exchange belongs to: a number from 0 on. Sees the exchanges in their order. */
export type VisitorOf = (seen: Seen) => number

/**
 * By the cookie of a session, also when a login gives it a new value; before there is one, by address and user agent. Who comes with
 * a session that nobody was given is somebody new.
 */
export function visitors(): VisitorOf {
  const bySession = new Map<string, number>()
  const byClient = new Map<string, number>()
  const withSession = new Set<number>()
  let count = 0

  return ({ request, response, client = '' }) => {
    const sent = sessionsIn(headersOf(request.headers, 'cookie').flatMap((value) => value.split(';')))
    const key = `${client} ${headerOf(request.headers, 'user-agent') ?? ''}`
    const known = sent.map((cookie) => bySession.get(cookie)).find((each) => each !== undefined)
    const alike = byClient.get(key)
    const takesOver = alike !== undefined && (sent.length === 0 || !withSession.has(alike))
    const visitor = known ?? (takesOver ? alike : count++)
    if (!byClient.has(key)) byClient.set(key, visitor)
    const given = sessionsIn(
      headersOf(response?.headers ?? [], 'set-cookie').map((value) => value.split(';', 1)[0] ?? ''),
    )
    for (const cookie of [...sent, ...given]) {
      bySession.set(cookie, visitor)
      withSession.add(visitor)
    }
    return visitor
  }
}

/** `name=value` of those that are sessions; an empty value ends one. */
function sessionsIn(cookies: readonly string[]): string[] {
  return cookies
    .map((cookie) => cookie.trim())
    .filter((cookie) => isSessionCookie(cookie.split('=', 1)[0] ?? '') && !/=(?:deleted)?$/.test(cookie))
}
