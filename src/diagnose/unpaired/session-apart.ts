import type { Answer } from '../../compare/comparator.js'
import type { Difference } from '../../model/difference.js'
import { headerOf } from '../../model/http.js'
import type { ReadPair } from '../../compare/read/pair.js'

/**
 * True when control, which was asked without the session too, shows that the session decides the answer: control is turned away, or, if
 * legacy may know more about the session, answers as the candidate does.
 *
 * @param legacysOwn Where control disagrees with legacy; undefined when it was not asked.
 */
export function needsSession(
  pair: ReadPair,
  found: readonly Difference[],
  legacysOwn: readonly Difference[] | undefined,
): boolean {
  const [legacy, control] = [pair.answer('legacy'), pair.answer('control')]
  if (pair.heldBack === undefined || legacysOwn === undefined || legacy === undefined || control === undefined)
    return false
  if (isTurnedAway(legacy, control, pair.request.target)) return true
  const own = new Set(legacysOwn.map(wordsOf))
  return pair.heldBack === 'unknown' && found.every((difference) => own.has(wordsOf(difference)))
}

/** True when, without control to show it, the session may decide: legacy may know more about it, or the candidate asks to log in. */
export function mayNeedSession(pair: ReadPair): boolean {
  const [legacy, candidate] = [pair.answer('legacy'), pair.answer('candidate')]
  if (pair.heldBack === undefined || legacy === undefined || candidate === undefined) return false
  return pair.heldBack === 'unknown' || asksToLogIn(legacy, candidate, pair.request.target)
}

/** True when control, which has no session, is refused, redirected or asked to log in. */
function isTurnedAway(legacy: Answer, control: Answer, target: string): boolean {
  const { status } = control.response
  const isRefused = status >= 300 && status < 500 && status !== legacy.response.status
  return isRefused || asksToLogIn(legacy, control, target)
}

function asksToLogIn(legacy: Answer, other: Answer, target: string): boolean {
  return wayToLogin(legacy, target) === undefined && wayToLogin(other, target) !== undefined
}

function wordsOf({ part, kind, path, candidate }: Difference): string {
  return JSON.stringify([part, kind, path, candidate])
}

/** Returns how an answer asks its reader to log in; undefined when it does not. */
function wayToLogin({ response, body }: Answer, target: string): 'refusal' | 'redirect' | 'form' | undefined {
  const { status, headers } = response
  if (status === 401 || status === 403) return 'refusal'
  if (status >= 300 && status < 400)
    return leadsToLogin(headerOf(headers, 'location') ?? '', target) ? 'redirect' : undefined
  const { kind, text } = body
  if (kind !== 'html') return undefined
  const refresh = refreshTag.exec(text)?.[0]
  if (refresh !== undefined && leadsToLogin(refresh, target)) return 'redirect'
  return passwordField.test(text) ? 'form' : undefined
}

const refreshTag = /<meta\b[^<>]*http-equiv\s*=\s*["']?refresh[^<>]*>/i
const passwordField = /<input\b[^<>]*\btype\s*=\s*["']?password/i
const login =
  /log[-_]?(?:in|on)\b|sign[-_]?in\b|\bo?auth(?:enticat\w*|ori[sz]\w*|2)?\b|sessions?\/new|connexion|anmeld|inloggen|acceso|accedi|\bsso\b/i

/** True when the words of a location suggest a login, or it carries the requested page along to come back to. */
function leadsToLogin(place: string, target: string): boolean {
  const [path = ''] = target.split('?', 1)
  const takesAlong =
    path.length > 1 && new RegExp(`[?&][^=]+=[^&]*${escaped(encodeURIComponent(path))}`, 'i').test(place)
  return login.test(place) || takesAlong
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
