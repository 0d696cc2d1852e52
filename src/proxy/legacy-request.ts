import type { ClientRequest } from './forwarder.js'
import { endToEnd } from './raw-headers.js'
import { hostOfTarget } from './refusal.js'

/** What legacy is told of the client, which it no longer sees itself. `off` passes on what the client sent and adds nothing. */
export type ForwardedMode = 'append' | 'replace' | 'off'

const forwardedNames = new Set([
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
])

/**
 * Returns the header fields for legacy: the client's in their order and case, and the forwarded fields. Host is the one
 * that the target names, if it names one. Fields of one connection (RFC 9110 §7.6.1) and Expect, which our server has
 * answered already, are left out.
 */
export function headersForLegacy(incoming: ClientRequest, mode: ForwardedMode): string[] {
  const raw = incoming.httpVersionMajor === 2 ? asHttp1(incoming.rawHeaders) : incoming.rawHeaders
  const host = hostOfTarget(incoming.url ?? '/')
  const kept = withHost(withoutExpect(endToEnd(raw)), host)
  return mode === 'off' ? kept : withForwarded(kept, incoming, mode)
}

/**
 * Translates HTTP/2 fields: pseudo-header fields become their HTTP/1 counterparts, and the crumbs of Cookie one field
 * (RFC 9113 §8.3.1, §8.2.3).
 */
function asHttp1(raw: readonly string[]): string[] {
  const headers: string[] = []
  const cookies: string[] = []
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name = '', value = ''] = [raw[index], raw[index + 1]]
    if (name === ':authority') headers.unshift('Host', value)
    else if (name === 'cookie') cookies.push(value)
    else if (!name.startsWith(':')) headers.push(name, value)
  }
  if (cookies.length > 0) headers.push('cookie', cookies.join('; '))
  return headers
}

/** @param host undefined if the Host field is right already. */
function withHost(headers: string[], host: string | undefined): string[] {
  if (host === undefined) return headers
  const at = headers.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
  if (at === -1) headers.unshift('Host', host)
  else headers[at + 1] = host
  return headers
}

function withoutExpect(headers: string[]): string[] {
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] ?? ''
    if (name.length === 6 && name.toLowerCase() === 'expect') headers.splice(index, 2)
  }
  return headers
}

/** Adds X-Forwarded-*, and continues Forwarded (RFC 7239) only if a proxy before us began one, so that its chain stays whole. */
function withForwarded(headers: readonly string[], incoming: ClientRequest, mode: 'append' | 'replace'): string[] {
  const address = incoming.socket.remoteAddress ?? 'unknown'
  const proto = 'encrypted' in incoming.socket ? 'https' : 'http'
  const kept: string[] = []
  let [host, chain, forwardedHost, forwardedProto] = ['', '', '', '']
  let forwarded: string | undefined
  for (let index = 0; index < headers.length; index += 2) {
    const [name = '', value = ''] = [headers[index], headers[index + 1]]
    const lower = name.toLowerCase()
    if (lower === 'host') host = value
    if (!forwardedNames.has(lower)) kept.push(name, value)
    else if (mode === 'replace') continue
    else if (lower === 'x-forwarded-for') chain = chain === '' ? value : `${chain}, ${value}`
    else if (lower === 'x-forwarded-host') forwardedHost = value
    else if (lower === 'x-forwarded-proto') forwardedProto = value
    else if (lower === 'forwarded') forwarded = forwarded === undefined ? value : `${forwarded}, ${value}`
    else kept.push(name, value)
  }
  kept.push('X-Forwarded-For', chain === '' ? address : `${chain}, ${address}`)
  kept.push('X-Forwarded-Proto', forwardedProto === '' ? proto : forwardedProto)
  kept.push('X-Forwarded-Host', forwardedHost === '' ? host : forwardedHost)
  if (forwarded !== undefined) kept.push('Forwarded', `${forwarded}, ${element(address, host, proto)}`)
  return kept
}

/** Formats one hop as RFC 7239 §4 specifies; IPv6 addresses are in brackets and quotes (§6). */
function element(address: string, host: string, proto: string): string {
  const node = address.includes(':') ? `"[${address}]"` : address
  return `for=${node};host="${host}";proto=${proto}`
}

/** True when a body follows: by its length or coding in HTTP/1 (RFC 9112 §6), by the end of the stream in HTTP/2. */
export function hasBody(incoming: ClientRequest): boolean {
  if ('stream' in incoming) return !incoming.stream.endAfterHeaders
  const { 'content-length': length, 'transfer-encoding': coding } = incoming.headers
  return coding !== undefined || (length !== undefined && length !== '0')
}
