import type { Headers } from '../model/http.js'
import { addressHeaders, withoutKeysOfAddress } from './addresses.js'
import type { Scrub } from './body.js'
import type { Concealer } from './concealer.js'
import { isPersonalHeader, isSecretHeader, isSecretValue } from './secret-names.js'

export function redactHeaders(headers: Headers, scrub: Scrub, conceal: Concealer): Headers {
  return headers.map(([name, value]) => [name, redactHeader(name, value, scrub, conceal)])
}

function redactHeader(name: string, value: string, scrub: Scrub, conceal: Concealer): string {
  if (isSecretHeader(name) || isPersonalHeader(name) || isSecretValue(name, value)) return conceal(value)
  if (name.toLowerCase() === 'cookie')
    return value
      .split(/;\s*/)
      .map((one) => concealValue(one, conceal))
      .join('; ')
  if (name.toLowerCase() === 'set-cookie') return concealSetCookie(value, scrub, conceal)
  return addressHeaders.has(name.toLowerCase()) ? redactAddress(value, scrub, conceal) : scrub(value)
}

export function redactAddress(address: string, scrub: Scrub, conceal: Concealer): string {
  return withoutKeysOfAddress(scrub(address), conceal)
}

function concealSetCookie(value: string, scrub: Scrub, conceal: Concealer): string {
  const [pair = '', ...attributes] = value.split(';')
  return [concealValue(pair, conceal), ...attributes.map(scrub)].join(';')
}

/** Hides the value of `name=value`. An empty value stays, because a deleted cookie is no secret. */
function concealValue(pair: string, conceal: Concealer): string {
  const at = pair.indexOf('=')
  const value = pair.slice(at + 1)
  return at === -1 || value === '' ? pair : `${pair.slice(0, at + 1)}${conceal(value)}`
}
