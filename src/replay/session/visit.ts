import { CookieJar } from 'tough-cookie'
import { headersOf, noBody, type Headers, type Request, type Response } from '../../model/http.js'
import type { ScenarioExchange, ScenarioSession } from '../scenario/model.js'
import { filled } from '../scenario/placeholders.js'
import { captured } from './capture.js'
import { decodeURIComponentSafely, ownValuesOf } from './own-values.js'
import { entriesOf, madeBody, type Fill } from './request-body.js'
import { translation, type Translation } from './translation.js'

/** One leg's side of one session: what a browser would keep, and what this leg calls the values that were recorded. */
export interface Visit {
  /** The request as this leg must get it: its cookies, its tokens, its ids. */
  request(exchange: ScenarioExchange): Pick<Request, 'target' | 'headers' | 'body'>
  /** The leg answered. @param recorded what legacy answered when it was recorded. */
  answered(exchange: ScenarioExchange, answer: Response, recorded: Response | undefined): void
}

export interface VisitSources {
  /** Of a variable of the environment. */
  readonly variable: (name: string) => string
  readonly sideFile: (file: string) => Uint8Array
  /** The host that the site is asked for; each leg's own without it. */
  readonly host?: string
}

export function visit(session: ScenarioSession, { variable, sideFile, host }: VisitSources): Visit {
  const jar = new CookieJar(undefined, { rejectPublicSuffixes: false })
  const captures = new Map<string, string>()
  const own = translation()
  const valueOf = (name: string): string => captures.get(name) ?? variable(name)
  const fill: Fill = (name, template) => own.valueFor(name, filled(template, valueOf))
  for (const [name, value] of Object.entries(session.cookies)) {
    jar.setCookieSync(`${name}=${filled(value, valueOf)}; Path=/`, site, { loose: true })
  }

  const cookies = (target: string): string => jar.getCookieStringSync(new URL(target, site).href)

  const headersFor = (exchange: ScenarioExchange, target: string, contentType: string | undefined): Headers => {
    const fields = { ...session.headers, ...exchange.headers }
    const headers: [string, string][] = host === undefined ? [] : [['Host', host]]
    for (const [name, template] of entriesOf(fields)) headers.push([name, fill(name, template)])
    const has = (wanted: string): boolean => headers.some(([name]) => name.toLowerCase() === wanted)
    if (contentType !== undefined && !has('content-type')) headers.push(['Content-Type', contentType])
    const cookie = cookies(target)
    if (cookie !== '') headers.push(['Cookie', cookie])
    return headers
  }

  return {
    request(exchange) {
      const target = translatedTarget(filled(exchange.target, valueOf, encodeURIComponent), own)
      const made = exchange.body === undefined ? undefined : madeBody(exchange.body, fill, sideFile)
      const bytes = made?.bytes ?? noBody.bytes
      return {
        target,
        headers: headersFor(exchange, target, made?.contentType),
        body: { bytes, size: bytes.byteLength, truncated: false },
      }
    },
    answered(exchange, answer, recorded) {
      for (const cookie of headersOf(answer.headers, 'set-cookie')) {
        jar.setCookieSync(withoutDomain(cookie), new URL(exchange.target.replaceAll('${', ''), site).href, {
          loose: true,
          ignoreError: true,
        })
      }
      for (const [name, capture] of Object.entries(exchange.capture)) {
        const value = captured(capture, answer)
        if (value !== undefined) captures.set(name, value)
      }
      own.learn(recorded === undefined ? [] : ownValuesOf(recorded), ownValuesOf(answer))
    },
  }
}

/** Every leg is the same site to its jar (RFC 2606 reserves the name), and Secure cookies are kept: what is before the stack may speak TLS. */
const site = 'https://stack.invalid/'

/** A cookie for the site's public name is a cookie of the leg, whatever address it is asked at. */
function withoutDomain(cookie: string): string {
  return cookie.replace(/;\s*domain=[^;]*/i, '')
}

/** Segments of the path and values of the query, each where the leg has another; all else byte for byte. */
function translatedTarget(target: string, own: Translation): string {
  const [path, query] = splitAt(target, '?')
  const segments = path.split('/').map((segment) => translatedPiece('', segment, own))
  if (query === undefined) return segments.join('/')
  const pairs = query.split('&').map((pair) => {
    const [name, value] = splitAt(pair, '=')
    return value === undefined ? pair : `${name}=${translatedPiece(decodeURIComponentSafely(name), value, own)}`
  })
  return `${segments.join('/')}?${pairs.join('&')}`
}

function translatedPiece(name: string, piece: string, own: Translation): string {
  const plain = decodeURIComponentSafely(piece)
  const translated = own.valueFor(name, plain)
  return translated === plain ? piece : encodeURIComponent(translated)
}

function splitAt(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
