import { headerOf, headersOf, isSafeMethod, isSessionCookie } from '../../model/http.js'
import type { Seen } from './seen.js'

/** Returns the number, from 0, of the visitor that an exchange belongs to. Called for the exchanges in their order. */
export type VisitorOf = (seen: Seen) => number

/** What is known of visitors who share an address and a user agent. */
interface Client {
  /** The latest visitor who began without a session. */
  readonly newcomer: number
  /** How many sessions in a row were given without one being sent yet: a robot sends none. */
  readonly silent: number
  readonly last: number
  /** Names of the session cookies that the answer to the last request may have renewed, because nobody saw that answer. */
  readonly mayHaveRenewed: readonly string[]
}

/** Maximum number of visitors of one browser that may begin at the same moment; a robot counts as no more than these. */
const maxSilent = 8

/**
 * Tells visitors apart by their session cookie, even when a login gives it a new value; before there is one, by address
 * and user agent. A request with a session that nobody was given is from somebody new, unless it follows a write whose
 * answer is not known: logins renew sessions. A visitor who is given a session while another one of the same browser
 * has one is new as well: a browser that has a session sends it, except for robots.
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

/** Returns the cookies (`name=value`) that are sessions; an empty value ends one. */
function sessionsIn(cookies: readonly string[]): string[] {
  return cookies
    .map((cookie) => cookie.trim())
    .filter((cookie) => isSessionCookie(nameOf(cookie)) && !/=(?:deleted)?$/.test(cookie))
}

function nameOf(cookie: string): string {
  return cookie.split('=', 1)[0] ?? ''
}
