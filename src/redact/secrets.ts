import type { Exchange } from '../model/exchange.js'
import type { Headers, Request } from '../model/http.js'
import type { Pair } from '../model/pair.js'
import { secretFieldValues } from './fields.js'
import { isSecretHeader } from './secret-names.js'

/** Shorter values are not replaced where they stand in running text: `a=1` as a cookie would blank every 1 of a page. */
const shortestSearchable = 6

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
  return [...headSecrets(request), ...secretFieldValues(Buffer.from(request.body.bytes).toString('latin1'))]
}

function headSecrets({ headers, target }: Pick<Request, 'target' | 'headers'>): string[] {
  return [
    ...headers.filter(([name]) => isSecretHeader(name)).flatMap(([, value]) => [value, value.replace(/^\w+\s+/, '')]),
    ...cookieValues(headers),
    ...secretFieldValues(target),
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
