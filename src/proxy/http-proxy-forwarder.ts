import {
  Agent as HttpAgent,
  type ClientRequest as Outgoing,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { createProxyServer, type ProxyServerOptions } from 'http-proxy'
import { isIdempotent } from '../model/http.js'
import { expectAnswer } from '../upstream/answer-heads.js'
import { maxAnswerHeadBytes } from '../upstream/limits.js'
import { tlsOptions, type UpstreamTls } from '../upstream/tls.js'
import { failureOf } from '../upstream/undici.js'
import type { Forwarder, LiveRequest, Watcher } from './forwarder.js'
import { LiveAnswer } from './live-answer.js'
import { byName } from './raw-headers.js'
import { relay } from './relay.js'

interface Live {
  readonly request: LiveRequest
  readonly watcher: Watcher
  readonly answer: LiveAnswer
  /** What carries the answer; absent until it begins. */
  source?: IncomingMessage
  /** True when the connection had carried a request before: only then can a reset mean that it was stale. */
  reused: boolean
}

/**
 * The live leg on http-proxy (on its maintained successor, see ADR 0001). Writes answers itself, from legacy's raw
 * headers, because the library loses the case of names and folds repeated fields.
 *
 * @param legacy origin of the legacy stack; a path in it is ignored.
 */
export function httpProxyForwarder(legacy: URL, tls: UpstreamTls): Forwarder {
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
    if (outgoing.socket !== null) expectAnswer(outgoing.socket)
    setHeaders(outgoing, live.request.headers)
    outgoing.setHeader('Connection', 'keep-alive') // ours, not the client's, which the library would pass on
    outgoing.on('information', ({ statusCode, rawHeaders }) => live.answer.hint(statusCode, rawHeaders))
    // Not earlier: a listener for data starts the flow, and until now nothing consumed the body.
    live.request.body?.on('data', live.watcher.sent)
  })
  proxy.on('proxyRes', (answer: IncomingMessage, incoming: IncomingMessage) => {
    const live = underWay.get(incoming)
    if (live === undefined) return
    live.source = answer
    relay(answer, live.answer)
  })

  const attempt = (request: LiveRequest, response: ServerResponse, live: Live, again: boolean): void => {
    const incoming = request.incoming as IncomingMessage
    delete incoming.headers.expect // our server has answered it already; with it the library would never emit `proxyReq`
    incoming.url = request.target
    proxy
      .web(incoming, response, {
        ssl: { maxHeaderSize: maxAnswerHeadBytes }, // named after TLS, but passed to Node's client for http as well
        ...(request.body === undefined ? {} : { buffer: request.body }),
      })
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
    close() {
      agent.destroy()
    },
  }
}

const ofTheConnection = new Set(['connection', 'upgrade', 'transfer-encoding'])

/** Sets the client's fields in their own order and case; the library knows only their folded lower case. */
function setHeaders(outgoing: Outgoing, headers: readonly string[]): void {
  for (const name of outgoing.getHeaderNames()) {
    if (!ofTheConnection.has(name)) outgoing.removeHeader(name)
  }
  for (const [name, value] of Object.entries(byName(headers))) outgoing.setHeader(name, value)
}

/** True when legacy closed a kept connection just as we used it: it has not seen the request, which is then sent once more. */
function wentStale(error: unknown, { answer, request, reused }: Live): boolean {
  if (!reused || answer.begun || request.body !== undefined) return false
  return isIdempotent(request.method) && failureOf(error, 'headers').kind === 'reset'
}
