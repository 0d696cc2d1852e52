import {
  Agent as HttpAgent,
  type ClientRequest as Outgoing,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Socket } from 'node:net'
import { createProxyServer, type ProxyServerOptions } from 'http-proxy'
import { isIdempotent } from '../../model/http.js'
import { tlsOptions, type UpstreamTls } from '../../upstream/tls.js'
import { failureOf } from '../../upstream/undici.js'
import type { Forwarder, LiveRequest, UpgradeForwarder, Watcher } from './forwarder.js'
import { LiveAnswer } from './live-answer.js'
import { byName } from './raw-headers.js'

interface Live {
  readonly request: LiveRequest
  readonly watcher: Watcher
  readonly answer: LiveAnswer
  /** What carries the answer, once it began. */
  source?: IncomingMessage
  /** The connection had carried a request before: only then can a reset mean that it had gone stale. */
  reused: boolean
}

/**
 * The live leg on http-proxy (by its maintained successor, see ADR 0001): always available, and what carries WebSockets. Answers
 * are written by us from legacy's raw headers: the library's own way loses the case of names and folds repeated fields.
 *
 * @param legacy origin of the legacy stack; the path of a request is never joined with one of its own.
 */
export function httpProxyForwarder(legacy: URL, tls: UpstreamTls): Forwarder & UpgradeForwarder {
  const secure = tlsOptions(legacy, tls)
  const agent =
    legacy.protocol === 'https:' ? new HttpsAgent({ keepAlive: true, ...secure }) : new HttpAgent({ keepAlive: true })
  const underWay = new WeakMap<IncomingMessage, Live>()
  const target = new URL(legacy.origin)
  const options: ProxyServerOptions = { target, agent, secure: tls.verify, selfHandleResponse: true }
  const proxy = createProxyServer(options)

  proxy.on('proxyReq', (outgoing: Outgoing, incoming: IncomingMessage) => {
    const live = underWay.get(incoming)
    if (live === undefined) return
    live.reused = outgoing.reusedSocket
    setHeaders(outgoing, live.request.headers)
    outgoing.setHeader('Connection', 'keep-alive') // ours, not the client's: the library would pass that on
    outgoing.on('information', ({ statusCode, rawHeaders }) => live.answer.hint(statusCode, rawHeaders))
    // Here and no sooner: a listener for data starts the flow, and until now nothing took the body.
    live.request.body?.on('data', live.watcher.sent)
  })
  proxy.on('proxyRes', (answer: IncomingMessage, incoming: IncomingMessage) => {
    const live = underWay.get(incoming)
    if (live !== undefined) relay(answer, live)
  })
  proxy.on('proxyReqWs', (outgoing: Outgoing, incoming: IncomingMessage) => {
    const headers = upgrades.get(incoming)
    if (headers !== undefined) setHeaders(outgoing, headers)
  })
  const upgrades = new WeakMap<IncomingMessage, readonly string[]>()

  const attempt = (request: LiveRequest, response: ServerResponse, live: Live, again: boolean): void => {
    const incoming = request.incoming as IncomingMessage
    delete incoming.headers.expect // our server has answered it; with it the library would never say `proxyReq`
    incoming.url = request.target
    proxy
      .web(incoming, response, request.body === undefined ? {} : { buffer: request.body })
      .catch((error: unknown) => {
        if (again && wentStale(error, live)) attempt(request, response, live, false)
        else live.answer.fail(failureOf(error, live.answer.begun ? 'body' : 'headers'))
      })
  }

  return {
    forward(request, response, watcher) {
      const live: Live = {
        request,
        watcher,
        reused: false,
        answer: new LiveAnswer(response, watcher, {
          drained: () => void live.source?.resume(),
          abandon: () => void live.source?.destroy(),
        }),
      }
      underWay.set(request.incoming as IncomingMessage, live)
      attempt(request, response as ServerResponse, live, true)
    },
    upgrade(incoming: IncomingMessage, headers: readonly string[], socket: Socket, head: Buffer) {
      upgrades.set(incoming, headers)
      // Without an answer from legacy there is nothing to say to the client in the other protocol: only the socket ends.
      proxy.ws(incoming, socket, { target }, head).catch(() => socket.destroy())
    },
    close() {
      agent.destroy()
    },
  }
}

const ofTheConnection = new Set(['connection', 'upgrade', 'transfer-encoding'])

/** The client's own names, in their order and case: the library knows only their folded lower case. */
function setHeaders(outgoing: Outgoing, headers: readonly string[]): void {
  for (const name of outgoing.getHeaderNames()) {
    if (!ofTheConnection.has(name)) outgoing.removeHeader(name)
  }
  for (const [name, value] of Object.entries(byName(headers))) outgoing.setHeader(name, value)
}

function relay(source: IncomingMessage, live: Live): void {
  const { answer } = live
  live.source = source
  try {
    answer.head(source.statusCode ?? 502, source.statusMessage ?? '', source.rawHeaders)
  } catch {
    source.destroy() // a head that cannot be written, as a reason phrase of control characters
    return answer.fail({ kind: 'malformed', during: 'headers' })
  }
  source.on('data', (chunk: Buffer) => {
    if (!answer.data(chunk)) source.pause()
  })
  source.on('end', () => answer.end(source.rawTrailers))
  source.on('close', () => {
    if (!source.complete) answer.fail({ kind: 'reset', during: 'body' })
  })
}

/** Legacy closed a kept connection just as we used it: it has not seen the request, so it is sent once more. */
function wentStale(error: unknown, { answer, request, reused }: Live): boolean {
  if (!reused || answer.begun || request.body !== undefined) return false
  return isIdempotent(request.method) && failureOf(error, 'headers').kind === 'reset'
}
