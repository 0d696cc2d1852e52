import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createSecureServer, type Http2SecureServer } from 'node:http2'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { SosieError } from '../base/errors.js'
import type { ClientRequest, ClientResponse } from './forwarder.js'
import { shortPage } from './live-answer.js'
import type { Refusal, RefusalReason } from './refusal.js'
import { upgradeOffers } from './upgrade-offers.js'

/** Certificate and key as PEM texts. */
export interface ListenTls {
  readonly cert: string
  readonly key: string
}

export interface ServerLimits {
  /** Maximum bytes of all header fields of a request together. */
  readonly headerBytes: number
  /** Maximum milliseconds for a request's header fields to arrive, from their first byte. */
  readonly headersMs: number
  /** Maximum number of client connections at once. */
  readonly connections: number
}

export interface ServerListener {
  /** @param offer protocols that the request offers to switch to, if any. */
  readonly request: (incoming: ClientRequest, response: ClientResponse, offer?: string) => void
  /** Something was turned away before it became a request. */
  readonly refused: (reason: RefusalReason) => void
}

export type LiveServer = Server | Http2SecureServer

/**
 * Milliseconds; longer than the idle time of common clients and balancers, so that they close first: a close of ours
 * would race a request.
 */
const keepAliveMs = 75_000
/** Milliseconds between checks for slow headers; Node's own 30 s would let them stay half a minute longer than allowed. */
const checkMs = 1000

/**
 * Creates the listening server: HTTP/1 in the clear, or TLS with HTTP/2 offered by ALPN. Its limits keep hostile
 * clients from hurting the others.
 */
export function createLiveServer(
  tls: ListenTls | undefined,
  limits: ServerLimits,
  listener: ServerListener,
): LiveServer {
  const options = {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: 0, // an upload may take hours; the code that reads it limits how long it may be silent
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: checkMs,
    insecureHTTPParser: false, // whatever NODE_OPTIONS says: request smuggling lives off lenient parsing
  }
  const request = (incoming: ClientRequest, response: ClientResponse): void => {
    const mayOffer = incoming.httpVersionMajor === 1 && incoming.headers.upgrade !== undefined
    listener.request(incoming, response, mayOffer ? offers.take(incoming as IncomingMessage) : undefined)
  }
  const server =
    tls === undefined
      ? createServer(options, request)
      : createSecureServer({ ...options, ...tls, allowHTTP1: true }, request)
  const offers = upgradeOffers((socket) => server.emit(tls === undefined ? 'connection' : 'secureConnection', socket))
  server.maxConnections = limits.connections
  const events = server as Server // both kinds emit these; only their types differ
  events.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) =>
    offers.giveBack(incoming, socket, head),
  )
  events.on('drop', () => listener.refused('too-many-connections'))
  events.on('connect', (_: IncomingMessage, socket: Duplex) =>
    turnAway(socket, { reason: 'malformed', status: 405 }, listener),
  )
  events.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
    else turnAway(socket, refusalFor(error), listener)
  })
  return server
}

function refusalFor({ code }: NodeJS.ErrnoException): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') return { reason: 'header-too-large', status: 431 }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { reason: 'slow-headers', status: 408 }
  return { reason: 'malformed', status: 400 }
}

function turnAway(socket: Duplex, { reason, status }: Refusal, listener: ServerListener): void {
  listener.refused(reason)
  const page = shortPage(status)
  const head = `HTTP/1.1 ${status} ${page.reason}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${page.text.length}\r\nConnection: close\r\n\r\n`
  socket.end(head + page.text, () => socket.destroy())
}

export function listen(server: LiveServer, host: string, port: number): Promise<void> {
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
