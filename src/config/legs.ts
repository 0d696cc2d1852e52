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
const plainConcurrency = 4

/** The lanes of a leg; a leg with a plain URL is that URL several times over. None for a leg that is not there. */
export function namedLanes(leg: 'candidate' | 'control', config: LegConfig | undefined): NamedLane[] {
  if (config === undefined) return []
  const lanes = config.lanes ?? Array.from({ length: plainConcurrency }, () => ({ url: config.url ?? '' }))
  return lanes.map((lane, index) => ({ name: `${leg}-${index + 1}`, config: lane }))
}

/** @param address `host:port`, an IPv6 host in brackets. */
export function hostAndPort(address: string): HostAndPort {
  const at = address.lastIndexOf(':')
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) }
}

/** `host:port` of every address that is one of the stacks' own. */
export function ownHosts({ legacy, candidate, control }: Config): string[] {
  const urls = [legacy.url, ...namedLanes('candidate', candidate), ...namedLanes('control', control)].map((one) =>
    typeof one === 'string' ? one : one.config.url,
  )
  return [...new Set(urls.map((url) => new URL(url).host))]
}

/** A URL as it may be shown and kept. */
export function withoutCredentials(url: string): string {
  const plain = new URL(url)
  plain.password = ''
  plain.username = ''
  return plain.href.replace(/\/$/, '')
}

/** The configuration as it may be kept: every URL in it without its credentials. */
export function keepable(config: Config): unknown {
  return JSON.parse(JSON.stringify(config), (_, value: unknown) =>
    typeof value === 'string' && /^[a-z]+:\/\/[^/]*@/.test(value) ? withoutCredentials(value) : value,
  )
}
