import { parseSetCookie, type Cookie } from 'set-cookie-parser'
import { headersOf, isSessionCookie, type Response } from '../../model/http.js'
import { difference, type Comparator } from '../comparator.js'

/**
 * Set-Cookie by name and attribute (RFC 6265 §5.3): order never matters, a lost attribute does. Values count, except those of
 * sessions and tokens, which two stacks never share; of dates only that there is one.
 */
export const cookies: Comparator = {
  *compare({ response: legacy }, { response: candidate }) {
    const [before, after] = [cookiesOf(legacy), cookiesOf(candidate)]
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      const [old, now] = [before.get(name), after.get(name)]
      if (old === undefined) yield difference('cookies', 'added', name, undefined, textOf(now))
      else if (now === undefined) yield difference('cookies', 'missing', name, textOf(old))
      else if (textOf(old) !== textOf(now)) yield difference('cookies', 'value', name, textOf(old), textOf(now))
    }
  },
}

/** The last of a name wins, as in a browser. */
function cookiesOf(response: Response): Map<string, Cookie> {
  const parsed = parseSetCookie(headersOf(response.headers, 'set-cookie'), { decodeValues: false })
  return new Map(parsed.map((cookie) => [cookie.name, cookie]))
}

function textOf(cookie: Cookie | undefined): string {
  if (cookie === undefined) return ''
  const { name, value, path, domain, maxAge, secure, httpOnly, sameSite, expires } = cookie
  const shown = isSessionCookie(name) ? '(own value)' : value
  return [
    `${name}=${shown}`,
    path === undefined ? '' : `Path=${path}`,
    domain === undefined ? '' : `Domain=${domain}`,
    maxAge === undefined ? '' : `Max-Age=${maxAge}`,
    expires === undefined ? '' : 'Expires',
    secure === true ? 'Secure' : '',
    httpOnly === true ? 'HttpOnly' : '',
    sameSite === undefined ? '' : `SameSite=${sameSite}`,
  ]
    .filter((part) => part !== '')
    .join('; ')
}
