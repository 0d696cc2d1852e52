import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { SosieError } from '../../errors.js'
import type { Exchange, Failure } from '../../model/exchange.js'
import type { Headers, Request } from '../../model/http.js'
import type { NotMirroredReason } from '../../model/pair.js'
import { boundedCopy } from './bounded-copy.js'
import type { Forwarder } from './forwarder.js'
import { headersFrom } from './raw-headers.js'

/** What the live path tells of each request, after the client was served. Must return at once. */
export interface LiveListener {
  /** A request came in: the left side of the books. */
  readonly arrived: () => void
  /** Legacy answered, or failed: both bodies within their bound. */
  readonly answered: (request: Request, legacy: Exchange) => void
  /** Nothing to mirror, and why. */
  readonly unmirrorable: (reason: NotMirroredReason) => void
}

export interface LiveProxyOptions {
  readonly host: string
  /** 0 for a free one. */
  readonly port: number
  /** Bytes of a body that are kept; a longer one is served all the same, but not compared. */
  readonly bodyLimit: number
}

export interface LiveProxy {
  /** `http://host:port` as it listens. */
  readonly url: string
  /** Stops accepting, waits for the answers under way up to the deadline (milliseconds), then cuts what is left. */
  close(deadlineMs: number): Promise<void>
}

/** Stands in front of legacy: every client gets legacy's answer, byte for byte, whatever happens behind it. */
export async function openLiveProxy(
  options: LiveProxyOptions,
  forwarder: Forwarder,
  listener: LiveListener,
): Promise<LiveProxy> {
  const server = createServer((request, response) => {
    serve(request, response, forwarder, listener, options.bodyLimit)
  })
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    listener.arrived()
    listener.unmirrorable('upgrade')
    forwarder.upgrade(request, socket, head)
  })
  await listen(server, options)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    close: (deadlineMs) => close(server, forwarder, deadlineMs),
  }
}

function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  forwarder: Forwarder,
  listener: LiveListener,
  bodyLimit: number,
): void {
  listener.arrived()
  const receivedAt = Date.now()
  const started = performance.now()
  const sent = boundedCopy(bodyLimit)
  const received = boundedCopy(bodyLimit)
  let answer: { status: number; headers: Headers; firstByte: number } | undefined
  let settled = false

  const settle = (complete: boolean, failure?: Failure): void => {
    if (settled) return
    settled = true
    const total = performance.now() - started
    const legacy: Exchange = {
      leg: 'legacy',
      ...(answer === undefined
        ? {}
        : { response: { status: answer.status, headers: answer.headers, body: received.body(), complete } }),
      ...(failure === undefined ? {} : { failure }),
      timing: { ...(answer === undefined ? {} : { firstByte: answer.firstByte }), total },
      statements: [],
      attribution: 'none',
    }
    listener.answered(requestOf(incoming, sent.body(), receivedAt), legacy)
  }

  response.on('close', () => {
    // Before the answer was whole: legacy may have said more than anybody heard, so there is nothing to compare.
    if (settled || response.writableFinished) return
    settled = true
    listener.unmirrorable('client-aborted')
  })
  forwarder.forward(incoming, response, {
    sent: sent.take,
    answered: (status, headers) => (answer = { status, headers, firstByte: performance.now() - started }),
    received: received.take,
    completed: () => settle(true),
    failed: (failure) => settle(false, failure),
  })
}

let requestNumber = 0

function requestOf(incoming: IncomingMessage, body: Request['body'], receivedAt: number): Request {
  requestNumber += 1
  return {
    id: `${receivedAt.toString(36)}-${requestNumber.toString(36)}`,
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    headers: headersFrom(incoming.rawHeaders),
    body,
    receivedAt,
  }
}

function listen(server: Server, { host, port }: LiveProxyOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)))
    server.listen(port, host, () => resolve())
  })
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): SosieError {
  const why =
    error.code === 'EADDRINUSE'
      ? `Port ${port} is taken. Stop what uses it or choose another with --listen.`
      : `Cannot listen on ${host}:${port} (${error.code ?? error.message}). Choose another address with --listen.`
  return new SosieError('SOSIE_E_LISTEN', why, { cause: error })
}

function close(server: Server, forwarder: Forwarder, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), deadlineMs)
    server.close(() => {
      clearTimeout(cut)
      forwarder.close()
      resolve()
    })
    server.closeIdleConnections()
  })
}
