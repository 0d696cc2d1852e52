import { Agent as HttpAgent, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Socket } from 'node:net'
import { createProxyServer, type ProxyServerOptions } from 'http-proxy'
import type { Failure } from '../../model/exchange.js'
import type { Forwarder, Watcher } from './forwarder.js'
import { endToEnd, headersFrom } from './raw-headers.js'

/**
 * The live leg on http-proxy (by its maintained successor, see ADR 0001). The answer is written by us from legacy's raw
 * headers: the library's own way loses the case of names and folds repeated fields.
 *
 * @param legacy origin of the legacy stack; the path of a request is never joined with one of its own.
 */
export function httpProxyForwarder(legacy: URL): Forwarder {
  const agent = legacy.protocol === 'https:' ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const watchers = new WeakMap<IncomingMessage, Watcher>()
  const options: ProxyServerOptions = { target: new URL(legacy.origin), agent, xfwd: true, selfHandleResponse: true }
  const proxy = createProxyServer(options)

  proxy.on('proxyReq', (_: ClientRequest, request: IncomingMessage) => {
    // Here and no sooner: a listener for data starts the flow, and until now nothing took the body.
    const watcher = watchers.get(request)
    if (watcher !== undefined) request.on('data', watcher.sent)
  })
  proxy.on('proxyRes', (answer: IncomingMessage, request: IncomingMessage, response: ServerResponse) => {
    relay(answer, response, watchers.get(request))
  })

  return {
    forward(request, response, watcher) {
      watchers.set(request, watcher)
      const fail = (error: Error): void => failLive(error, response, watcher)
      proxy.web(request, response).catch(fail)
    },
    upgrade(request: IncomingMessage, socket: Socket, head: Buffer) {
      // Without an answer from legacy there is nothing to say to the client in the other protocol: only the socket ends.
      proxy.ws(request, socket, { target: new URL(legacy.origin) }, head).catch(() => socket.destroy())
    },
    close() {
      agent.destroy()
    },
  }
}

function relay(answer: IncomingMessage, response: ServerResponse, watcher: Watcher | undefined): void {
  response.sendDate = false // legacy's Date, or none: what legacy did not say is not ours to add
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', endToEnd(answer.rawHeaders))
  watcher?.answered(answer.statusCode ?? 502, headersFrom(answer.rawHeaders))
  if (watcher !== undefined) answer.on('data', watcher.received)
  answer.on('end', () => watcher?.completed())
  answer.on('close', () => {
    if (!answer.complete) watcher?.failed({ kind: 'reset', during: 'body' })
  })
  answer.pipe(response)
}

function failLive(error: Error, response: ServerResponse, watcher: Watcher): void {
  watcher.failed(failureOf(error))
  if (response.headersSent) {
    // Neither end() nor a late writeHead: the upstream died in mid-body, and only a reset tells the client that the body is short.
    response.destroy()
    return
  }
  response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end('502 Bad Gateway\n')
}

function failureOf(error: Error): Failure {
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EHOSTUNREACH')
    return { kind: 'refused', during: 'connect' }
  if (code.startsWith('HPE_')) return { kind: 'malformed', during: 'headers' }
  if (code === 'ETIMEDOUT') return { kind: 'timeout', during: 'headers' }
  return { kind: 'reset', during: 'headers' }
}
