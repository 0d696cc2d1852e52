import { parseSetCookie, type Cookie } from 'set-cookie-parser'
import { looksRandom } from '../../model/value-form.js'
import { headersOf, isSessionCookie, type Response } from '../../model/http.js'
import type { Difference } from '../../model/difference.js'
import { difference, type Comparator } from '../comparator.js'
import { momentFrom, sameLife } from '../life.js'

/**
 * Compares Set-Cookie by name and attribute (RFC 6265 §5.3): order never matters, a lost attribute does. Values count, except those of
 * sessions and tokens, which two stacks never share; of Expires, the time left counts.
 */
export const cookies: Comparator = {
  *compare({ response: legacy }, { response: candidate }) {
    const [before, after] = [cookiesOf(legacy), cookiesOf(candidate)]
    for (const name of new Set([...before.keys(), ...after.keys()]))
      yield* compareNamed(name, before.get(name) ?? [], after.get(name) ?? [])
  },
}

/** A cookie as a browser keeps it. */
interface Kept {
  readonly source: string
  /** Attributes by their names in RFC 6265 §4.1.1; the cookie's value is under the empty name. */
  readonly attributes: ReadonlyMap<string, string>
  /** Milliseconds from the answer's Date until Expires; undefined without Expires. */
  readonly life: number | undefined
}

/** Groups cookies by name. One name may have several, told apart by domain and path; of duplicates the last wins, as in a browser. */
function cookiesOf(response: Response): Map<string, Kept[]> {
  const fields = headersOf(response.headers, 'set-cookie')
  const parsed = fields.flatMap((field) => parseSetCookie([field], { decodeValues: false }))
  const kept = new Map<string, Map<string, Kept>>()
  for (const cookie of parsed) {
    const named = kept.get(cookie.name) ?? new Map<string, Kept>()
    kept.set(cookie.name, named.set(whereOf(keptOf(cookie, response)), keptOf(cookie, response)))
  }
  return new Map([...kept].map(([name, named]) => [name, [...named.values()]]))
}

function keptOf(cookie: Cookie, { headers }: Response): Kept {
  const { name, value, path, domain, maxAge, secure, httpOnly, sameSite, expires } = cookie
  const shown = isOwn(name, value) ? '(own value)' : value
  const all: [string, string | undefined][] = [
    ['', shown],
    ['Path', path],
    ['Domain', domain?.toLowerCase().replace(/^\./, '')],
    ['Max-Age', maxAge === undefined ? undefined : String(maxAge)],
    ['Expires', expires === undefined ? undefined : expires.toUTCString()],
    ['Secure', secure === true ? 'Secure' : undefined],
    ['HttpOnly', httpOnly === true ? 'HttpOnly' : undefined],
    ['SameSite', sameSite?.toString().toLowerCase()],
  ]
  const attributes = new Map(all.filter((one): one is [string, string] => one[1] !== undefined))
  const words = [...attributes].map(([key, said]) => (key === '' ? `${name}=${said}` : wordOf(key, said)))
  const life = expires === undefined ? undefined : momentFrom(expires.getTime(), headers)
  return { source: words.join('; '), attributes, life }
}

function wordOf(key: string, said: string): string {
  return key === said ? key : `${key}=${said}`
}

/** True for a session or token, by its name or its random look. A session that ends has no value of its own: PHP writes `deleted`. */
function isOwn(name: string, value: string): boolean {
  return (isSessionCookie(name) || looksRandom(value)) && value !== '' && value !== 'deleted'
}

function whereOf({ attributes }: Kept): string {
  return `${attributes.get('Domain') ?? ''} ${attributes.get('Path') ?? ''}`
}

/** Pairs cookies of the same domain and path first, then the rest in order. */
function* compareNamed(name: string, before: readonly Kept[], after: readonly Kept[]): Iterable<Difference> {
  const left = [...after]
  const partner = (at: number): Kept | undefined => (at === -1 ? undefined : left.splice(at, 1)[0])
  const pairs = before.map((one) => [one, partner(left.findIndex((other) => whereOf(other) === whereOf(one)))] as const)
  for (const [one, same] of pairs) {
    const other = same ?? left.shift()
    if (other === undefined) yield difference('cookies', 'missing', name, one.source)
    else yield* compareAttributes(name, one, other)
  }
  for (const other of left) yield difference('cookies', 'added', name, undefined, other.source)
}

function* compareAttributes(name: string, before: Kept, after: Kept): Iterable<Difference> {
  for (const key of new Set([...before.attributes.keys(), ...after.attributes.keys()])) {
    const [old, now] = [before.attributes.get(key), after.attributes.get(key)]
    if (old === now || (key === 'Expires' && sameLife(before.life, after.life))) continue
    const kind = now === undefined ? 'missing' : old === undefined ? 'added' : 'value'
    yield difference('cookies', kind, key === '' ? name : `${name}; ${key}`, old, now)
  }
}
