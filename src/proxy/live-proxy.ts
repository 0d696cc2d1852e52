import type { ServerHttp2Session } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { Exchange, Failure } from '../model/exchange.js'
import { contentTypeOf, isSafeMethod, noBody, type AnswerHead, type Headers, type Request } from '../model/http.js'
import type { NotMirroredReason } from '../model/pair.js'
import { unmirroredWriteBytes } from '../model/unmirrored-write.js'
import { bodyStart } from './body-start.js'
import { boundedCopy, type CopyRoom } from './bounded-copy.js'
import type { ClientRequest, ClientResponse, Forwarder, LiveRequest, Watcher } from './forwarder.js'
import { hasBody, headersForLegacy, type ForwardedMode } from './legacy-request.js'
import { answerShortly } from './live-answer.js'
import { createLiveServer, listen, type ListenTls, type LiveServer, type ServerLimits } from './live-server.js'
import { headersFrom } from './raw-headers.js'
import { originForm, refusalOf, type Admission, type RefusalReason } from './refusal.js'
import { uploadOf } from './upload.js'

/** A request without its body, as it is known before anything was answered. */
export type RequestHead = Omit<Request, 'body'>

/** Receives what happens on the live path. Each method must return at once. */
export interface LiveListener {
  /** A request came in. Returns why it will not be mirrored; its bodies are kept only if this is undefined. */
  readonly arrived: (request: RequestHead, client: string) => NotMirroredReason | undefined
  /** Legacy answered or failed. Both bodies are within their bounds. */
  readonly answered: (request: Request, legacy: Exchange) => void
  /**
   * Legacy answered a request that is not mirrored: what its session went through, and what it wrote, still counts.
   *
   * @param answer undefined if nobody heard it.
   * @param sent the first bytes of the body of an unsafe request.
   */
  readonly passedBy: (request: RequestHead, answer: AnswerHead | undefined, sent: Uint8Array) => void
  /** A request whose bodies were kept cannot be mirrored after all, for this reason. */
  readonly unmirrorable: (reason: NotMirroredReason) => void
  /** A request was turned away: neither legacy nor the request counts see it. */
  readonly refused: (reason: RefusalReason) => void
}

export interface LiveProxyOptions extends Admission, ServerLimits {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  /** Absent for plain HTTP. */
  readonly tls?: ListenTls
  readonly forwarded: ForwardedMode
  /** Maximum milliseconds that a request's body may be silent. */
  readonly bodyIdleMs: number
  /** Maximum bytes kept of a body of this Content-Type; a longer one is served all the same, but not compared. */
  readonly bodyLimit: (contentType: string | undefined) => number
  /** Maximum bytes that the copies of all bodies under way hold together. */
  readonly copyBytes: number
}

export interface LiveProxy {
  /** `http://host:port` as it listens; `https:` with TLS. */
  readonly url: string
  /** Returns the number of client connections open now. */
  readonly connections: () => number
  /** Uses this certificate for new connections; open ones keep theirs. */
  renewTls(tls: ListenTls): void
  /** Stops accepting, waits at most `deadlineMs` milliseconds for the answers under way, then cuts what is left. */
  close(deadlineMs: number): Promise<void>
}

export interface Forwarders {
  readonly requests: Forwarder
  /** For requests that offer to switch to another protocol. */
  readonly offers: Forwarder
}

/** Opens the proxy in front of legacy: every client gets legacy's answer, byte for byte, whatever happens behind it. */
export async function openLiveProxy(
  options: LiveProxyOptions,
  forwarders: Forwarders,
  listener: LiveListener,
): Promise<LiveProxy> {
  const room: CopyRoom = { held: 0, limit: options.copyBytes }
  const server = createLiveServer(options.tls, options, {
    request: (incoming, response, offer) => receive(incoming, response, offer),
    refused: listener.refused,
  })
  const connections = trackConnections(server)

  const receive = (incoming: ClientRequest, response: ClientResponse, offer: string | undefined): void => {
    const refusal = refusalOf(incoming, options)
    if (refusal === undefined) return serve({ incoming, response, offer }, forwarders, listener, options, room)
    listener.refused(refusal.reason)
    answerShortly(response, refusal.status)
  }

  await listen(server, options.host, options.port)
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${host}:${port}`,
    connections: () => connections.sockets.size,
    renewTls: (tls) => {
      if ('setSecureContext' in server) server.setSecureContext(tls)
    },
    close: (deadlineMs) => close(server, connections, forwarders.requests, deadlineMs),
  }
}

/** One request as our server received it. */
interface Call {
  readonly incoming: ClientRequest
  readonly response: ClientResponse
  readonly offer: string | undefined
}

function serve(
  { incoming, response, offer }: Call,
  { requests, offers }: Forwarders,
  listener: LiveListener,
  options: LiveProxyOptions,
  room: CopyRoom,
): void {
  const headers = headersForLegacy(incoming, options.forwarded)
  const head = headOf(incoming, headers)
  const reason = listener.arrived(head, incoming.socket.remoteAddress ?? '')
  const upload = hasBody(incoming) ? uploadOf(incoming) : undefined
  const watcher =
    reason === undefined ? watchWhole(head, upload, response, listener, options, room) : watchPassing(head, listener)
  if (upload !== undefined) endWhenSilent(incoming, response, options.bodyIdleMs, listener)
  const request: LiveRequest = {
    id: head.id,
    method: head.method,
    target: head.target,
    headers,
    ...(upload === undefined ? {} : { body: upload }),
    ...(offer === undefined ? {} : { offer }),
    incoming,
  }
  try {
    ;(offer === undefined ? requests : offers).forward(request, response, watcher)
  } catch {
    // Our client refuses to send this request to legacy; only this request is affected.
    watcher.failed({ kind: 'malformed', during: 'headers' })
    if (!response.headersSent) answerShortly(response, 400)
    else response.destroy()
  }
}

/** Keeps both bodies within their bounds, and reports them with legacy's answer when legacy is done. */
function watchWhole(
  head: RequestHead,
  upload: Readable | undefined,
  response: ClientResponse,
  listener: LiveListener,
  { bodyLimit }: LiveProxyOptions,
  room: CopyRoom,
): Watcher {
  const started = performance.now()
  const sent = boundedCopy(bodyLimit(undefined), room)
  let received = sent
  let answer: { status: number; headers: Headers; firstByte: number } | undefined
  let stalled = 0
  let settled = false

  /** Reports the request as unmirrorable. Legacy may still have acted on what it saw of it, and its session counts. */
  const settleUnmirrored = (reason: NotMirroredReason): void => {
    settled = true
    const { bytes } = sent.release()
    if (answer !== undefined) received.release()
    listener.unmirrorable(reason)
    listener.passedBy(head, answer, bytes)
  }

  const settle = (complete: boolean, failure?: Failure): void => {
    if (settled) return
    if (!isWhole(upload)) return settleUnmirrored('body-incomplete')
    if (sent.crowdedOut() || received.crowdedOut()) return settleUnmirrored('bytes-full')
    settled = true
    const total = performance.now() - started - stalled
    const [body, answered] = [sent.release(), answer === undefined ? undefined : received.release()]
    const legacy: Exchange = {
      leg: 'legacy',
      ...(answer === undefined || answered === undefined
        ? {}
        : { response: { status: answer.status, headers: answer.headers, body: answered, complete } }),
      ...(failure === undefined ? {} : { failure }),
      timing: {
        ...(answer === undefined ? {} : { firstByte: answer.firstByte }),
        total,
        ...(stalled === 0 ? {} : { stalled }),
      },
      statements: [],
      attribution: 'none',
    }
    listener.answered({ ...head, body }, legacy)
  }

  response.on('close', () => {
    // The client left before the answer was whole: legacy may have said more than anybody heard, so there is nothing to compare.
    if (settled || response.writableFinished) return
    settleUnmirrored(isWhole(upload) ? 'client-aborted' : 'body-incomplete')
  })
  return {
    sent: (chunk) => sent.take(chunk),
    answered(status, raw) {
      const headers = headersFrom(raw)
      answer = { status, headers, firstByte: performance.now() - started }
      received = boundedCopy(bodyLimit(contentTypeOf(headers)), room)
    },
    received: (chunk) => received.take(chunk),
    stalled: (ms) => (stalled += ms),
    completed: () => settle(true),
    failed: (failure) => settle(false, failure),
    switched: () => settleUnmirrored('upgrade'),
  }
}

/**
 * False when legacy answered, or the client broke off, before the whole body was on its way: half a body makes another
 * request.
 */
function isWhole(upload: Readable | undefined): boolean {
  return upload === undefined || upload.readableEnded
}

function watchPassing(head: RequestHead, listener: LiveListener): Watcher {
  const nothing = (): void => undefined
  const start = isSafeMethod(head.method) ? undefined : bodyStart(unmirroredWriteBytes)
  return {
    sent: start?.take ?? nothing,
    answered: (status, raw) =>
      listener.passedBy(head, { status, headers: headersFrom(raw) }, start?.bytes() ?? noBody.bytes),
    received: nothing,
    stalled: nothing,
    completed: nothing,
    failed: nothing,
    switched: nothing,
  }
}

/**
 * Answers 408 and cuts the client off when its body has stopped coming: it would hold a worker of legacy for ever.
 * Silence does not count while it is legacy that does not read.
 */
function endWhenSilent(
  incoming: ClientRequest,
  response: ClientResponse,
  idleMs: number,
  listener: LiveListener,
): void {
  const timer = setTimeout(() => {
    if (incoming.isPaused()) return void timer.refresh()
    listener.refused('slow-body')
    if (!response.headersSent) answerShortly(response, 408)
    incoming.destroy()
  }, idleMs)
  const refresh = (): void => void timer.refresh()
  const stop = (): void => {
    incoming.off('data', refresh) // `refresh` restarts a timer even after it was cleared
    clearTimeout(timer)
  }
  incoming.on('data', refresh)
  incoming.once('end', stop)
  response.once('close', stop)
}

let requestNumber = 0

/** Returns the request as legacy gets it; mirrored legs are told the same of the client. */
function headOf(incoming: ClientRequest, headers: readonly string[]): RequestHead {
  const receivedAt = Date.now()
  requestNumber += 1
  return {
    id: `${receivedAt.toString(36)}-${requestNumber.toString(36)}`,
    method: incoming.method ?? 'GET',
    target: originForm(incoming.url ?? '/') ?? '/',
    headers: headersFrom(headers),
    receivedAt,
  }
}

interface Connections {
  readonly sockets: Set<Socket>
  readonly sessions: Set<ServerHttp2Session>
}

function trackConnections(server: LiveServer): Connections {
  const connections: Connections = { sockets: new Set(), sessions: new Set() }
  const { sockets, sessions } = connections
  server.on('connection', (socket: Socket) => {
    if (sockets.has(socket)) return // one that `UpgradeOffers` gave back to the server
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('session', (session: ServerHttp2Session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
  })
  return connections
}

function close(server: LiveServer, connections: Connections, forwarder: Forwarder, deadlineMs: number): Promise<void> {
  const { sockets, sessions } = connections
  return new Promise((resolve) => {
    const cut = setTimeout(() => {
      for (const socket of sockets) socket.destroy()
    }, deadlineMs)
    server.close(() => {
      clearTimeout(cut)
      forwarder.close()
      resolve()
    })
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    for (const session of sessions) session.close()
  })
}
