import { Pool } from 'undici'
import type { Exchange, Failure } from '../model/exchange.js'
import { contentTypeOf, noBody, type Body, type Headers } from '../model/http.js'
import { maxAnswerHeadBytes } from '../upstream/limits.js'
import { StackClient, type StackDispatch } from '../upstream/stack-client.js'
import { connectorTo, hostOf, type UpstreamTls } from '../upstream/tls.js'
import { failureOf, isLengthOfNothing, latin1, type RawHandler } from '../upstream/undici.js'

export interface AskLimits {
  /**
   * Maximum bytes of an answer of this Content-Type; a longer body is dropped, its transfer aborted, and it is marked
   * truncated.
   */
  readonly body: (contentType: string | undefined) => number
  /** Maximum milliseconds from sending to the last byte, including connecting. */
  readonly timeoutMs: number
}

export interface LegRequest {
  readonly method: string
  readonly target: string
  /** Flat names and values. */
  readonly headers: readonly string[]
  readonly body: Uint8Array | null
}

export type Answer = Pick<Exchange, 'response' | 'failure' | 'timing'>

/** HTTP client of one mirrored stack; whatever the stack does, `send` resolves within the timeout. */
export interface LegClient {
  send(asked: LegRequest): Promise<Answer>
  /** Ends what is under way, and what is sent until `resume`, with the failure `shutdown`, because Sosie is stopping. */
  giveUp(): void
  resume(): void
  close(): Promise<void>
}

/** Milliseconds between checks for overdue answers: one timer for all, because a timer each would cost more than the request. */
const sweepMs = 50

export function legClient(origin: URL, tls: UpstreamTls, limits: AskLimits): LegClient {
  const pool = new Pool(origin.origin, {
    pipelining: 1,
    headersTimeout: 0, // the sweep below is exact enough, and also covers connecting
    bodyTimeout: 0,
    maxHeaderSize: maxAnswerHeadBytes,
    factory: (origin, options) => new StackClient(origin, options),
    connect: connectorTo(origin, tls, limits.timeoutMs),
  })
  const servername = tls.servername ?? hostOf(origin)
  const underWay = new Set<Asking>()
  let givenUp = false
  const sweep = setInterval(() => {
    const now = performance.now()
    for (const asking of underWay) asking.expire(now)
  }, sweepMs)
  sweep.unref()

  return {
    send: (asked) =>
      new Promise((resolve) => {
        const asking = new Asking(limits, (answer) => {
          underWay.delete(asking)
          resolve(answer)
        })
        if (givenUp) return asking.giveUp()
        underWay.add(asking)
        const options: StackDispatch = {
          method: asked.method,
          path: asked.target,
          headers: asked.headers as string[],
          body: asked.body,
          servername,
          onClient: asking.carriedBy,
        }
        pool.dispatch(options, asking)
      }),
    giveUp() {
      givenUp = true
      for (const asking of underWay) asking.giveUp()
    },
    resume: () => void (givenUp = false),
    async close() {
      clearInterval(sweep)
      await pool.destroy()
    },
  }
}

/** One request under way; collects the answer up to its bound. */
class Asking implements RawHandler {
  private readonly started = performance.now()
  private abort: ((error: Error) => void) | undefined
  private head: { status: number; headers: Headers; firstByte: number } | undefined
  private chunks: Buffer[] = []
  private size = 0
  private bound = 0
  private settled = false
  private client: StackClient | undefined

  constructor(
    private readonly limits: AskLimits,
    private readonly settle: (answer: Answer) => void,
  ) {}

  readonly carriedBy = (client: StackClient): void => void (this.client = client)

  onConnect(abort: (error?: Error) => void): void {
    this.abort = abort
    if (this.settled) return abort(new Error('overdue'))
    this.client?.sends()
  }

  onHeaders(status: number, raw: readonly Buffer[]): boolean {
    if (status < 200) return true
    const headers = headersFromRaw(raw)
    this.head = { status, headers, firstByte: performance.now() - this.started }
    this.bound = this.limits.body(contentTypeOf(headers))
    return true
  }

  onData(chunk: Buffer): boolean {
    this.size += chunk.length
    if (this.size <= this.bound) this.chunks.push(chunk)
    else {
      this.finish({ ...noBody, size: this.size, truncated: true }, true)
      this.abort?.(new Error('longer than its bound')) // a body that is not kept need not travel
    }
    return true
  }

  onComplete(): void {
    this.finish(this.body(), true)
  }

  onError(error: Error): void {
    if (isLengthOfNothing(error, this.head?.status)) return this.finish(this.body(), true)
    this.finish(this.body(), false, failureOf(error, this.head === undefined ? 'headers' : 'body'))
  }

  expire(now: number): void {
    if (now - this.started < this.limits.timeoutMs) return
    this.finish(this.body(), false, { kind: 'timeout', during: this.during() })
    this.abort?.(new Error('overdue'))
  }

  giveUp(): void {
    this.finish(this.body(), false, { kind: 'shutdown', during: this.during() })
    this.abort?.(new Error('given up'))
  }

  private during(): Failure['during'] {
    if (this.abort === undefined) return 'connect'
    return this.head === undefined ? 'headers' : 'body'
  }

  private body(): Body {
    const [only = noBody.bytes] = this.chunks
    return { bytes: this.chunks.length <= 1 ? only : Buffer.concat(this.chunks), size: this.size, truncated: false }
  }

  private finish(body: Body, complete: boolean, failure?: Failure): void {
    if (this.settled) return
    this.settled = true
    const total = performance.now() - this.started
    this.chunks = []
    const { head } = this
    if (head !== undefined && failure === undefined) {
      const response = { status: head.status, headers: head.headers, body, complete }
      return this.settle({ response, timing: { firstByte: head.firstByte, total } })
    }
    this.settle({
      ...(head === undefined ? {} : { response: { status: head.status, headers: head.headers, body, complete } }),
      ...(failure === undefined ? {} : { failure }),
      timing: head === undefined ? { total } : { firstByte: head.firstByte, total },
    })
  }
}

function headersFromRaw(raw: readonly Buffer[]): Headers {
  const fields = latin1(raw)
  const headers: [string, string][] = []
  for (let index = 0; index + 1 < fields.length; index += 2)
    headers.push([fields[index] ?? '', fields[index + 1] ?? ''])
  return headers
}
