import { Pool } from 'undici'
import { isIdempotent } from '../model/http.js'
import { maxAnswerHeadBytes } from '../upstream/limits.js'
import { StackClient, type StackDispatch } from '../upstream/stack-client.js'
import { connectorTo, hostOf, type UpstreamTls } from '../upstream/tls.js'
import { failureOf, isLengthOfNothing, latin1, type RawHandler } from '../upstream/undici.js'
import type { ClientResponse, Forwarder, LiveRequest, Watcher } from './forwarder.js'
import { LiveAnswer } from './live-answer.js'

/** No timeout: legacy may take as long as it takes, and the live path gives up no earlier than the client. */
const noTimeout = 0
/** Milliseconds; shorter than the common 5 s of Apache and 60 s of nginx, so that few idle connections go stale. */
const idleMs = 4000
/** Maximum milliseconds for a connection to legacy to open. */
const connectMs = 10_000

/**
 * The live leg on undici: plain requests and answers over kept connections (ADR 0007). It does not handle offers of
 * other protocols.
 *
 * @param legacy origin of the legacy stack; a path in it is ignored.
 */
export function undiciForwarder(legacy: URL, tls: UpstreamTls): Forwarder {
  const options: Pool.Options = {
    connections: null, // as many as there are live requests: a queue of ours would be a wait that legacy does not know of
    pipelining: 1,
    headersTimeout: noTimeout,
    bodyTimeout: noTimeout,
    keepAliveTimeout: idleMs,
    maxHeaderSize: maxAnswerHeadBytes,
    factory: (origin, options) => new StackClient(origin, options),
    connect: connectorTo(legacy, tls, connectMs),
  }
  const pools: Pools = {
    kept: new Pool(legacy.origin, options),
    fresh: new Pool(legacy.origin, { ...options, pipelining: 0 }), // 0: one connection per request
  }
  const servername = tls.servername ?? hostOf(legacy)
  return {
    forward(request, response, watcher) {
      const exchange = new LiveExchange(pools, request, response, watcher, servername)
      exchange.send()
    },
    close() {
      void pools.kept.destroy()
      void pools.fresh.destroy()
    },
  }
}

/** Kept connections, and fresh ones for requests that met a stale one: the next kept one may be stale as well. */
interface Pools {
  readonly kept: Pool
  readonly fresh: Pool
}

/** One live request, from the first byte sent to the last byte answered. */
class LiveExchange implements RawHandler {
  private readonly answer: LiveAnswer
  private abort: ((error: Error) => void) | undefined
  private resume: (() => void) | undefined
  private client: StackClient | undefined
  private reused = false
  private retried = false
  private abandoned = false
  private status = 0

  constructor(
    private readonly pools: Pools,
    private readonly request: LiveRequest,
    response: ClientResponse,
    private readonly watcher: Watcher,
    private readonly servername: string,
  ) {
    this.answer = new LiveAnswer(response, watcher, this)
  }

  send(pool = this.pools.kept): void {
    const { method, target, headers, body } = this.request
    const options: StackDispatch = {
      method: method,
      path: target,
      headers: headers as string[],
      body: body ?? null,
      servername: this.servername,
      onClient: (client) => {
        this.client = client
        this.reused ||= client.isReused
      },
    }
    pool.dispatch(options, this)
  }

  onConnect(abort: (error?: Error) => void): void {
    if (this.abandoned) return abort(new Error('the client is gone'))
    this.abort = abort
    this.client?.sends()
    const port = this.client?.localPort
    if (port !== undefined) this.watcher.left?.(port)
    // Not earlier: a listener for data starts the flow, and until now nothing consumed the body.
    this.request.body?.on('data', this.watcher.sent)
  }

  onHeaders(status: number, raw: readonly Buffer[], resume: () => void, reason: string): boolean {
    this.resume = resume
    this.status = status
    const headers = latin1(raw)
    if (status < 200) this.answer.hint(status, headers)
    else this.answer.head(status, reason, headers)
    return true
  }

  onData(chunk: Buffer): boolean {
    return this.answer.data(chunk)
  }

  onComplete(trailers: readonly (Buffer | string)[] | null): void {
    this.answer.end(latin1(trailers ?? []))
  }

  onError(error: Error): void {
    if (this.abandoned) return
    if (isLengthOfNothing(error, this.status)) return this.answer.end([])
    if (this.wentStale(error)) {
      this.retried = true
      this.reused = false
      return this.send(this.pools.fresh)
    }
    this.answer.fail(failureOf(error, this.answer.begun ? 'body' : 'headers'))
  }

  /** The client can take bytes again. */
  drained(): void {
    this.resume?.()
  }

  /** The client is gone. */
  abandon(): void {
    this.abandoned = true
    this.abort?.(new Error('the client is gone'))
  }

  /** True when legacy closed a kept connection just as we used it: it has not seen the request, which is then sent once more. */
  private wentStale(error: Error): boolean {
    const { method, body } = this.request
    const fresh = !this.reused || this.retried || this.answer.begun
    return !fresh && body === undefined && isIdempotent(method) && failureOf(error, 'headers').kind === 'reset'
  }
}
