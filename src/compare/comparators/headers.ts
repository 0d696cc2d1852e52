import { headersOf, type Headers, type Response } from '../../model/http.js'
import { difference, type Comparator, type OwnHosts } from '../comparator.js'
import { momentFrom, sameLife } from '../life.js'
import { withoutOwnOrigin } from '../own-origin.js'
import { oneSpelling } from '../../base/percent-encoding.js'

/**
 * Header fields that say nothing about the page, by class; documented in docs/comparison.md. `hop`: about one connection. `volatile`: about
 * the moment or the machine that answered. `elsewhere`: compared by another comparator or with the body.
 */
export const ignoredHeaders = {
  hop: ['connection', 'keep-alive', 'transfer-encoding', 'trailer', 'upgrade', 'via'],
  volatile: [
    ...['date', 'age', 'server', 'x-powered-by', 'x-request-id', 'x-correlation-id', 'x-trace-id', 'traceparent'],
    ...[
      'x-runtime',
      'x-response-time',
      'server-timing',
      'x-cache',
      'x-cache-hits',
      'x-cache-status',
      'cf-cache-status',
    ],
    ...['cf-ray', 'x-varnish', 'x-timer', 'x-served-by', 'x-debug-token', 'x-debug-token-link'],
  ],
  elsewhere: ['content-length', 'location', 'set-cookie'],
} as const

const ignored = new Set<string>(Object.values(ignoredHeaders).flat())
const silent = new Set<string>([...ignoredHeaders.hop, ...ignoredHeaders.volatile, 'content-length'])

/** Fields that are lists of words whose order, case and white space mean nothing. */
const sets = new Set(['cache-control', 'vary', 'allow', 'accept-ranges', 'pragma'])
const setPrefix = 'access-control-'

/**
 * True for a field that no comparator looks at. `content-length` is one, although an answer to HEAD is compared by it.
 * @param name in lower case.
 */
export function isSilentHeader(name: string): boolean {
  return silent.has(name)
}

/** Compares end-to-end header fields by name, ignoring case. Repeated fields are one list, in order. */
export const headers: Comparator = {
  *compare({ response: legacy }, { response: candidate }, { hosts }) {
    for (const name of namesOf(legacy, candidate)) {
      const [before, after] = [valuesOf(legacy, name), valuesOf(candidate, name)]
      if (before.length === 0) yield difference('headers', 'added', name, undefined, after.join(', '))
      else if (after.length === 0) yield difference('headers', 'missing', name, before.join(', '))
      else if (!sayTheSame(name, legacy, candidate, hosts))
        yield difference('headers', kindOf(before, after), name, before.join(', '), after.join(', '))
    }
  },
}

function namesOf(...responses: readonly Response[]): string[] {
  const names = responses.flatMap((response) => response.headers.map(([name]) => name.toLowerCase()))
  return [...new Set(names)].filter((name) => !ignored.has(name)).sort()
}

function valuesOf({ headers: fields }: Response, name: string): string[] {
  return headersOf(fields, name)
}

/** Returns `order` for repeated fields in another order: links and policies may then mean something else, but nothing was lost. */
function kindOf(before: readonly string[], after: readonly string[]): 'value' | 'order' {
  const sorted = (values: readonly string[]): string => [...values].sort().join('\n')
  return before.length > 1 && sorted(before) === sorted(after) ? 'order' : 'value'
}

function sayTheSame(name: string, legacy: Response, candidate: Response, hosts: OwnHosts): boolean {
  const [before, after] = [valuesOf(legacy, name).join(', '), valuesOf(candidate, name).join(', ')]
  if (before === after) return true
  if (name === 'expires') return sameLife(lifeOf(before, legacy.headers), lifeOf(after, candidate.headers))
  return meaningOf(name, before, hosts.legacy) === meaningOf(name, after, hosts.candidate)
}

/** Returns milliseconds until expiry. A value that is not a date is in the past (RFC 9111 §5.3). */
function lifeOf(expires: string, all: Headers): number {
  const moment = Date.parse(expires)
  return Number.isNaN(moment) ? -1 : momentFrom(moment, all)
}

/** Returns a value in a normal form that is equal for values with the same meaning. */
function meaningOf(name: string, joined: string, hosts: readonly string[]): string {
  if (sets.has(name) || name.startsWith(setPrefix)) return wordsOf(joined).sort().join(',')
  switch (name) {
    case 'content-type':
      return joined
        .toLowerCase()
        .replace(/\s*;\s*/g, ';')
        .replace(/"/g, '')
    case 'content-location':
      return withoutOwnOrigin(oneSpelling(joined), hosts)
    case 'etag': // each server makes its own for the same bytes; a weak one allows no ranges (RFC 9110 §8.8.1)
      return joined.startsWith('W/') ? 'a weak etag' : 'an etag'
    default:
      return joined
  }
}

function wordsOf(list: string): string[] {
  return list
    .toLowerCase()
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}
