import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { Readable } from 'node:stream'
import type { Failure } from '../model/exchange.js'

/** A client's request as Node's server gives it, over HTTP/1 or HTTP/2. */
export type ClientRequest = IncomingMessage | Http2ServerRequest
export type ClientResponse = ServerResponse | Http2ServerResponse

/** One live request as legacy gets it. */
export interface LiveRequest {
  /** The id that the request has everywhere. */
  readonly id: string
  readonly method: string
  /** Path and query; never a whole URL, whatever the client wrote. */
  readonly target: string
  /** Flat names and values in the client's order and case: end-to-end fields only, with the forwarded fields. */
  readonly headers: readonly string[]
  /** Absent when the request has no body. */
  readonly body?: Readable
  /** Protocols that the client offers to switch to, as `Upgrade` lists them. Absent from plain requests. */
  readonly offer?: string
  readonly incoming: ClientRequest
}

/** What the live leg may see of an answer while it flows to the client. Called on the live path: none may block or throw. */
export interface Watcher {
  /** The request leaves from this local port; once more where it is sent again. */
  readonly left?: (port: number) => void
  /** Bytes of the request's body on their way to legacy. */
  readonly sent: (chunk: Buffer) => void
  /** @param headers flat names and values as legacy sent them. */
  readonly answered: (status: number, headers: readonly string[]) => void
  readonly received: (chunk: Buffer) => void
  /** Milliseconds that the answer waited for a slow client: not legacy's time. */
  readonly stalled: (ms: number) => void
  /** Legacy's answer ended as HTTP says it must. */
  readonly completed: () => void
  readonly failed: (failure: Failure) => void
  /** Legacy took the offer of another protocol: no answer of HTTP's will come. */
  readonly switched: () => void
}

/** Carries one live request to legacy and its answer to the client. Small, so that another transport can take its place. */
export interface Forwarder {
  forward(request: LiveRequest, response: ClientResponse, watcher: Watcher): void
  close(): void
}
