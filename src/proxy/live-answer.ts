import { ServerResponse } from 'node:http'
import { constants } from 'node:http2'
import type { Failure } from '../model/exchange.js'
import type { ClientResponse, Watcher } from './forwarder.js'
import { byName, endToEnd, grouped } from './raw-headers.js'

/** What the answer asks of the code that reads it from legacy. */
export interface AnswerSource {
  /** The client can take bytes again. */
  drained(): void
  /** The client is gone: nobody waits for this answer any more. */
  abandon(): void
}

/**
 * Writes legacy's answer to the client as it comes, in the same way for every forwarder: from raw headers, so that
 * case, order and repeats survive; with backpressure, so that memory stays flat; with a reset if legacy broke off, so
 * that a short body is never taken for whole.
 */
export class LiveAnswer {
  private stalledAt = 0
  private over = false

  constructor(
    private readonly response: ClientResponse,
    private readonly watcher: Watcher,
    private readonly source: AnswerSource,
  ) {
    response.on('close', this.closed)
  }

  /** True once the status line may be on its way: from then on only a reset can tell the client of a failure. */
  get begun(): boolean {
    return this.response.headersSent
  }

  /** Passes on the links of 103 Early Hints (RFC 8297) and drops other interim answers. HTTP/1.0 has none. */
  hint(status: number, headers: readonly string[]): void {
    const { response } = this
    if (status !== 103 || !(response instanceof ServerResponse) || response.req.httpVersion !== '1.1') return
    const links = grouped(headers).find(([name]) => name.toLowerCase() === 'link')
    if (links !== undefined) response.writeEarlyHints({ link: links[1] })
  }

  head(status: number, reason: string, headers: readonly string[]): void {
    const { response } = this
    response.sendDate = false // legacy's Date, or none: it is not ours to add what legacy did not say
    if (response instanceof ServerResponse) response.writeHead(status, reason, fieldsFor(response, status, headers))
    else {
      for (const [name, values] of grouped(endToEnd(headers))) response.setHeader(name, values)
      response.writeHead(status)
    }
    this.watcher.answered(status, headers)
    process.nextTick(this.flushHead)
  }

  /** Writes a chunk. False when the client is slow: wait for `drained`. */
  data(chunk: Buffer): boolean {
    this.watcher.received(chunk)
    if (this.over || write(this.response, chunk)) return true
    if (this.stalledAt === 0) {
      this.stalledAt = performance.now()
      this.response.once('drain', this.goOn)
    }
    return false
  }

  /** @param trailers flat names and values; empty if there are none. */
  end(trailers: readonly string[]): void {
    if (this.over) return
    this.over = true
    if (trailers.length > 0) this.response.addTrailers(byName(endToEnd(trailers)))
    this.response.end()
    this.watcher.completed()
  }

  /** Legacy accepted the client's offer of another protocol: what follows is no HTTP answer, and not ours to write. */
  switched(): void {
    this.over = true
    this.watcher.switched()
  }

  fail(failure: Failure): void {
    if (this.over) return
    this.over = true
    this.watcher.failed(failure)
    // Neither end() nor a late writeHead(): legacy died mid-body, and only a reset tells the client that the body is short.
    if (this.begun || this.response.destroyed) cutOff(this.response)
    else answerShortly(this.response, 502)
  }

  /**
   * Sends the head at once, because its body may come much later, as with server-sent events. Uses an empty write:
   * `flushHeaders` would send the head as UTF-8 and spoil every byte beyond ASCII in it.
   */
  private readonly flushHead = (): void => {
    if (!this.over && this.response instanceof ServerResponse && !this.response.writableEnded)
      this.response.write(nothing)
  }

  private readonly goOn = (): void => {
    this.watcher.stalled(performance.now() - this.stalledAt)
    this.stalledAt = 0
    this.source.drained()
  }

  private readonly closed = (): void => {
    if (this.over) return
    this.over = true
    this.source.abandon()
  }
}

/**
 * Returns the end-to-end fields, and two connection fields that are meant for the client: what a 426 asks it to switch
 * to, with the matching option of `Connection` (RFC 9110 §15.5.22), and `Trailer` if trailers can follow.
 */
function fieldsFor(response: ServerResponse, status: number, headers: readonly string[]): string[] {
  const fields = endToEnd(headers, (name) =>
    name === 'upgrade' ? status === 426 : name === 'trailer' && mayEndInTrailers(response, status, headers),
  )
  if (status === 426) fields.push('Connection', response.shouldKeepAlive ? 'Upgrade' : 'Upgrade, close')
  return fields
}

/** True when trailers can follow: only a chunked body has them, and Node refuses to announce them on any other. */
function mayEndInTrailers(response: ServerResponse, status: number, headers: readonly string[]): boolean {
  if (response.req.method === 'HEAD' || status === 204 || status === 304) return false
  const hasLength = headers.some((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-length')
  return response.useChunkedEncodingByDefault && !hasLength
}

/**
 * Breaks the answer off visibly. An HTTP/2 stream that is merely destroyed ends as if it were whole, so it is closed
 * with an error.
 */
function cutOff(response: ClientResponse): void {
  if (response instanceof ServerResponse) response.destroy()
  else response.stream.close(constants.NGHTTP2_INTERNAL_ERROR)
}

const nothing = Buffer.alloc(0)

/** Calls the method that both kinds of response have, but with different overloads. */
function write(response: ClientResponse, chunk: Buffer): boolean {
  return response instanceof ServerResponse ? response.write(chunk) : response.write(chunk)
}

const pages: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Content Too Large',
  414: 'URI Too Long',
  421: 'Misdirected Request',
  431: 'Request Header Fields Too Large',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
}

/** Returns a short neutral page that names neither Sosie nor what is behind it. */
export function shortPage(status: number): { readonly reason: string; readonly text: string } {
  const reason = pages[status] ?? 'Bad Gateway'
  return { reason, text: `${status} ${reason}\n` }
}

export function answerShortly(response: ClientResponse, status: number): void {
  const { text } = shortPage(status)
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...(response instanceof ServerResponse && status !== 502 ? { connection: 'close' } : {}),
  }
  if (response instanceof ServerResponse) response.writeHead(status, headers).end(text)
  else response.writeHead(status, headers).end(text)
}
