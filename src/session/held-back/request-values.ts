import { headerOf, headersOf, isSessionCookie, type Headers } from '../../model/http.js'
import { isPlain, looksRandom } from '../../model/value-form.js'
import { spellingsOf } from './spellings.js'

/** A cookie, or a header field that says who asks. */
export interface Credential {
  readonly name: string
  readonly value: string
}

/** One value in a request's target and its place, such as `?sid` or `/reset/{}`. */
export interface Placed {
  readonly place: string
  /** Name of the parameter; empty for a segment of the path. */
  readonly name: string
  readonly value: string
}

/** Session ids may be as short as this. */
const shortId = 8

/** Returns the cookies of a Cookie field, in order. */
export function cookiesOf(field: string): Credential[] {
  return field
    .split(';')
    .map((cookie) => credentialOf(cookie.trim()))
    .filter(({ value }) => value !== '')
}

export function cookiesSent(headers: Headers): Credential[] {
  return headersOf(headers, 'cookie').flatMap(cookiesOf)
}

/** Returns the cookies that an answer sets, without those that it deletes. */
export function cookiesSet(answer: Headers): Credential[] {
  return headersOf(answer, 'set-cookie')
    .map((field) => credentialOf(field.split(';', 1)[0]?.trim() ?? ''))
    .filter(({ value }) => value !== '' && value !== 'deleted')
}

function credentialOf(pair: string): Credential {
  const at = pair.indexOf('=')
  return at === -1
    ? { name: '', value: pair }
    : { name: pair.slice(0, at).trim(), value: unquoted(pair.slice(at + 1).trim()) }
}

/** Removes the quotes that a value may have, which browsers send back (RFC 6265 §4.1.1). */
function unquoted(value: string): string {
  return /^"[^"]*"$/.test(value) ? value.slice(1, -1) : value
}

/** True for header fields that say who asks. `Cookie` is examined cookie by cookie. */
export function isCredentialField(name: string): boolean {
  return /auth|token|api-?key|sess|secret|signature|credential|passw|csrf|xsrf/i.test(name)
}

/** True for a CSRF token, which accompanies a session but is none. */
function isFormToken(name: string): boolean {
  return /csrf|xsrf/i.test(name)
}

/** Returns what a request says about who asks, besides its cookies. */
export function credentialsSent(headers: Headers): Credential[] {
  return headers
    .filter(([name]) => isCredentialField(name) && !isFormToken(name))
    .map(([name, value]) => ({ name: name.toLowerCase(), value }))
}

/** True when the name denotes a session, or the value is an id that nobody could guess. */
export function isIdentity({ name, value }: Credential): boolean {
  return isSessionCookie(name) || looksRandom(value, shortId)
}

/**
 * True when one of a client's own credentials stands in a text.
 * @param text all its spellings.
 */
export function standsIn(text: string, credentials: readonly Credential[]): boolean {
  return credentials.some((each) => {
    const token = each.value.replace(/^(?:basic|bearer|token)\s+/i, '')
    return token.length >= shortId && isIdentity({ ...each, value: token }) && text.includes(token)
  })
}

/** Returns the values of a target, decoded. */
export function valuesIn(target: string): Placed[] {
  const [path, query] = splitAt(target, '?')
  const segments = path.split('/')
  const inPath = segments.flatMap((segment, index): Placed[] => {
    const [plain = '', ...parameters] = segment.split(';')
    const place = [...segments.slice(0, index), '{}'].join('/')
    return [{ place, name: '', value: shown(plain) }, ...parameters.map(parameterOf)]
  })
  const inQuery = query === '' ? [] : query.split('&').map(parameterOf)
  return [...inPath, ...inQuery].filter(({ value }) => value !== '')
}

/** Reads a parameter. If it has no value, its name may be one: `/reset?4f2a…`. */
function parameterOf(text: string): Placed {
  const [name, value] = splitAt(text, '=')
  return value === '' ? { place: '?', name: '', value: shown(name) } : { place: `?${name}`, name, value: shown(value) }
}

function shown(value: string): string {
  return spellingsOf(value).at(-1) ?? value
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** True for parameters whose name says that they hold a session or a token. */
function isTokenParameter(name: string): boolean {
  return isSessionCookie(name) || /^(?:j?sid|jwt|otp|sig|nonce|key)$|nonce|_key$|signature|auth/i.test(name)
}

/** True for a value of a target that seems to identify somebody, by its form or by the name of its parameter. */
export function mayIdentify({ name, value }: Placed): boolean {
  if (looksRandom(value)) return true
  return isTokenParameter(name) && value.length >= 6 && !isPlain(value)
}

/** Returns the tokens in the addresses that an answer leads to: they are legacy's own, as in the link of a confirmation. */
export function tokensLedTo(answer: Headers): string[] {
  return ['location', 'content-location', 'refresh']
    .map((name) => headerOf(answer, name))
    .filter((value) => value !== undefined)
    .flatMap((value) => valuesIn(value.replace(/^[^/?]*\/\/[^/?]*/, '').replace(/#.*$/, '')))
    .filter(
      ({ name, value }) => value.length >= 6 && (looksRandom(value, 6) || mayIdentify({ place: '', name, value })),
    )
    .map(({ value }) => value)
}

/** True for scripts, styles, pictures and fonts that set no cookie: the values in their addresses are versions and hashes of their content. */
export function isAsset(target: string, answer: Headers): boolean {
  const [path = ''] = target.split('?', 1)
  return (
    /\.(?:css|m?js|map|png|jpe?g|gif|webp|avif|svg|ico|woff2?|ttf|otf|eot|mp[34]|webm)$/i.test(path) &&
    headerOf(answer, 'set-cookie') === undefined
  )
}
