import type { Headers, Request } from '../model/http.js'
import { addressHeaders, withoutKeysOfAddress } from './addresses.js'
import { replaceSecretFields } from './fields.js'
import { replaceSecretForms } from './forms.js'
import { markStart } from '../model/marks.js'
import { isSecretHeader, isSecretValue } from './secret-names.js'

/**
 * Returns the values of a request's head that must not reach a disk wherever they stand, even in an SQL literal or a log line: credentials,
 * cookie values, secret fields of the query.
 */
export function secretsOfHead({ target, headers }: Pick<Request, 'target' | 'headers'>): string[] {
  return [...secretsOfTarget(target), ...secretsOfHeaders(headers)]
}

export function secretsOfTarget(target: string): string[] {
  return secretsOfAddress(target)
}

/** Returns the secrets that a text shows by itself: values of secret fields, and secrets by their form. */
export function secretsInText(text: string): string[] {
  return collected((take) => replaceSecretForms(replaceSecretFields(text, take), take))
}

function secretsOfAddress(address: string): string[] {
  return collected((take) => withoutKeysOfAddress(replaceSecretForms(replaceSecretFields(address, take), take), take))
}

/** Returns what a replacement took out. A mark takes its place, so that what one rule took, no other takes again. */
function collected(replaceAll: (take: (secret: string) => string) => string): string[] {
  const secrets = new Set<string>()
  replaceAll((secret) => {
    secrets.add(secret)
    return `${markStart}0000000000000000]`
  })
  return [...secrets]
}

/** Returns credentials, cookie values, and secret fields of URLs, as in Location and Referer. */
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
 * Returns those secrets of a body that are searched for elsewhere. An answer may hold a label such as `"password":"Mot de passe"`, so of its
 * values only those that do not look like words are returned.
 */
export function secretsOfBody(text: string, from: 'request' | 'answer'): string[] {
  const values = secretsInText(text)
  return from === 'request' ? values : values.filter((value) => /^\S*\d\S*$|^\S{16,}$/.test(value))
}

/** Returns the value of a cookie as sent and as decoded, because pages and SQL show it decoded. */
function cookieValue(pair: string): string[] {
  const value = pair.slice(pair.indexOf('=') + 1).trim()
  if (!value.includes('%')) return [value]
  return [value, new URLSearchParams(`v=${value.replaceAll('&', '%26').replaceAll('+', '%2B')}`).get('v') ?? value]
}

/** Returns the whole value, the value without its scheme, and the password that Basic wraps (RFC 7617). */
function credentials(value: string): string[] {
  const token = value.replace(/^\w+\s+/, '')
  if (!/^basic\s/i.test(value)) return [value, token]
  const [, password] = /^[^:]*:([^]*)$/.exec(Buffer.from(token, 'base64').toString('utf8')) ?? []
  return [value, token, ...(password === undefined ? [] : [password])]
}
