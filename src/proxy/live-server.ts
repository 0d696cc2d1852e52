import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createSecureServer, type Http2SecureServer } from 'node:http2'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { SosieError } from '../base/errors.js'
import type { ClientRequest, ClientResponse } from './forwarder.js'
import { shortPage } from './live-answer.js'
import type { Refusal, RefusalReason } from './refusal.js'
import { upgradeOffers } from './upgrade-offers.js'

/** PEM texts. */
export interface ListenTls {
  readonly cert: string
  readonly key: string
}

export interface ServerLimits {
  /** Bytes of all header fields of a request together. */
  readonly headerBytes: number
  /** Milliseconds for a request's header fields to arrive, from their first byte. */
  readonly headersMs: number
  /** Connections of clients at once. */
  readonly connections: number
}

export interface ServerListener {
  /** @param offer what the request offers to switch to, if anything. */
  readonly request: (incoming: ClientRequest, response: ClientResponse, offer?: string) => void
  /** Turned away before it was a request. */
  readonly refused: (reason: RefusalReason) => void
}

export type LiveServer = Server | Http2SecureServer

/** Longer than the idle time of common clients and balancers, so that it is they who close: a close of ours would race a request. */
const keepAliveMs = 75_000
/** How often slow headers are looked for; Node's own 30 s would let them stay half a minute longer than allowed. */
const checkMs = 1000

/** The listening side: HTTP/1 in the clear, or TLS with HTTP/2 offered by ALPN. Its limits keep hostile clients from hurting the others. */
export function createLiveServer(
  tls: ListenTls | undefined,
  limits: ServerLimits,
  listener: ServerListener,
): LiveServer {
  const options = {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: 0, // an upload may take hours; how long it may be silent is watched by whoever reads it
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: checkMs,
    insecureHTTPParser: false, // whatever NODE_OPTIONS says: leniency is what request smuggling lives off
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
  const events = server as Server // both kinds say these; only their types differ
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
