import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { Readable } from 'node:stream'
import type { Failure } from '../model/exchange.js'

/** A client's request as Node's server delivers it, over HTTP/1 or HTTP/2. */
export type ClientRequest = IncomingMessage | Http2ServerRequest
export type ClientResponse = ServerResponse | Http2ServerResponse

/** A live request as it is sent to legacy. */
export interface LiveRequest {
  /** The request's id throughout Sosie. */
  readonly id: string
  readonly method: string
  /** Path and query, even if the client sent a whole URL. */
  readonly target: string
  /** Flat names and values in the client's order and case: end-to-end fields only, plus the forwarded fields. */
  readonly headers: readonly string[]
  /** Absent when the request has no body. */
  readonly body?: Readable
  /** Protocols that the client offers to switch to, as `Upgrade` lists them. Absent from plain requests. */
  readonly offer?: string
  readonly incoming: ClientRequest
}

/** What the live leg sees of a request and its answer while they pass. Called on the live path: no method may block or throw. */
export interface Watcher {
  /** The request leaves from this local port; called once more if it is sent again. */
  readonly left?: (port: number) => void
  /** Bytes of the request's body on their way to legacy. */
  readonly sent: (chunk: Buffer) => void
  /** @param headers flat names and values as legacy sent them. */
  readonly answered: (status: number, headers: readonly string[]) => void
  readonly received: (chunk: Buffer) => void
  /** Milliseconds that the answer waited for a slow client, which is not legacy's time. */
  readonly stalled: (ms: number) => void
  /** Legacy's answer ended as HTTP requires. */
  readonly completed: () => void
  readonly failed: (failure: Failure) => void
  /** Legacy accepted the offer of another protocol; no HTTP answer will follow. */
  readonly switched: () => void
}

/** Carries one live request to legacy and its answer to the client. Kept small so that another transport can replace it. */
export interface Forwarder {
  forward(request: LiveRequest, response: ClientResponse, watcher: Watcher): void
  close(): void
}
