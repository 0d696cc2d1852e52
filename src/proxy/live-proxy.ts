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

/** What a request is before anything was answered. */
export type RequestHead = Omit<Request, 'body'>

/** What the live path tells of each request. Must return at once. */
export interface LiveListener {
  /** A request came in: says why it will not be mirrored. undefined: it may be, and only then are its bodies kept. */
  readonly arrived: (request: RequestHead, client: string) => NotMirroredReason | undefined
  /** Legacy answered, or failed: both bodies within their bound. */
  readonly answered: (request: Request, legacy: Exchange) => void
  /**
   * Legacy answered a request that is not mirrored: what a session went through, and what was written, counts all the same.
   *
   * @param answer undefined: nobody heard it.
   * @param sent the first bytes of the body of an unsafe request.
   */
  readonly passedBy: (request: RequestHead, answer: AnswerHead | undefined, sent: Uint8Array) => void
  /** Kept for nothing: why it cannot be mirrored after all. */
  readonly unmirrorable: (reason: NotMirroredReason) => void
  /** Turned away: neither legacy nor the request counts see it. */
  readonly refused: (reason: RefusalReason) => void
}

export interface LiveProxyOptions extends Admission, ServerLimits {
  readonly host: string
  /** 0 for a free one. */
  readonly port: number
  /** Absent: in the clear. */
  readonly tls?: ListenTls
  readonly forwarded: ForwardedMode
  /** Milliseconds that a request's body may be silent. */
  readonly bodyIdleMs: number
  /** Bytes that are kept of a body of this Content-Type; a longer one is served all the same, but not compared. */
  readonly bodyLimit: (contentType: string | undefined) => number
  /** Bytes that the copies of all answers under way may hold together. */
  readonly copyBytes: number
}

export interface LiveProxy {
  /** `http://host:port` as it listens; `https:` with TLS. */
  readonly url: string
  /** Connections of clients that are open now. */
  readonly connections: () => number
  /** New connections use this certificate; those that are open keep theirs. */
  renewTls(tls: ListenTls): void
  /** Stops accepting, waits for the answers under way up to the deadline (milliseconds), then cuts what is left. */
  close(deadlineMs: number): Promise<void>
}

export interface Forwarders {
  readonly requests: Forwarder
  /** For requests that offer to switch to another protocol. */
  readonly offers: Forwarder
}

/** Stands in front of legacy: every client gets legacy's answer, byte for byte, whatever happens behind it. */
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

/** One request as our server heard it. */
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
    // What our client of legacy refuses to send; nobody but this request hears of it.
    watcher.failed({ kind: 'malformed', during: 'headers' })
    if (!response.headersSent) answerShortly(response, 400)
    else response.destroy()
  }
}

/** Keeps both bodies within their bounds and tells the pair's left side when legacy is done. */
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

  /** Legacy may have acted on what it saw of the request all the same, and its session counts. */
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
    // Before the answer was whole: legacy may have said more than anybody heard, so there is nothing to compare.
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

/** False for a body that legacy answered, or the client broke off, before all of it was on its way: half of it is another request. */
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
 * A body that stops coming holds a worker of legacy for ever: past the limit the client is told 408 and cut off. Silence does not
 * count while it is legacy that does not read.
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
    incoming.off('data', refresh) // a timer that is refreshed runs again, also after it was cleared
    clearTimeout(timer)
  }
  incoming.on('data', refresh)
  incoming.once('end', stop)
  response.once('close', stop)
}

let requestNumber = 0

/** As legacy gets it: a mirrored leg is told the same of the client. */
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
    if (sockets.has(socket)) return // one that was given back to the server
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
