import { CookieJar } from 'tough-cookie'
import { headersOf, type Request, type Response } from '../../model/http.js'
import type { MadeValue } from '../../model/made-value.js'
import type { ReadFile } from '../scenario/answer.js'
import type { Scenario, ScenarioExchange } from '../scenario/model.js'
import { filledRequest, firstCookies, type ValueOf } from '../scenario/request.js'
import { captured } from './capture.js'
import type { fixedRequests, RequestParts } from './fixed-requests.js'
import { madeBy, remembered } from '../../session/made-values.js'
import type { OwnValue } from '../../session/own-values.js'
import { ownWords } from '../../session/own-words.js'
import { translation } from '../../session/translation.js'

/** One leg's side of one session: what a browser would keep, and what this leg has in place of the values that were recorded. */
export interface LegSession {
  /** Returns the request as this leg must get it: with its cookies, its tokens, its ids. */
  request(exchange: ScenarioExchange): RequestParts
  answered(answered: Answered): void
  /** Returns the ids of the records that this leg has made for the session until now. */
  readonly made: () => readonly MadeValue[]
}

/** What one leg answered to an exchange. */
export interface Answered {
  readonly exchange: ScenarioExchange
  /** Position of the exchange in its scenario, from 0. */
  readonly position: number
  /** The request as it was sent to this leg. */
  readonly request: Pick<Request, 'target' | 'body'>
  readonly answer: Response
  /** What legacy answered when it was recorded; undefined if only the request is known. */
  readonly recorded: Response | undefined
}

export interface LegSessionSources {
  /** Returns the value of a variable of the environment. */
  readonly variable: ValueOf
  readonly sideFile: ReadFile
  /** Host that the site is asked for; absent: each leg's own. */
  readonly host?: string
}

/** What every visit of a scenario would otherwise work out again. */
export interface Shared {
  readonly fixed: ReturnType<typeof fixedRequests>
  /** Reads the values of a recorded answer. */
  readonly recorded: ReadValues
  readonly answer: ReadValues
  /** Reads the values of an answer of which only a page is worth reading. */
  readonly page: ReadValues
}

/** @param asked target of the request. */
type ReadValues = (asked: string, answer: Response) => readonly OwnValue[]

/**
 * @param captures what answers of this leg gave for later requests, in every session of the round, since one may use
 * another's.
 */
export function legSession(
  scenario: Scenario,
  session: string,
  { variable, sideFile, host }: LegSessionSources,
  shared: Shared,
  captures: Map<string, string>,
): LegSession {
  const jar = new CookieJar(undefined, { rejectPublicSuffixes: false })
  const own = translation()
  const words = ownWords(own)
  let made: readonly MadeValue[] = []
  /** Checked first, because asking an empty jar takes longer than the rest of a request. */
  let hasCookies = false
  const valueOf: ValueOf = (name) => captures.get(name) ?? variable(name)
  for (const [name, value] of firstCookies(scenario, session, valueOf)) {
    jar.setCookieSync(`${name}=${value}; Path=/`, site, { loose: true })
    hasCookies = true
  }

  const filledIn = (exchange: ScenarioExchange): RequestParts => {
    const { target, headers, body } = filledRequest(scenario, exchange, valueOf, sideFile, words)
    return { target, headers: host === undefined ? headers : [['Host', host], ...headers], body }
  }

  return {
    request(exchange) {
      const parts = own.isEmpty() ? shared.fixed(exchange, () => filledIn(exchange)) : filledIn(exchange)
      const cookie = hasCookies ? jar.getCookieStringSync(new URL(parts.target, site).href) : ''
      return cookie === '' ? parts : { ...parts, headers: [...parts.headers, ['Cookie', cookie]] }
    },
    answered({ exchange, position, request, answer, recorded }) {
      for (const cookie of headersOf(answer.headers, 'set-cookie')) {
        jar.setCookieSync(withoutDomain(cookie), new URL(exchange.target.replaceAll('${', ''), site).href, {
          loose: true,
          ignoreError: true,
        })
        hasCookies = true
      }
      for (const [name, capture] of Object.entries(exchange.capture)) {
        const value = captured(capture, answer)
        if (value !== undefined) captures.set(name, value)
      }
      const read = recorded === undefined && !exchange.writes ? shared.page : shared.answer
      const shown = read(exchange.target, answer)
      own.learn(recorded === undefined ? [] : shared.recorded(exchange.target, recorded), shown)
      if (exchange.writes) made = remembered(made, madeBy(position, request, answer, shown))
    },
    made: () => made,
  }
}

/**
 * Every leg is the same site to its jar (RFC 2606 reserves the name). Secure cookies are kept, because something in
 * front of the stack may speak TLS.
 */
const site = 'https://stack.invalid/'

/** Removes the domain: a cookie for the site's public name belongs to the leg, whatever address it is asked at. */
function withoutDomain(cookie: string): string {
  return cookie.replace(/;\s*domain=[^;]*/i, '')
}
