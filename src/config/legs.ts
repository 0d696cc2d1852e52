import { isSecretHeader } from '../redact/secret-names.js'
import type { Config, LaneConfig, LegConfig } from './schema.js'

export interface HostAndPort {
  readonly host: string
  readonly port: number
}

/** A lane as the configuration describes it, under the name that its tap goes by. */
export interface NamedLane {
  /** `candidate-1`, `control-2`. */
  readonly name: string
  readonly config: LaneConfig
}

/** A plain URL is asked by so many at once, without a tap to see whose statements are whose. */
export const plainConcurrency = 16

/**
 * The lanes of a leg; a leg with a plain URL is that URL several times over. None for a leg that is not there.
 *
 * @param concurrency requests that a plain URL is asked at once.
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

/** @param address `host:port`, an IPv6 host in brackets. */
export function hostAndPort(address: string): HostAndPort {
  const at = address.lastIndexOf(':')
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) }
}

/** Of a tap: `host:port`, or the absolute path of a unix socket. */
export function tapAddress(address: string): HostAndPort | { readonly path: string } {
  return address.startsWith('/') ? { path: address } : hostAndPort(address)
}

/** `host:port` of the stacks' own addresses; control is the legacy stack. */
export function ownHosts({ legacy, candidate, control }: Config): { legacy: string[]; candidate: string[] } {
  const urlsOf = (lanes: readonly { config: { url: string } }[]): string[] => lanes.map(({ config }) => config.url)
  return {
    legacy: hostsOf([legacy.url, ...urlsOf(namedLanes('control', control))]),
    candidate: hostsOf(urlsOf(namedLanes('candidate', candidate))),
  }
}

/** `host:port` of each URL, once. */
export function hostsOf(urls: readonly string[]): string[] {
  return [...new Set(urls.map((url) => new URL(url).host))]
}

/** A URL as it may be shown and kept. */
export function withoutCredentials(url: string): string {
  const plain = new URL(url)
  plain.password = ''
  plain.username = ''
  return plain.href.replace(/\/$/, '')
}

/** The configuration, and what else judges a run, as it may be kept: URLs without credentials, header fields without secret values. */
export function keepable(config: Config & { readonly driftedTables: readonly string[] }): unknown {
  return JSON.parse(JSON.stringify(config), (name, value: unknown) => {
    if (typeof value !== 'string') return value
    if (isSecretHeader(name) || name.toLowerCase() === 'cookie') return '[hidden]'
    return /^[a-z]+:\/\/[^/]*@/.test(value) ? withoutCredentials(value) : value
  })
}

/** Bytes that are kept of a body, by its Content-Type: the longest pattern that fits decides. */
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

/** True for an address that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
