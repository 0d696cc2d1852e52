import { headerOf, isSafeMethod, isSessionCookie, type Headers, type Request } from '../model/http.js'
import { askerOf } from '../session/held-back/asker.js'
import { harmless, type SessionSettings } from '../session/held-back/harmless.js'
import { issuedValues } from '../session/held-back/issued-values.js'
import { publicPlaces } from '../session/held-back/public-places.js'
import {
  cookiesSent,
  cookiesSet,
  credentialsSent,
  isAsset,
  isIdentity,
  mayIdentify,
  standsIn,
  tokensLedTo,
  valuesIn,
} from '../session/held-back/request-values.js'
import type { Credential } from '../session/held-back/request-values.js'
import { sessionStates, type SessionState } from '../session/held-back/session-states.js'
import { spelledOut, spelledOutBody } from '../session/held-back/spellings.js'
import { passingFields } from '../session/held-back/passing-fields.js'

/** What a request says of a session. */
export type SessionRequest = Pick<Request, 'method' | 'target' | 'headers'>

/**
 * What identifies users on legacy, and what became of their sessions. Only live legacy gets such values: what a client
 * sends is held back from other legs unless it is known to be harmless (ADR 0013).
 */
export interface Sessions {
  /** Learns from a request that legacy answered, mirrored or not. @param answer its header fields. */
  readonly learn: (request: SessionRequest, answer: Headers) => void
  /** Returns the header fields that other legs may get. */
  readonly passing: (headers: Headers) => Headers
  /** True if target or body would take a session to other legs. @param answer legacy's header fields. */
  readonly carries: (request: Omit<Request, 'id' | 'receivedAt'>, answer: Headers) => boolean
  /** Returns what legacy knows of the session and other legs do not get; undefined if they get all that legacy got. */
  readonly stateOf: (request: SessionRequest, answer: Headers) => SessionState | undefined
  /** Called when requests were missed: sessions that seem to have begun in this run may be older. */
  readonly forgetBirths: () => void
}

const max = { sessions: 100_000, values: 50_000 }

export function sessionsOf(settings: SessionSettings): Sessions {
  const known = harmless(settings)
  const places = publicPlaces()
  const issued = issuedValues(max.values)
  const states = sessionStates((name) => known.isSession(name) || isSessionCookie(name) || isField(name), max.sessions)

  const isHeld = (cookie: Credential): boolean => !known.isHarmlessCookie(cookie)
  const heldOf = (headers: Headers): Credential[] => [
    ...cookiesSent(headers).filter(isHeld),
    ...credentialsSent(headers)
      .filter((each) => !known.isHarmlessCredential(each))
      .map(({ name, value }) => ({ name: fieldName(name), value })),
  ]
  const passing = passingFields({ ...known, isIssued: issued.standIn, isHeld })

  const issue = (credential: Credential, request: SessionRequest): void => {
    if (isIdentity(credential) || !isEcho(credential.value, request)) issued.add(credential.value)
  }

  const learnCookies = (request: SessionRequest, answer: Headers, set: readonly Credential[]): void => {
    const [sent, asker] = [cookiesSent(request.headers), askerOf(request.headers)]
    for (const cookie of sent) if (known.saw(cookie, asker)) issued.remove(cookie.value)
    for (const cookie of set) {
      if (!isSafeMethod(request.method)) known.cameFromWrite(cookie.name)
      else if (!sent.some(({ name }) => name === cookie.name)) known.saw(cookie, asker)
      if (isHeld(cookie)) issue(cookie, request)
      else issued.remove(cookie.value)
    }
    for (const credential of credentialsSent(request.headers)) known.sawCredential(credential, asker)
    for (const token of tokensLedTo(answer)) issue({ name: '', value: token }, request)
  }

  const isPrivate = ({ method, target }: SessionRequest, answer: Headers): boolean => {
    if (known.isPublicPath(method, target)) return false
    const suspects = valuesIn(target).filter((each) => mayIdentify(each) && !known.isNamed(each.name))
    return suspects.some((each) => !(isAsset(target, answer) && !isSessionCookie(each.name)) && !places.isPublic(each))
  }

  return {
    learn(request, answer) {
      const set = cookiesSet(answer)
      learnCookies(request, answer, set)
      states.learn(request.method, heldOf(request.headers), set.filter(isHeld))
      const random = valuesIn(request.target).filter(mayIdentify)
      if (random.length > 0) for (const each of random) places.saw(each, askerOf(request.headers))
    },
    passing,
    carries(request, answer) {
      const held = heldOf(request.headers)
      const holds = (text: string): boolean => issued.standIn(text) || standsIn(text, held)
      if (holds(spelledOut(request.target)) || isPrivate(request, answer)) return true
      const { bytes } = request.body
      if (bytes.byteLength === 0) return false
      if (headerOf(request.headers, 'content-encoding') !== undefined) return true // nobody has looked inside an encoded body
      return holds(spelledOutBody(Buffer.from(bytes).toString('latin1')))
    },
    stateOf({ method, headers }, answer) {
      const held = heldOf(headers)
      // A safe request without a credential belongs to no session, even if its visitor has begun one by now.
      if (held.length === 0 && isSafeMethod(method)) return undefined
      const state = states.of([...held, ...cookiesSet(answer).filter(isHeld)])
      if (held.length === 0) return state === 'diverged' ? state : undefined
      return state ?? 'fresh'
    },
    forgetBirths: states.forgetBirths,
  }
}

/** True when the client itself says the value elsewhere in the request: the product that it viewed last, its browser. */
function isEcho(value: string, { target, headers }: SessionRequest): boolean {
  if (spelledOut(target).includes(value)) return true
  return headers.some(([name, said]) => name.toLowerCase() !== 'cookie' && said.includes(value))
}

/** Marks the name of a header field, to tell it from a cookie of the same name. */
const fieldPrefix = 'field '

function fieldName(name: string): string {
  return `${fieldPrefix}${name}`
}

function isField(name: string): boolean {
  return name.startsWith(fieldPrefix)
}
