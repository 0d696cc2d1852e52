import type { Exchange } from '../../src/model/exchange.js'
import type { Request } from '../../src/model/http.js'
import type { NotMirroredReason } from '../../src/model/pair.js'
import type { Forwarders, LiveProxy, LiveProxyOptions } from '../../src/proxy/live-proxy.js'
import { openLiveProxy } from '../../src/proxy/live-proxy.js'
import { httpProxyForwarder } from '../../src/proxy/http-proxy-forwarder.js'
import { undiciForwarder } from '../../src/proxy/undici-forwarder.js'
import { offerForwarder } from '../../src/proxy/offer-forwarder.js'
import type { UpstreamTls } from '../../src/upstream/tls.js'
import type { RefusalReason } from '../../src/proxy/refusal.js'

export const forwarderNames = ['undici', 'http-proxy'] as const
export type ForwarderName = (typeof forwarderNames)[number]

/** A live proxy in this process, and everything that it told. */
export interface Live extends LiveProxy {
  readonly pairs: { readonly request: Request; readonly legacy: Exchange }[]
  readonly unmirrorable: NotMirroredReason[]
  readonly refused: RefusalReason[]
  readonly upgrades: () => number
}

export async function startLive(
  legacy: string,
  forwarder: ForwarderName,
  options: Partial<LiveProxyOptions> & { readonly upstreamTls?: UpstreamTls } = {},
): Promise<Live> {
  const { upstreamTls = { verify: true }, ...over } = options
  const told = { pairs: [] as Live['pairs'], unmirrorable: [] as NotMirroredReason[], refused: [] as RefusalReason[] }
  const proxy = await openLiveProxy(
    {
      host: '127.0.0.1',
      port: 0,
      hosts: new Set(),
      forwarded: 'off',
      headerBytes: 32 * 1024,
      urlBytes: 16 * 1024,
      headersMs: 60_000,
      bodyIdleMs: 60_000,
      connections: 1000,
      copyBytes: 64 * 1024 * 1024,
      bodyLimit: () => 1024 * 1024,
      ...over,
    },
    forwardersTo(new URL(legacy), forwarder, upstreamTls),
    {
      arrived: () => undefined,
      answered: (request, exchange) => void told.pairs.push({ request, legacy: exchange }),
      passedBy: () => undefined,
      unmirrorable: (reason) => void told.unmirrorable.push(reason),
      refused: (reason) => void told.refused.push(reason),
    },
  )
  return { ...proxy, ...told, upgrades: () => told.unmirrorable.filter((reason) => reason === 'upgrade').length }
}

function forwardersTo(legacy: URL, name: ForwarderName, tls: UpstreamTls): Forwarders {
  const requests = name === 'undici' ? undiciForwarder(legacy, tls) : httpProxyForwarder(legacy, tls)
  return { requests, offers: offerForwarder(legacy, tls) }
}
