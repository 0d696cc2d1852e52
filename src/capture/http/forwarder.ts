import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Failure } from '../../model/exchange.js'
import type { Headers } from '../../model/http.js'

/** What the live leg may see of an answer while it flows to the client. Called on the live path: none may block or throw. */
export interface Watcher {
  /** Bytes of the request's body on their way to legacy. */
  readonly sent: (chunk: Buffer) => void
  readonly answered: (status: number, headers: Headers) => void
  readonly received: (chunk: Buffer) => void
  /** Legacy's answer ended as HTTP says it must. */
  readonly completed: () => void
  readonly failed: (failure: Failure) => void
}

/** Carries one live request to legacy and its answer to the client. Small, so that another transport can take its place. */
export interface Forwarder {
  forward(request: IncomingMessage, response: ServerResponse, watcher: Watcher): void
  /** WebSocket and other upgrades: passed through, never mirrored. */
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void
  close(): void
}
