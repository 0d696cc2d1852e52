import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A request as the bytes on the wire say it. */
export interface SeenRequest {
  /** Request line and header lines, as they came. */
  readonly head: string
  /** Without its chunked coding. */
  readonly body: string
  /** How many requests this connection carried before it. */
  readonly before: number
}

export interface RawUpstream {
  readonly url: string
  readonly seen: SeenRequest[]
  /** Bytes that came, whatever they meant. */
  readonly received: () => string
  /** Connections that ended. */
  readonly closed: () => number
  close(): Promise<void>
}

/** An upstream of bare sockets: answers with exactly the bytes it is told, when it is told to. */
export async function startRawUpstream(answer: (socket: Socket, request: SeenRequest) => void): Promise<RawUpstream> {
  const seen: SeenRequest[] = []
  const sockets = new Set<Socket>()
  let received = ''
  let closed = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => {
      sockets.delete(socket)
      closed += 1
    })
    socket.on('error', () => undefined)
    let pending = ''
    let before = 0
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1')
      pending += chunk.toString('latin1')
      for (let parsed = firstRequest(pending); parsed !== undefined; parsed = firstRequest(pending)) {
        pending = parsed.rest
        const request = { head: parsed.head, body: parsed.body, before }
        before += 1
        seen.push(request)
        answer(socket, request)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    received: () => received,
    closed: () => closed,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function firstRequest(text: string): { head: string; body: string; rest: string } | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const [head, after] = [text.slice(0, end), text.slice(end + 4)]
  if (/^transfer-encoding:.*chunked/im.test(head)) {
    const whole = unchunked(after)
    return whole === undefined ? undefined : { head, ...whole }
  }
  const length = Number(/^content-length:\s*(\d+)/im.exec(head)?.[1] ?? 0)
  return after.length < length ? undefined : { head, body: after.slice(0, length), rest: after.slice(length) }
}

/** undefined while the last chunk has not come. */
export function unchunked(text: string): { body: string; trailers: string; rest: string } | undefined {
  let [body, at] = ['', 0]
  for (;;) {
    const line = text.indexOf('\r\n', at)
    if (line === -1) return undefined
    const size = parseInt(text.slice(at, line), 16)
    if (size === 0) {
      const end = text.indexOf('\r\n\r\n', line)
      if (end === -1) return undefined
      return { body, trailers: text.slice(line + 2, end + 2), rest: text.slice(end + 4) }
    }
    if (text.length < line + 2 + size + 2) return undefined
    body += text.slice(line + 2, line + 2 + size)
    at = line + 2 + size + 2
  }
}

/** What a client heard, and whether the connection ended as it should. */
export interface Heard {
  readonly text: string
  readonly reset: boolean
}

/** Sends the bytes as they are and hears until the other side ends the connection, or for so long. */
export function sendRaw(url: string, bytes: string | readonly string[], forMs = 2000): Promise<Heard> {
  const { port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1')
    let [text, reset] = ['', false]
    const done = (): void => {
      clearTimeout(timer)
      resolve({ text, reset })
      socket.destroy()
    }
    const timer = setTimeout(done, forMs)
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
    socket.on('error', () => (reset = true))
    socket.on('close', done)
    void (async () => {
      for (const part of typeof bytes === 'string' ? [bytes] : bytes) {
        socket.write(part, 'latin1')
        await new Promise((next) => setTimeout(next, 15))
      }
    })()
  })
}

/** An answer as a client understands it: body without its coding, fields without those of one connection. */
export interface Understood {
  readonly status: string
  readonly fields: readonly string[]
  readonly body: string
  readonly trailers: string
}

const ofOneConnection = /^(?:connection|keep-alive|transfer-encoding|trailer):/i

export function understood({ text }: Heard): Understood {
  const end = text.indexOf('\r\n\r\n')
  const [status = '', ...lines] = text.slice(0, end).split('\r\n')
  const after = text.slice(end + 4)
  const chunked = lines.some((line) => /^transfer-encoding:\s*chunked/i.test(line)) ? unchunked(after) : undefined
  return {
    status: status.replace(/^HTTP\/1\.[01] /, ''), // a proxy speaks its own version (RFC 9112 §2.3)
    fields: lines.filter((line) => !ofOneConnection.test(line)),
    body: chunked?.body ?? after,
    trailers: chunked?.trailers ?? '',
  }
}
