import { headerOf } from '../../model/http.js'
import type { Seen } from '../making/seen.js'
import type { Skip } from './importer.js'

/** Which of a file's requests become part of the scenario. */
export interface Selection {
  /** Values of Host; if empty, that of the first request, and the one that it is redirected to. */
  readonly hosts: readonly string[]
  /** True to take images, styles, scripts and fonts too. */
  readonly assets: boolean
}

/** The messages of a WebSocket are no requests, and a replay would only ask for the handshake. */
export const webSocketReason = 'WebSocket connections: a scenario replays requests and their answers'

const assetType = /^(?:image|font|audio|video)\/|^text\/css|javascript|font-woff/i
const assetPath = /\.(?:png|jpe?g|gif|webp|avif|svg|ico|css|m?js|map|woff2?|ttf|eot|otf|mp[34]|webm|ogg)$/i

export function selector({ hosts, assets }: Selection, skip: Skip): (seen: Seen) => boolean {
  const wanted = new Set(hosts.map(plainHost))

  return (seen) => {
    const { request, response } = seen
    if (isWebSocket(seen)) return (skip(webSocketReason, request.id), false)
    const host = plainHost(headerOf(request.headers, 'host') ?? '')
    if (hosts.length === 0 && host !== '') learn(wanted, host, seen)
    if (host !== '' && wanted.size > 0 && !wanted.has(host)) {
      skip(`requests to ${host} (--host takes them)`, request.id)
      return false
    }
    if (assets || request.method !== 'GET') return true
    const type = headerOf(response?.headers ?? [], 'content-type')
    const isAsset = type === undefined ? assetPath.test(request.target.split('?', 1)[0] ?? '') : assetType.test(type)
    if (isAsset) skip('images, styles, scripts and fonts (--assets takes them)', request.id)
    return !isAsset
  }
}

function isWebSocket({ request, response }: Seen): boolean {
  return response?.status === 101 || /\bwebsocket\b/i.test(headerOf(request.headers, 'upgrade') ?? '')
}

/** Learns the first host, and the one that it redirects to: example.com to www.example.com. */
function learn(wanted: Set<string>, host: string, { response }: Seen): void {
  const known = wanted.has(host)
  if (wanted.size > 0 && !known) return
  const location = wanted.size < 2 ? headerOf(response?.headers ?? [], 'location') : undefined
  wanted.add(host)
  const [, target] = /^https?:\/\/([^/?#]+)/i.exec(location ?? '') ?? []
  if (target !== undefined) wanted.add(plainHost(target))
}

function plainHost(host: string): string {
  return host.toLowerCase().replace(/:(?:80|443)$/, '')
}
