import { headerOf, headersOf, isSafeMethod, isSessionCookie } from '../../model/http.js'
import type { Seen } from './seen.js'

/** Tells which visitor an exchange belongs to: a number from 0 on. Sees the exchanges in their order. */
export type VisitorOf = (seen: Seen) => number

/** What is known of those who share an address and a user agent. */
interface Client {
  /** The latest who began without a session. */
  readonly newcomer: number
  /** How many in a row were given a session of which none was sent yet: a robot sends none. */
  readonly silent: number
  readonly last: number
  /** The names of the session cookies that the answer to the last request may have renewed: nobody saw that answer. */
  readonly mayHaveRenewed: readonly string[]
}

/** Of one browser: so many may begin at the same moment, and a robot is no more visitors than that. */
const maxSilent = 8

/**
 * By the cookie of a session, also when a login gives it a new value; before there is one, by address and user agent. Who comes with
 * a session that nobody was given is somebody new, but for the next request after a write whose answer is not known: logins renew sessions.
 * So is who is given a session where another of the same browser has one: a browser that has one sends it, but for robots.
 */
export function visitors(): VisitorOf {
  const bySession = new Map<string, number>()
  const byClient = new Map<string, Client>()
  const withSession = new Set<number>()
  let count = 0

  return ({ request, response, client: address = '' }) => {
    const sent = sessionsIn(headersOf(request.headers, 'cookie').flatMap((value) => value.split(';')))
    const key = [address, ...['x-forwarded-for', 'user-agent'].map((name) => headerOf(request.headers, name))].join(' ')
    const client = byClient.get(key)
    const known = sent.map((cookie) => bySession.get(cookie)).find((each) => each !== undefined)
    const answered = headersOf(response?.headers ?? [], 'set-cookie').map((value) => value.split(';', 1)[0] ?? '')
    const given = sessionsIn(answered)
    const begins = sent.length === 0 && given.length > 0
    const visitor = known ?? visitorAt(client, sent, begins) ?? count++
    for (const cookie of [...sent, ...given]) {
      bySession.set(cookie, visitor)
      withSession.add(visitor)
    }
    const mayHaveRenewed = response === undefined && !isSafeMethod(request.method) ? sent.map(nameOf) : []
    const silent = sent.length > 0 ? 0 : (client?.silent ?? 0) + (begins ? 1 : 0)
    const newcomer = begins ? visitor : (client?.newcomer ?? visitor)
    byClient.set(key, { newcomer, silent, last: visitor, mayHaveRenewed })
    return visitor
  }

  function visitorAt(client: Client | undefined, sent: readonly string[], begins: boolean): number | undefined {
    if (client === undefined) return undefined
    if (begins && withSession.has(client.newcomer) && client.silent < maxSilent) return undefined
    if (sent.some((cookie) => client.mayHaveRenewed.includes(nameOf(cookie)))) return client.last
    return sent.length === 0 || !withSession.has(client.newcomer) ? client.newcomer : undefined
  }
}

/** `name=value` of those that are sessions; an empty value ends one. */
function sessionsIn(cookies: readonly string[]): string[] {
  return cookies
    .map((cookie) => cookie.trim())
    .filter((cookie) => isSessionCookie(nameOf(cookie)) && !/=(?:deleted)?$/.test(cookie))
}

function nameOf(cookie: string): string {
  return cookie.split('=', 1)[0] ?? ''
}
