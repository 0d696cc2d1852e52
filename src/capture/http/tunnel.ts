import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import { hostOf, tlsOptions, type UpstreamTls } from '../../upstream/tls.js'
import type { UpgradeForwarder } from './forwarder.js'
import { byName, endToEnd } from './raw-headers.js'

/**
 * Upgrades that are no WebSocket, which http-proxy does not carry: `Upgrade: h2c`, which many clients send and most servers ignore,
 * and protocols of the site's own. Legacy decides; its answer goes back, and after a 101 the bytes of both sides.
 */
export function upgradeTunnel(legacy: URL, tls: UpstreamTls): UpgradeForwarder {
  const request = legacy.protocol === 'https:' ? httpsRequest : httpRequest
  return {
    upgrade(incoming, headers, socket, head) {
      const outgoing = request({
        host: hostOf(legacy),
        port: legacy.port,
        method: incoming.method,
        path: incoming.url,
        agent: false, // its connection is never used again
        headers: { connection: 'upgrade', upgrade: incoming.headers.upgrade, ...byName(headers) },
        ...tlsOptions(legacy, tls),
      })
      outgoing.on('error', () => socket.destroy())
      socket.on('error', () => outgoing.destroy())
      outgoing.on('response', (answer) => {
        socket.write(headOf(answer, ['Connection', 'close']), 'latin1')
        answer.pipe(socket)
      })
      outgoing.on('upgrade', (answer, upstream, first) => {
        socket.write(headOf(answer, ['Connection', 'Upgrade', 'Upgrade', answer.headers.upgrade ?? '']), 'latin1')
        upstream.unshift(first)
        socket.unshift(head)
        upstream.pipe(socket).pipe(upstream)
        upstream.on('error', () => socket.destroy())
        socket.on('close', () => upstream.destroy())
      })
      outgoing.end()
    },
  }
}

/** The body is no longer framed: the end of the connection ends it (RFC 9112 §6.3), so a length may stay, a coding must not. */
function headOf(answer: IncomingMessage, ofConnection: readonly string[]): string {
  const fields = [...endToEnd(answer.rawHeaders), ...ofConnection]
  const lines = fields.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${fields[index + 1] ?? ''}`] : []))
  const status = `HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}`
  return [status, ...lines, '', ''].join('\r\n')
}

/** WebSockets to the one, everything else to the other. */
export function upgradesBy(websockets: UpgradeForwarder, others: UpgradeForwarder): UpgradeForwarder {
  return {
    upgrade(incoming: IncomingMessage, headers: readonly string[], socket: Socket, head: Buffer) {
      const isWebSocket = incoming.headers.upgrade?.toLowerCase() === 'websocket' && incoming.method === 'GET'
      const forwarder = isWebSocket ? websockets : others
      forwarder.upgrade(incoming, headers, socket, head)
    },
  }
}
