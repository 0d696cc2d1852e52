import type { Headers, Request } from '../model/http.js'
import { addressHeaders, withoutKeysOfAddress } from './addresses.js'
import { replaceSecretFields } from './fields.js'
import { replaceSecretForms } from './forms.js'
import { markStart } from '../model/marks.js'
import { isSecretHeader, isSecretValue } from './secret-names.js'

/**
 * Values of a request's head that must not reach a disk wherever they stand, an SQL literal or a log line included: credentials,
 * cookie values, secret fields of the query.
 */
export function secretsOfHead({ target, headers }: Pick<Request, 'target' | 'headers'>): string[] {
  return [...secretsOfTarget(target), ...secretsOfHeaders(headers)]
}

export function secretsOfTarget(target: string): string[] {
  return secretsOfAddress(target)
}

/** What stands in a text by itself: the values of secret fields, and what is a secret by its form. */
export function secretsInText(text: string): string[] {
  return collected((take) => replaceSecretForms(replaceSecretFields(text, take), take))
}

function secretsOfAddress(address: string): string[] {
  return collected((take) => withoutKeysOfAddress(replaceSecretForms(replaceSecretFields(address, take), take), take))
}

/** What was taken out by a replacement. A mark takes its place: what one rule took, no other takes again. */
function collected(replaceAll: (take: (secret: string) => string) => string): string[] {
  const secrets = new Set<string>()
  replaceAll((secret) => {
    secrets.add(secret)
    return `${markStart}0000000000000000]`
  })
  return [...secrets]
}

/** Credentials, cookie values, and secret fields of URLs, as in Location and Referer. */
export function secretsOfHeaders(headers: Headers): string[] {
  return headers.flatMap(([name, value]) => {
    const known = name.toLowerCase()
    if (known === 'cookie') return value.split(';').flatMap(cookieValue)
    if (known === 'set-cookie') return cookieValue(value.split(';', 1)[0] ?? '')
    if (isSecretHeader(known) || isSecretValue(name, value)) return credentials(value)
    return addressHeaders.has(known) ? secretsOfAddress(value) : secretsInText(value)
  })
}

/**
 * Of a body's secret fields, those that are searched for elsewhere. An answer may hold `"password":"Mot de passe"`, a label: only
 * what looks like no word is a secret wherever it stands.
 */
export function secretsOfBody(text: string, from: 'request' | 'answer'): string[] {
  const values = secretsInText(text)
  return from === 'request' ? values : values.filter((value) => /^\S*\d\S*$|^\S{16,}$/.test(value))
}

/** Both spellings of a cookie's value: pages and SQL show it decoded. */
function cookieValue(pair: string): string[] {
  const value = pair.slice(pair.indexOf('=') + 1).trim()
  if (!value.includes('%')) return [value]
  return [value, new URLSearchParams(`v=${value.replaceAll('&', '%26').replaceAll('+', '%2B')}`).get('v') ?? value]
}

/** The whole, without its scheme, and the password that Basic wraps (RFC 7617). */
function credentials(value: string): string[] {
  const token = value.replace(/^\w+\s+/, '')
  if (!/^basic\s/i.test(value)) return [value, token]
  const [, password] = /^[^:]*:([^]*)$/.exec(Buffer.from(token, 'base64').toString('utf8')) ?? []
  return [value, token, ...(password === undefined ? [] : [password])]
}
