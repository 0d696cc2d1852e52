import { headersOf, type Response } from '../../model/http.js'
import { difference, type Comparator } from '../comparator.js'

/**
 * Fields that say nothing of the page: of one connection, of the moment, of the program that answered, or seen better
 * elsewhere (lengths by the body, cookies by their own comparator). The list is fixed and documented in docs/comparison.md.
 */
const ignored = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'server',
  'set-cookie',
  'transfer-encoding',
  'x-powered-by',
])

/** @param name in lower case. */
export function isIgnoredHeader(name: string): boolean {
  return ignored.has(name)
}

/** End-to-end header fields by name, without regard to case; repeated fields as a list, in order. */
export const headers: Comparator = {
  *compare({ response: legacy }, { response: candidate }, { hosts }) {
    for (const name of namesOf(legacy, candidate)) {
      const before = valueOf(legacy, name, hosts)
      const after = valueOf(candidate, name, hosts)
      if (before === after) continue
      if (after === undefined) yield difference('headers', 'missing', name, before)
      else if (before === undefined) yield difference('headers', 'added', name, undefined, after)
      else yield difference('headers', 'value', name, before, after)
    }
  },
}

function namesOf(...responses: readonly Response[]): string[] {
  const names = responses.flatMap((response) => response.headers.map(([name]) => name.toLowerCase()))
  return [...new Set(names)].filter((name) => !isIgnoredHeader(name)).sort()
}

function valueOf(response: Response, name: string, hosts: readonly string[]): string | undefined {
  const values = headersOf(response.headers, name)
  if (values.length === 0) return undefined
  const value = values.join(', ')
  return name === 'location' || name === 'content-location' ? withoutOwnOrigin(value, hosts) : value
}

/** A redirect to the stack's own address is the same redirect on both. */
function withoutOwnOrigin(url: string, hosts: readonly string[]): string {
  const origin = hosts.flatMap((host) => [`http://${host}`, `https://${host}`]).find((own) => url.startsWith(`${own}/`))
  return origin === undefined ? url : url.slice(origin.length)
}
