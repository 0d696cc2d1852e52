import type { Exchange } from '../model/exchange.js'
import type { Headers, Request } from '../model/http.js'
import type { Pair } from '../model/pair.js'

/** Headers whose whole value is a secret. */
const secretHeaders = new Set(['authorization', 'proxy-authorization', 'x-api-key', 'x-auth-token'])

/** Names of fields, in forms, queries and JSON, whose values are secrets. */
const secretFieldName = /pass(?:word|wd|phrase)?$|^pwd$|mot_?de_?passe|^mdp$|secret|api_?key|access_?token/i

/** Shorter values are not replaced where they stand in running text: `a=1` as a cookie would blank every 1 of a page. */
const shortestSearchable = 6

export function isSecretHeader(name: string): boolean {
  return secretHeaders.has(name.toLowerCase())
}

export function isSecretField(name: string): boolean {
  return secretFieldName.test(name)
}

/**
 * Values of a pair that must not reach a disk wherever they stand, an SQL literal or a log line included: credentials, cookie
 * values (also those that the legs set), password fields of query and form. The longest first, so that none hides in another.
 */
export function secretsOf(pair: Pair): string[] {
  const legs = [pair.legacy, pair.candidate, ...(pair.control === undefined ? [] : [pair.control])]
  const values = [...requestSecrets(pair.request), ...legs.flatMap(setCookieValues)]
  return searchable(values)
}

/** The same of a request's target and header fields alone. */
export function secretsOfHead(head: Pick<Request, 'target' | 'headers'>): string[] {
  return searchable(headSecrets(head))
}

function searchable(values: readonly string[]): string[] {
  const long = values.filter((value) => value.length >= shortestSearchable)
  return [...new Set(long)].sort((a, b) => b.length - a.length)
}

function requestSecrets(request: Request): string[] {
  return [...headSecrets(request), ...fieldSecrets(Buffer.from(request.body.bytes).toString('latin1'))]
}

function headSecrets({ headers, target }: Pick<Request, 'target' | 'headers'>): string[] {
  const query = target.includes('?') ? target.slice(target.indexOf('?') + 1) : ''
  return [
    ...headers.filter(([name]) => isSecretHeader(name)).flatMap(([, value]) => [value, value.replace(/^\w+\s+/, '')]),
    ...cookieValues(headers),
    ...fieldSecrets(query),
  ]
}

function cookieValues(headers: Headers): string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => value.split(';'))
    .map((pair) => pair.slice(pair.indexOf('=') + 1).trim())
}

function setCookieValues(exchange: Exchange): string[] {
  return (exchange.response?.headers ?? [])
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(
      ([, value]) =>
        value
          .slice(value.indexOf('=') + 1)
          .split(';', 1)[0]
          ?.trim() ?? '',
    )
}

/** Both spellings of a value, as written and decoded: a page shows the one, a URL the other. */
function fieldSecrets(encoded: string): string[] {
  return encoded.split('&').flatMap((field) => {
    const [name = '', value = ''] = field.split('=', 2)
    return isSecretField(name) ? [value, new URLSearchParams(`v=${value}`).get('v') ?? ''] : []
  })
}
