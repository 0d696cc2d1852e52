import { createServer, connect, type Server, type Socket } from 'node:net'
import type { Statement, StatementsOfRequest } from '../../model/statement.js'
import { conversation, type Conversation } from './conversation.js'

export interface Address {
  readonly host: string
  readonly port: number
}

export interface TapCounters {
  connections: number
  statements: number
  /** Connections that could not be read: TLS that a client insisted on, or a fault of the reader. */
  unread: number
  /** Statements past the bound: counted, not kept. */
  dropped: number
}

/** The MySQL pass-through between a lane and its database: forwards first, reads second. */
export interface Tap {
  collect(): Promise<StatementsOfRequest>
  setSessionStatement(sql: string | undefined): void
  readonly counters: TapCounters
  close(): Promise<void>
}

/** Statements that are kept between two collections. */
const mostStatements = 20_000
/** PHP closes its connection at the end of a request; one that stays open and idle past this is a persistent one. */
const closeGraceMs = 30
/** A statement that runs longer than this after its answer belongs to nobody for certain. */
const busyGraceMs = 200
const pollMs = 2

export async function openTap(listen: Address, target: Address): Promise<Tap> {
  const open = new Set<Conversation>()
  const sockets = new Set<Socket>()
  const counters: TapCounters = { connections: 0, statements: 0, unread: 0, dropped: 0 }
  let seen: Statement[] = []
  let sessionStatement: string | undefined
  let incomplete = false

  const keep = (statement: Statement): void => {
    counters.statements += 1
    if (seen.length < mostStatements) seen.push(statement)
    else {
      counters.dropped += 1
      incomplete = true
    }
  }

  const server = createServer({ noDelay: true }, (client) => {
    counters.connections += 1
    const upstream = connect({ ...target, noDelay: true })
    const talk = conversation(counters.connections, sessionStatement, {
      toClient: (bytes) => send(bytes, client, upstream),
      toServer: (bytes) => send(bytes, upstream, client),
      statement: keep,
      now: () => performance.timeOrigin + performance.now(),
    })
    open.add(talk)
    for (const socket of [client, upstream]) sockets.add(socket)
    join(client, upstream, talk, () => {
      if (!open.delete(talk)) return
      for (const socket of [client, upstream]) sockets.delete(socket)
      if (talk.readable) return
      counters.unread += 1
      incomplete = true
    })
  })
  await listening(server, listen)

  return {
    counters,
    setSessionStatement: (sql) => (sessionStatement = sql),
    async collect() {
      const silent = await silence(open)
      const exact = silent && !incomplete
      const statements = seen.sort((one, other) => one.startedAt - other.startedAt)
      seen = []
      incomplete = false
      return { statements, attribution: exact ? 'exact' : 'ambiguous' }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Writes, and holds the sender back while the receiver is full: memory stays bounded whatever either side does. */
function send(bytes: Buffer, to: Socket, from: Socket): void {
  if (to.destroyed || to.write(bytes)) return
  from.pause()
  to.once('drain', () => from.resume())
}

function join(client: Socket, upstream: Socket, talk: Conversation, ended: () => void): void {
  client.on('data', (chunk: Buffer) => talk.fromClient(chunk))
  upstream.on('data', (chunk: Buffer) => talk.fromServer(chunk))
  // A side that only stops sending may still be owed bytes: its end is passed on; a fault ends both.
  client.on('end', () => upstream.end())
  upstream.on('end', () => client.end())
  for (const [socket, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    socket.on('error', () => other.destroy())
    socket.on('close', () => {
      other.destroySoon()
      ended()
    })
  }
}

/** True when no connection is open or busy any more; false when one stayed busy past the grace. */
async function silence(open: ReadonlySet<Conversation>): Promise<boolean> {
  const started = performance.now()
  for (;;) {
    const waited = performance.now() - started
    if (open.size === 0) return true
    const busy = [...open].some((talk) => talk.busy)
    if (!busy && waited >= closeGraceMs) return true
    if (busy && waited >= busyGraceMs) return false
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}

function listening(server: Server, { host, port }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
