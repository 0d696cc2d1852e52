import { createServer, connect, type Socket } from 'node:net'
import { connect as connectTls, TLSSocket } from 'node:tls'
import type { Statement } from '../model/statement.js'
import { wordsFor, type Address } from './address.js'
import { conversation, type Conversation } from '../mysql/conversation.js'
import { listenOn } from './listen.js'
import { framed } from '../mysql/packets.js'

/** TLS that ends at the tap and begins again towards the database, so that encrypted connections are read too. */
export interface TapTls {
  /** Certificate that clients are shown, as PEM. */
  readonly cert: string
  readonly key: string
  /** PEM of the authority that signed the database's certificate; absent if the system knows it. */
  readonly ca?: string | undefined
  readonly servername?: string | undefined
  /** False if the database's certificate is not checked. */
  readonly verify: boolean
}

export interface PassThroughSettings {
  /** Name used in messages. */
  readonly name: string
  readonly listen: Address
  readonly target: Address
  readonly tls?: TapTls | undefined
}

/** A client's connection while it is open. */
export interface Passing {
  /** Number of the connection within the tap, from 1. */
  readonly number: number
  readonly talk: Conversation
  /** The client's port; absent on a unix socket. */
  readonly remotePort?: number | undefined
}

export interface PassThroughEvents {
  /** Holds the server's greeting back until the returned promise resolves. */
  readonly opened?: (passing: Passing) => Promise<void> | undefined
  readonly statement: (statement: Statement, passing: Passing) => void
  /** A session begins. @param again true on a connection that was kept. */
  readonly session?: (passing: Passing, again: boolean) => void
  readonly closed: (passing: Passing) => void
  /** Reports something that the user must fix, in a sentence; an outage is reported once. */
  readonly fault: (message: string) => void
}

export interface PassThrough {
  readonly open: ReadonlySet<Passing>
  close(): Promise<void>
}

/**
 * Listens, and passes every connection on to the target: forwards first, reads second. Rejects if it cannot listen.
 *
 * @param sessionStatement returns the statement that new connections begin with; undefined for none.
 * @param now milliseconds since the epoch, with fractions.
 */
export async function openPassThrough(
  settings: PassThroughSettings,
  sessionStatement: () => string | undefined,
  events: PassThroughEvents,
  now: () => number = () => performance.timeOrigin + performance.now(),
): Promise<PassThrough> {
  const { name, listen, target, tls } = settings
  const open = new Set<Passing>()
  const sockets = new Set<Socket>()
  let connections = 0
  let down = false

  const unreachable = (client: Socket, reason: string): void => {
    const where = wordsFor(target)
    const words = `The tap of ${name} cannot reach its database at ${where} (${reason}).`
    client.end(refusalPacket(words))
    if (down) return
    down = true
    events.fault(`${words} Its statements are missing until it answers; check tap.target.`)
  }

  const server = createServer({ noDelay: true }, (client) => {
    connections += 1
    const upstream = connect({ ...target, noDelay: true })
    let [near, far]: [Socket, Socket] = [client, upstream]
    const secure = (early: Buffer): void => {
      for (const socket of [client, upstream]) socket.removeAllListeners('data').removeAllListeners('end')
      if (tls === undefined) return
      ;[near, far] = secured(client, upstream, early, tls, (words) => events.fault(`The tap of ${name} ${words}`))
      pump(near, far, talk)
    }
    const talk = conversation(connections, sessionStatement(), {
      toClient: (bytes) => send(bytes, near, far),
      toServer: (bytes) => send(bytes, far, near),
      statement: (statement) => events.statement(statement, passing),
      session: (again) => events.session?.(passing, again),
      fault: (words) => events.fault(`The tap of ${name} ${words}.`),
      ...(tls === undefined ? {} : { secure }),
      now,
    })
    const passing: Passing = { number: connections, talk, remotePort: client.remotePort }
    open.add(passing)
    for (const socket of [client, upstream]) sockets.add(socket)
    upstream.once('connect', () => (down = false))
    pump(client, upstream, talk)
    endTogether(client, upstream, (reason) => unreachable(client, reason))
    const ended = (): void => {
      for (const socket of [client, upstream]) sockets.delete(socket)
      if (!open.delete(passing)) return
      talk.serverEnded()
      events.closed(passing)
    }
    client.once('close', ended)
    const held = events.opened?.(passing)
    if (held === undefined) return
    upstream.pause()
    void held.then(() => upstream.resume())
  })
  await listenOn(server, listen)

  return {
    open,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Writes, and holds the sender back while the receiver is full, so that memory stays bounded whatever either side does. */
function send(bytes: Buffer, to: Socket, from: Socket): void {
  if (to.destroyed || to.write(bytes) || from.isPaused()) return
  from.pause()
  to.once('drain', () => from.resume())
}

function pump(client: Socket, upstream: Socket, talk: Conversation): void {
  client.on('data', (chunk: Buffer) => talk.fromClient(chunk))
  upstream.on('data', (chunk: Buffer) => talk.fromServer(chunk))
  // A side that has stopped sending may still be owed bytes, so only its end is passed on.
  client.on('end', () => upstream.end())
  upstream.on('end', () => {
    talk.serverEnded()
    client.end()
  })
}

/** Ends both sides when one of them fails or closes. */
function endTogether(client: Socket, upstream: Socket, unreachable: (reason: string) => void): void {
  let connected = false
  upstream.once('connect', () => (connected = true))
  client.on('error', () => upstream.destroy())
  client.on('close', () => upstream.destroySoon())
  upstream.on('error', (error: NodeJS.ErrnoException) => {
    if (connected) client.destroy()
    else unreachable(error.code ?? error.message)
  })
  upstream.on('close', () => client.destroySoon())
}

/** Encrypts both sides, each with a TLS session of its own. */
function secured(
  client: Socket,
  upstream: Socket,
  early: Buffer,
  { cert, key, ca, servername, verify }: TapTls,
  fault: (words: string) => void,
): [near: Socket, far: Socket] {
  client.pause() // otherwise what is put back would flow to nobody
  if (early.length > 0) client.unshift(early)
  const near = new TLSSocket(client, { isServer: true, cert, key })
  const far = connectTls({
    socket: upstream,
    rejectUnauthorized: verify,
    ...(ca === undefined ? {} : { ca }),
    // Without a name, only the authority of the certificate is checked: MySQL makes its own certificate, for no host.
    ...(servername === undefined ? { checkServerIdentity: () => undefined } : { servername }),
  })
  near.on('error', (error: Error) => {
    fault(`lost a client in TLS (${error.message}): PHP must trust tap.tls.cert.`)
    client.destroy()
  })
  far.on('error', (error: Error) => {
    fault(`does not trust its database in TLS (${error.message}): check tap.tls.ca, servername and insecure.`)
    client.destroy()
  })
  return [near, far]
}

/** Returns what the client hears instead of a greeting: a server error, like MySQL's own "cannot connect". */
function refusalPacket(words: string): Buffer {
  const errno = 2003 // CR_CONN_HOST_ERROR
  return framed(Buffer.concat([Buffer.from([0xff, errno & 0xff, errno >> 8]), Buffer.from(words)]), 0)
}
