import { isSecretHeader } from '../redact/secret-names.js'
import type { Config, LaneConfig, LegConfig } from './schema.js'

export interface HostAndPort {
  readonly host: string
  readonly port: number
}

/** A lane as configured, with the name of its tap. */
export interface NamedLane {
  /** Such as `candidate-1` or `control-2`. */
  readonly name: string
  readonly config: LaneConfig
}

/** Concurrent requests to a plain URL. Without a tap, statements need not be attributed to one request at a time. */
export const plainConcurrency = 16

/**
 * Returns the lanes of a leg; a plain URL becomes that many lanes with the same URL. Empty for a leg that is not configured.
 *
 * @param concurrency number of concurrent requests to a plain URL.
 */
export function namedLanes(
  leg: 'candidate' | 'control',
  config: LegConfig | undefined,
  concurrency = plainConcurrency,
): NamedLane[] {
  if (config === undefined) return []
  const lanes = config.lanes ?? Array.from({ length: concurrency }, () => ({ url: config.url ?? '' }))
  return lanes.map((lane, index) => ({ name: `${leg}-${index + 1}`, config: lane }))
}

/** Parses `host:port`. @param address an IPv6 host is in brackets. */
export function hostAndPort(address: string): HostAndPort {
  const at = address.lastIndexOf(':')
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) }
}

/** Parses a tap's address: `host:port`, or the absolute path of a unix socket. */
export function tapAddress(address: string): HostAndPort | { readonly path: string } {
  return address.startsWith('/') ? { path: address } : hostAndPort(address)
}

/** Returns `host:port` of the stacks' own addresses; control belongs to the legacy stack. */
export function ownHosts({ legacy, candidate, control }: Config): { legacy: string[]; candidate: string[] } {
  const urlsOf = (lanes: readonly { config: { url: string } }[]): string[] => lanes.map(({ config }) => config.url)
  return {
    legacy: hostsOf([legacy.url, ...urlsOf(namedLanes('control', control))]),
    candidate: hostsOf(urlsOf(namedLanes('candidate', candidate))),
  }
}

/** Returns `host:port` of each URL, without duplicates. */
export function hostsOf(urls: readonly string[]): string[] {
  return [...new Set(urls.map((url) => new URL(url).host))]
}

/** Returns a URL that may be shown and stored. */
export function withoutCredentials(url: string): string {
  const plain = new URL(url)
  plain.password = ''
  plain.username = ''
  return plain.href.replace(/\/$/, '')
}

/**
 * Returns the configuration, with the drifted tables that the run is judged by, as it may be stored: URLs without credentials, header
 * fields without secret values.
 */
export function keepable(config: Config & { readonly driftedTables: readonly string[] }): unknown {
  return JSON.parse(JSON.stringify(config), (name, value: unknown) => {
    if (typeof value !== 'string') return value
    if (isSecretHeader(name) || name.toLowerCase() === 'cookie') return '[hidden]'
    return /^[a-z]+:\/\/[^/]*@/.test(value) ? withoutCredentials(value) : value
  })
}

/** Returns how many bytes of a body are kept, by its Content-Type: the longest matching pattern decides. */
export function bodyLimits({ bodyBytes, bodyBytesOf }: Config['mirror']): (contentType: string | undefined) => number {
  const special = Object.entries(bodyBytesOf)
    .map(([type, bytes]) => ({ start: type.toLowerCase().replace(/\*$/, ''), whole: !type.endsWith('*'), bytes }))
    .sort((one, other) => other.start.length - one.start.length)
  if (special.length === 0) return () => bodyBytes
  return (contentType) => {
    const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
    const own = special.find(({ start, whole }) => (whole ? type === start : type.startsWith(start)))
    return own?.bytes ?? bodyBytes
  }
}

/** True for an address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
