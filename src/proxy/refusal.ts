import type { ClientRequest } from './forwarder.js'

/** Why a request is not passed on to legacy: the whole list, each reason counted. */
export const refusalReasons = [
  'malformed',
  'header-too-large',
  'url-too-long',
  'slow-headers',
  'slow-body',
  'host-not-allowed',
  'too-many-connections',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

export interface Refusal {
  readonly reason: RefusalReason
  /** Status code of the answer to the client. */
  readonly status: number
}

export interface Admission {
  /** Maximum bytes of a request target. */
  readonly urlBytes: number
  /** Names that `Host` may carry, in lower case and without a port; empty: any. */
  readonly hosts: ReadonlySet<string>
}

/**
 * Returns why a request that the parser lets through must not reach legacy: two hosts (RFC 9112 §3.2), a target that
 * names no path or is longer than legacy should ever see, or a host that is not served here. Everything else is
 * legacy's to answer.
 */
export function refusalOf(incoming: ClientRequest, { urlBytes, hosts }: Admission): Refusal | undefined {
  const url = incoming.url ?? ''
  if (url.length > urlBytes) return { reason: 'url-too-long', status: 414 }
  if (originForm(url) === undefined) return { reason: 'malformed', status: 400 }
  if (incoming.httpVersionMajor === 1 && countHosts(incoming.rawHeaders) > 1)
    return { reason: 'malformed', status: 400 }
  if (hosts.size > 0 && !hosts.has(nameOf(hostOf(incoming)))) return { reason: 'host-not-allowed', status: 421 }
  return undefined
}

/** Returns path and query of a request target; undefined if it names no path (RFC 9112 §3.2). */
export function originForm(url: string): string | undefined {
  if (url.startsWith('/')) return url
  // Absolute form: the host that it names does not matter, we only ever connect to legacy.
  const path = absoluteForm.exec(url)?.[2]
  if (path === undefined) return undefined
  return path.startsWith('/') ? path : `/${path}`
}

/** Returns the host of a target that is a whole URL, which takes precedence over `Host` (RFC 9112 §3.2.2); else undefined. */
export function hostOfTarget(url: string): string | undefined {
  return url.startsWith('/') ? undefined : absoluteForm.exec(url)?.[1]
}

/**
 * Captures the host, and path with query. User info has no place in it (RFC 9110 §4.2.4), and the host must not be
 * empty (§4.2.1).
 */
const absoluteForm = /^https?:\/\/([^/?#@]+)([^#]*)$/i

function countHosts(raw: readonly string[]): number {
  let hosts = 0
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? ''
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  return hosts
}

function hostOf(incoming: ClientRequest): string {
  const ofTarget = hostOfTarget(incoming.url ?? '')
  if (ofTarget !== undefined) return ofTarget
  return 'authority' in incoming ? incoming.authority : (incoming.headers.host ?? '')
}

/** Removes the port; an IPv6 address keeps its brackets. */
function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '')
}
