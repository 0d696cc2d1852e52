import { BoundedSet } from '../../base/bounded.js'
import { readBody } from '../../compare/read/body.js'
import type { Exchange } from '../../model/exchange.js'
import type { Body, Headers } from '../../model/http.js'
import type { Judgement } from '../../model/judgement.js'
import { searchedBody, type SearchedBody } from '../../redact/body.js'
import { literalsOf, minLiteralLength, withoutLiterals } from '../../redact/literals.js'
import { numberingConcealer } from '../../redact/concealer.js'
import { redactorWith, type Redactor } from '../../redact/redact.js'
import { secretsOfBody, secretsOfHead } from '../../redact/secrets.js'
import type { Seen, SeenResponse } from './seen.js'

/** Takes the secrets out of the exchanges of a file, one after the other. */
export type SeenRedactor = (seen: Seen) => Seen

/** Maximum number of secrets that are looked for in later exchanges too; the oldest are forgotten first. */
const maxRemembered = 500

/**
 * Redacts by the rules of a recording, and beyond: what was a secret in one request is hidden in the exchanges after
 * it, whose pages may show it again, and so are tokens that stand for a login.
 *
 * @param patterns regular expressions for what else this user considers secret.
 */
export function seenRedactor(patterns: readonly string[]): SeenRedactor {
  const conceal = numberingConcealer()
  const redactor = redactorWith(conceal, patterns)
  const remembered = new BoundedSet<string>(maxRemembered)

  return (seen) => {
    for (const secret of secretsIn(seen)) remembered.add(secret)
    return scrubbed(redactedAlone(seen, redactor), withoutLiterals(literalsOf(remembered, conceal)))
  }
}

function secretsIn({ request, response }: Seen): string[] {
  const sent = searchedText(request.body, request.headers)
  const secrets = [
    ...secretsOfHead(request),
    ...secretsOfBody(sent, 'request'),
    ...[request.target, sent, searchedText(response?.body, response?.headers ?? [])].flatMap(loginTokens),
  ]
  return secrets.filter((secret) => secret.length >= Math.max(minLiteralLength, 8) || /[^a-z]/i.test(secret))
}

/** Matches tokens that stand for a login. Those against forged requests are worth nothing without their session, and stay. */
const loginToken = /(?:^|[?&"])((?:[\w-]*[_-])?(?:token|jwt))(?:=|"\s{0,8}:\s{0,8}")([^&"\s]{8,4000})/gi
const ownToken = /csrf|xsrf|nonce|authenticity|^_token$/i

function loginTokens(text: string): string[] {
  if (!/token|jwt/i.test(text)) return []
  return [...text.matchAll(loginToken)].flatMap(([, name = '', value = '']) => (ownToken.test(name) ? [] : [value]))
}

function searchedText(body: Body | undefined, headers: Headers): string {
  return body === undefined ? '' : searched(body, headers).text
}

function searched(body: Body, headers: Headers): SearchedBody {
  return searchedBody(body, readBody({ headers, body }))
}

function scrubbed(seen: Seen, scrub: (text: string) => string): Seen {
  const { request, response } = seen
  const headers = (fields: Headers): Headers => fields.map(([name, value]) => [name, scrub(value)])
  const body = (bytes: Body, fields: Headers): Body => searched(bytes, fields).scrubbed(scrub)
  return {
    ...seen,
    request: {
      ...request,
      target: scrub(request.target),
      headers: headers(request.headers),
      body: body(request.body, request.headers),
    },
    ...(response === undefined
      ? {}
      : {
          response: {
            ...response,
            ...(response.headers === undefined ? {} : { headers: headers(response.headers) }),
            ...(response.body === undefined ? {} : { body: body(response.body, response.headers ?? []) }),
          },
        }),
  }
}

const nothingSaid: Judgement = { verdict: 'match', differences: [], noise: [], sightings: [], questions: [] }
const nobody: Exchange = { leg: 'candidate', timing: { total: 0 }, statements: [], attribution: 'none' }
const noBytes: Body = { bytes: new Uint8Array(0), size: 0, truncated: true }

/** Redacts an exchange as if it were a pair of which only legacy answered. */
function redactedAlone(seen: Seen, redactor: Redactor): Seen {
  const { request, response } = seen
  const { pair } = redactor.pair(
    {
      id: request.id,
      request,
      route: '',
      client: '',
      identicalBodies: false,
      candidate: nobody,
      legacy: { ...nobody, leg: 'legacy', ...(response === undefined ? {} : { response: whole(response) }) },
    },
    nothingSaid,
  )
  const hidden = pair.legacy.response
  if (response === undefined || hidden === undefined) return { ...seen, request: pair.request }
  return { ...seen, request: pair.request, response: kept(response, hidden) }
}

function whole({ status, headers = [], body = noBytes }: SeenResponse): NonNullable<Exchange['response']> {
  return { status, headers, body, complete: true }
}

/** Returns the redacted answer; what was unknown stays unknown. */
function kept(before: SeenResponse, { status, headers, body }: NonNullable<Exchange['response']>): SeenResponse {
  return {
    status,
    ...(before.headers === undefined ? {} : { headers }),
    ...(before.body === undefined ? {} : { body }),
  }
}
