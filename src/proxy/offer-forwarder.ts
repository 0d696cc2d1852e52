import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import { expectAnswer } from '../upstream/answer-heads.js'
import { maxAnswerHeadBytes } from '../upstream/limits.js'
import { hostOf, tlsOptions, type UpstreamTls } from '../upstream/tls.js'
import { failureOf } from '../upstream/undici.js'
import type { Forwarder } from './forwarder.js'
import { LiveAnswer } from './live-answer.js'
import { endToEnd } from './raw-headers.js'
import { relay } from './relay.js'

/**
 * Forwards requests that offer to switch to another protocol, as WebSockets do. Legacy decides: a 101 joins both
 * connections into a tunnel; any other answer is treated like one to a plain request. Each request has a connection of
 * its own.
 */
export function offerForwarder(legacy: URL, tls: UpstreamTls): Forwarder {
  const send = legacy.protocol === 'https:' ? httpsRequest : httpRequest
  return {
    forward({ method, target, headers, body, offer = '' }, response, watcher) {
      const outgoing = send({
        host: hostOf(legacy),
        port: legacy.port,
        method,
        path: target,
        agent: false, // its connection is never used again
        headers: [...headers, ...framing(headers, body !== undefined), 'Connection', 'Upgrade', 'Upgrade', offer],
        maxHeaderSize: maxAnswerHeadBytes,
        ...tlsOptions(legacy, tls),
      })
      let source: IncomingMessage | undefined
      const answer = new LiveAnswer(response, watcher, {
        drained: () => void source?.resume(),
        abandon: () => void outgoing.destroy(),
      })
      outgoing.on('error', (error) => answer.fail(failureOf(error, answer.begun ? 'body' : 'headers')))
      outgoing.on('information', ({ statusCode, rawHeaders }) => answer.hint(statusCode, rawHeaders))
      outgoing.on('response', (message) => {
        source = message
        relay(message, answer)
      })
      outgoing.on('upgrade', (message, upstream, first) => {
        answer.switched()
        joinConnections(response as ServerResponse, message, upstream, first)
      })
      outgoing.once('socket', (socket) => {
        expectAnswer(socket)
        socket.once('connect', () => {
          if (socket.localPort !== undefined) watcher.left?.(socket.localPort)
        })
      })
      if (body === undefined) return void outgoing.end()
      body.on('data', watcher.sent)
      body.on('error', (error) => outgoing.destroy(error))
      body.pipe(outgoing)
    },
    close: () => undefined,
  }
}

/** Returns the coding of a body without a length: as a matter of one connection it was removed, and has to be said again. */
function framing(headers: readonly string[], hasBody: boolean): string[] {
  const hasLength = headers.some((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-length')
  return hasBody && !hasLength ? ['Transfer-Encoding', 'chunked'] : []
}

/** Joins the two connections; from now on they carry bytes of any kind. @param first bytes that followed legacy's 101. */
function joinConnections(response: ServerResponse, answer: IncomingMessage, upstream: Duplex, first: Buffer): void {
  const { socket } = response
  if (socket === null) return void upstream.destroy()
  // The HTTP server no longer reads this connection. Its response stays unfinished, so that the connection is not taken for idle.
  for (const event of ['data', 'end', 'drain', 'error', 'timeout']) socket.removeAllListeners(event)
  socket.on('error', () => upstream.destroy())
  socket.on('close', () => upstream.destroy())
  upstream.on('error', () => socket.destroy())
  socket.write(headOf(answer), 'latin1')
  upstream.unshift(first)
  upstream.pipe(socket).pipe(upstream)
}

function headOf({ rawHeaders, headers, statusMessage = '' }: IncomingMessage): string {
  const fields = [...endToEnd(rawHeaders), 'Connection', 'Upgrade', 'Upgrade', headers.upgrade ?? '']
  const lines = fields.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${fields[index + 1] ?? ''}`] : []))
  return [`HTTP/1.1 101 ${statusMessage}`, ...lines, '', ''].join('\r\n')
}
