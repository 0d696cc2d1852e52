import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { unchunked } from './raw-http.js'

/** A stack of bare sockets that keeps every byte it hears. */
export interface Wire {
  readonly url: string
  /** How many came. */
  readonly connections: () => number
  /** Bytes that came since this was asked last, of all connections. */
  readonly heard: () => string
  close(): Promise<void>
}

/** @param answer told all that one connection has heard since it was last answered; true once it has answered that. */
export async function startWire(answer: (socket: Socket, heard: string) => boolean): Promise<Wire> {
  const sockets = new Set<Socket>()
  let all = ''
  let connections = 0
  const server = createServer((socket) => {
    let pending = ''
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      all += chunk.toString('latin1')
      pending += chunk.toString('latin1')
      if (answer(socket, pending)) pending = ''
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    heard() {
      const heard = all
      all = ''
      return heard
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** What goes over a connection: a line, the fields of its sender's connection left out, and the body without its framing. */
export interface Message {
  readonly line: string
  readonly fields: readonly string[]
  readonly body: string
  readonly trailers: string
}

/** Each side has these for itself. `Expect` is one of them: Sosie answers it. */
const ofOneConnection = /^(?:connection|keep-alive|transfer-encoding|http2-settings|te|proxy-connection|expect):/i

/** The messages of one direction, one behind the other; what is none stands whole in the `line` of the last. */
export function messagesIn(text: string, isBodiless: (line: string) => boolean = () => false): Message[] {
  const messages: Message[] = []
  let rest = text
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n')
    const [line = '', ...fields] = rest.slice(0, end).split('\r\n')
    const framed = end === -1 ? undefined : bodyOf(fields, rest.slice(end + 4), isBodiless(line))
    if (framed === undefined) return [...messages, { line: rest, fields: [], body: '', trailers: '' }]
    const { body, trailers } = framed
    messages.push({ line, fields: fields.filter((field) => !ofOneConnection.test(field)), body, trailers })
    rest = framed.rest
  }
  return messages
}

function bodyOf(fields: readonly string[], after: string, isBodiless: boolean) {
  if (isBodiless) return { body: '', trailers: '', rest: after }
  if (fields.some((field) => /^transfer-encoding: *chunked/i.test(field))) return unchunked(after)
  const said = fields.find((field) => /^content-length:/i.test(field))
  const length = Number(said?.slice(said.indexOf(':') + 1) ?? 0)
  return after.length < length ? undefined : { body: after.slice(0, length), trailers: '', rest: after.slice(length) }
}

/**
 * Sends the parts with a pause between them, and hears until `isOver`, the other side ends, or so long.
 *
 * @returns what was heard, as Latin-1.
 */
export function converse(
  url: string,
  parts: readonly string[],
  isOver: (heard: string) => boolean,
  forMs = 2000,
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    let text = ''
    const done = (): void => {
      clearTimeout(silence)
      resolve(text)
      socket.destroy()
    }
    const silence = setTimeout(done, forMs)
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (isOver(text)) setTimeout(done, 15) // what comes behind the last answer, and must not, would be missed
    })
    socket.on('error', () => undefined)
    socket.on('close', done)
    void (async () => {
      for (const part of parts) {
        if (part !== '') socket.write(part, 'latin1')
        await new Promise((next) => setTimeout(next, 10))
      }
    })()
  })
}
