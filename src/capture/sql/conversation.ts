import type { Statement } from '../../model/statement.js'
import { capability, command, hasReply } from './commands.js'
import { readableGreeting } from './greeting.js'
import { framed, packetReader, type Packet } from './packets.js'
import { parametersOf, type ParameterValue, type Prepared } from './parameters.js'
import { replyReader, type ReplyReader } from './replies.js'

/** What one connection asks of its tap. Bytes are sent in the order of the calls. */
export interface ConversationPorts {
  readonly toClient: (bytes: Buffer) => void
  readonly toServer: (bytes: Buffer) => void
  readonly statement: (statement: Statement) => void
  /** Milliseconds since 1970, with fractions. */
  readonly now: () => number
}

/** Both directions of one MySQL connection. What it cannot read flows all the same. */
export interface Conversation {
  fromClient(chunk: Buffer): void
  fromServer(chunk: Buffer): void
  /** True while the server owes an answer. */
  readonly busy: boolean
  /** False when the connection turned out unreadable (TLS, a fault of the reader): its statements are unknown. */
  readonly readable: boolean
}

/** Bytes of a command that are kept: longer SQL is cut there. */
const keptOfCommand = 256 * 1024
/** Of a reply only its first bytes matter; the greeting and the keys of the authentication fit too. */
const keptOfReply = 4096

type Phase = 'greeting' | 'login' | 'authentication' | 'session-statement' | 'commands' | 'opaque'

interface UnderWay {
  readonly code: number
  readonly sql: string
  readonly parameters?: readonly ParameterValue[]
  readonly startedAt: number
  readonly reader: ReplyReader
}

/**
 * @param connection its number within the tap.
 * @param sessionStatement is run on the server before the client hears that it is logged in, and after each change of user:
 *   the server's OK is held back, the statement sent, its answer swallowed, the OK released. The client never knows.
 */
export function conversation(
  connection: number,
  sessionStatement: string | undefined,
  ports: ConversationPorts,
): Conversation {
  let phase: Phase = 'greeting'
  let readable = true
  let deprecateEof = false
  let held: Buffer | undefined
  let underWay: UnderWay | undefined
  const waiting: UnderWay[] = []
  const prepared = new Map<number, Prepared>()

  const giveUp = (): void => {
    readable = false
    phase = 'opaque'
    underWay = undefined
    waiting.length = 0
  }

  const authenticated = (ok: Buffer): void => {
    if (sessionStatement === undefined) {
      phase = 'commands'
      return ports.toClient(ok)
    }
    held = ok
    phase = 'session-statement'
    underWay = { code: command.query, sql: '', startedAt: 0, reader: replyReader(command.query, deprecateEof) }
    ports.toServer(framed(Buffer.concat([Buffer.from([command.query]), Buffer.from(sessionStatement)]), 0))
  }

  const duringHandshake = (packet: Packet): void => {
    const bytes = framed(packet.head, packet.sequence)
    if (phase === 'greeting') {
      phase = packet.head[0] === 0xff ? 'opaque' : 'login'
      return ports.toClient(framed(readableGreeting(packet.head), packet.sequence))
    }
    if (packet.head[0] === 0x00) authenticated(bytes)
    else ports.toClient(bytes)
  }

  const afterSessionStatement = (packet: Packet): void => {
    if (underWay?.reader.take(packet) !== true) return
    underWay = undefined
    phase = 'commands'
    if (held !== undefined) ports.toClient(held)
    held = undefined
  }

  const replied = (packet: Packet): void => {
    if (underWay?.reader.take(packet) !== true) return
    const done = underWay
    underWay = waiting.shift()
    remember(done)
    report(done)
  }

  const remember = ({ sql, reader }: UnderWay): void => {
    const made = reader.reply.prepared
    if (made !== undefined) prepared.set(made.id, { sql, parameters: made.parameters, types: [], long: new Set() })
  }

  const report = ({ code, sql, parameters, startedAt, reader }: UnderWay): void => {
    const { rows, affectedRows, warnings, error } = reader.reply
    const isStatement = code === command.query || code === command.execute
    if (!isStatement && error === undefined) return
    ports.statement({
      sql,
      ...(parameters === undefined ? {} : { parameters }),
      startedAt,
      ms: ports.now() - startedAt,
      rows,
      affectedRows,
      warnings,
      ...(error === undefined ? {} : { error }),
      connection,
    })
  }

  const login = ({ head, length }: Packet): void => {
    const capabilities = head.readUInt32LE(0)
    deprecateEof = (capabilities & capability.deprecateEof) !== 0
    const wantsTls = (capabilities & capability.ssl) !== 0 && length === 32
    if (wantsTls) giveUp()
    else phase = 'authentication'
  }

  const commanded = (packet: Packet): void => {
    if (packet.sequence !== 0) return // not a command: the rest of a local file, or of an authentication
    const code = packet.head[0] ?? 0
    if (code === command.changeUser) {
      phase = 'authentication'
      return
    }
    if (!hasReply(code)) return silent(code, packet.head)
    const next: UnderWay = {
      ...describe(code, packet.head),
      startedAt: ports.now(),
      reader: replyReader(code, deprecateEof),
    }
    if (underWay === undefined) underWay = next
    else waiting.push(next)
  }

  const describe = (code: number, head: Buffer): Pick<UnderWay, 'code' | 'sql' | 'parameters'> => {
    if (code !== command.execute) return { code, sql: head.toString('utf8', 1) }
    const statement = prepared.get(head.readUInt32LE(1))
    return statement === undefined
      ? { code, sql: '' }
      : { code, sql: statement.sql, parameters: parametersOf(head, statement) }
  }

  const silent = (code: number, head: Buffer): void => {
    if (code === command.closeStatement) prepared.delete(head.readUInt32LE(1))
    if (code === command.sendLongData) prepared.get(head.readUInt32LE(1))?.long.add(head.readUInt16LE(5))
  }

  const readServer = packetReader(keptOfReply, (packet) => {
    if (phase === 'commands') replied(packet)
    else if (phase === 'session-statement') afterSessionStatement(packet)
    else duringHandshake(packet)
  })
  const readClient = packetReader(keptOfCommand, (packet) => {
    if (phase === 'login') login(packet)
    else if (phase === 'commands') commanded(packet)
  })

  const reading = (read: () => void): void => {
    try {
      read()
    } catch {
      giveUp() // fails open: the bytes were sent on, only the reading ends
    }
  }

  return {
    fromClient(chunk) {
      ports.toServer(chunk)
      if (phase !== 'opaque') reading(() => readClient(chunk))
    },
    fromServer(chunk) {
      if (phase === 'opaque') {
        ports.toClient(chunk)
        return
      }
      if (phase === 'commands') ports.toClient(chunk)
      reading(() => readServer(chunk))
    },
    get busy() {
      return underWay !== undefined
    },
    get readable() {
      return readable
    },
  }
}
