import type { Statement } from '../model/statement.js'
import { charsetOf } from './charsets.js'
import { capability, command } from './commands.js'
import { dialogue, type Agreed, type Dialogue } from './dialogue.js'
import { asFrame, frameReader } from './frames.js'
import { packetStepper } from './packet-stepper.js'
import { readableGreeting } from './greeting.js'
import { framed, packetReader, type Packet } from './packets.js'
import { replyReader, type ReplyReader } from './replies.js'

/** What one connection needs from its tap. Bytes are sent in the order of the calls. */
export interface ConversationPorts {
  readonly toClient: (bytes: Buffer) => void
  readonly toServer: (bytes: Buffer) => void
  readonly statement: (statement: Statement) => void
  /** Called when a session begins: at login, or again on a kept connection (COM_CHANGE_USER, COM_RESET_CONNECTION). */
  readonly session?: (again: boolean) => void
  /**
   * Called when the client asked for TLS and the server was told: both sides go on encrypted, and the decrypted bytes come back here. If
   * absent, such a connection flows unread.
   *
   * @param early bytes of the client's that already belong to TLS.
   */
  readonly secure?: (early: Buffer) => void
  /** Called with the server's words when the session statement failed. */
  readonly fault?: (words: string) => void
  /** Returns milliseconds since the epoch, with fractions. */
  readonly now: () => number
}

/** Both directions of one MySQL connection. What it cannot read is passed on all the same. */
export interface Conversation {
  fromClient(chunk: Buffer): void
  fromServer(chunk: Buffer): void
  /** Called when the server sends nothing more. */
  serverEnded(): void
  /** True while the server owes an answer. */
  readonly busy: boolean
  /** Why the connection cannot be read and its statements are unknown; undefined while it can. */
  readonly unread: 'tls' | 'fault' | undefined
}

/** Maximum number of bytes kept of a command; longer SQL is cut. */
const keptOfCommand = 256 * 1024
/** Maximum number of bytes kept of a reply: only the first ones matter, because rows are hashed as they pass. */
const keptOfReply = 4096
/** Size of the packet with which a client asks for TLS, header included: the first part of a login (CLIENT_SSL). */
const sslRequestBytes = 36

type Phase = 'greeting' | 'login' | 'authentication' | 'session-statement' | 'commands' | 'opaque'

/**
 * Reads one connection as its bytes pass.
 *
 * @param connection its number within the tap.
 * @param sessionStatement runs on the server before the client hears that it is logged in, and whenever a session begins again: the server's
 * OK is held back, the statement is sent, its answer is swallowed, and the OK is released. The client never knows.
 */
export function conversation(
  connection: number,
  sessionStatement: string | undefined,
  ports: ConversationPorts,
): Conversation {
  let phase: Phase = 'greeting'
  let unread: 'tls' | 'fault' | undefined
  let agreed: Agreed = { deprecateEof: false, attributes: false, charset: undefined }
  let asksForCompression = false
  /** True from the first OK on, if the client asked for compression. */
  let compressed = false
  let talk: Dialogue | undefined
  let held: Buffer | undefined
  let swallowing: ReplyReader | undefined
  let loginBytes = 0
  let wantsTls = false

  const giveUp = (why: 'tls' | 'fault'): void => {
    unread = why
    phase = 'opaque'
    talk = undefined
    const owed = [held ?? Buffer.alloc(0), stepper.flush()]
    held = undefined
    for (const bytes of owed) if (bytes.length > 0) ports.toClient(bytes)
  }

  const sessionBegins = (ok: Buffer): void => {
    const again = talk !== undefined
    if (talk === undefined) talk = dialogue(connection, agreed, ports)
    else talk.startAnew(agreed)
    compressed = asksForCompression
    ports.session?.(again)
    if (sessionStatement === undefined) {
      phase = 'commands'
      return ports.toClient(ok)
    }
    held = ok
    phase = 'session-statement'
    swallowing = replyReader(command.query, agreed.deprecateEof)
    const beforeText = agreed.attributes ? [command.query, 0, 1] : [command.query] // no attributes, in one set
    const asked = framed(Buffer.concat([Buffer.from(beforeText), Buffer.from(sessionStatement)]), 0)
    ports.toServer(compressed ? asFrame(asked) : asked)
  }

  const afterSessionStatement = (packet: Packet): void => {
    if (swallowing?.take(packet) !== true) return
    const { error } = swallowing.reply
    if (error !== undefined) ports.fault?.(`cannot run "${sessionStatement ?? ''}": ${error.errno} ${error.message}`)
    swallowing = undefined
    phase = 'commands'
    if (held !== undefined) ports.toClient(held)
    held = undefined
  }

  const greeted = ({ head, sequence }: Packet): void => {
    phase = head[0] === 0xff ? 'opaque' : 'login'
    ports.toClient(framed(readableGreeting(head), sequence))
  }

  const stepper = packetStepper(
    (raw, packets) => {
      const [first] = packets
      if (phase === 'session-statement') reading(() => packets.forEach(afterSessionStatement))
      else if (phase === 'greeting' && first !== undefined) greeted(first)
      else if (packets.some(({ head }) => head[0] === 0x00)) sessionBegins(raw)
      else ports.toClient(raw)
    },
    (raw) => {
      giveUp('fault')
      ports.toClient(raw)
    },
  )

  const login = ({ head, length }: Packet): void => {
    const capabilities = head.readUInt32LE(0)
    if ((capabilities & capability.ssl) !== 0 && length === sslRequestBytes - 4) {
      wantsTls = true
      return
    }
    const says = (ability: number): boolean => (capabilities & ability) !== 0
    agreed = {
      deprecateEof: says(capability.deprecateEof),
      attributes: says(capability.queryAttributes),
      charset: charsetOf(head[8] ?? 0),
    }
    asksForCompression = says(capability.compress)
    phase = 'authentication'
  }

  const commanded = (packet: Packet): void => {
    const code = packet.sequence === 0 && talk?.busy !== true ? packet.head[0] : undefined
    if (code !== command.changeUser && code !== command.resetConnection) return talk?.fromClient(packet)
    phase = 'authentication'
    agreed = { ...agreed, charset: code === command.changeUser ? charsetOfChange(packet.head) : undefined }
  }

  const readServer = packetReader(
    keptOfReply,
    (packet) => talk?.fromServer(packet),
    (bytes, from, to) => talk?.hear(bytes, from, to),
  )
  const readClient = packetReader(keptOfCommand, (packet) => {
    if (phase === 'login') login(packet)
    else if (phase === 'commands') commanded(packet)
  })

  const [readServerFrames, readClientFrames] = [frameReader(readServer), frameReader(readClient)]

  const reading = (read: () => void): void => {
    try {
      read()
    } catch {
      giveUp('fault') // fails open: the bytes were sent on, only the reading ends
    }
  }

  /** Takes bytes up to the end of a TLS request, which is as far as bytes of a login may go before they are understood. */
  const fromClientBeforeLogin = (chunk: Buffer): void => {
    const part = chunk.subarray(0, Math.max(0, sslRequestBytes - loginBytes))
    const rest = chunk.subarray(part.length)
    loginBytes += part.length
    ports.toServer(part)
    if (phase !== 'opaque') reading(() => readClient(part))
    if (!wantsTls) return fromClient(rest)
    wantsTls = false
    if (ports.secure !== undefined) return ports.secure(rest)
    giveUp('tls')
    fromClient(rest)
  }
  const fromClient = (chunk: Buffer): void => {
    if (chunk.length === 0) return
    ports.toServer(chunk)
    if (phase !== 'opaque') reading(() => (compressed ? readClientFrames : readClient)(chunk))
  }

  return {
    fromClient: (chunk) => (loginBytes < sslRequestBytes ? fromClientBeforeLogin(chunk) : fromClient(chunk)),
    fromServer(chunk) {
      let rest = chunk
      while (rest.length > 0 && phase !== 'commands' && phase !== 'opaque') rest = stepper.push(rest, compressed)
      if (rest.length === 0) return
      ports.toClient(rest)
      if (phase === 'commands') reading(() => (compressed ? readServerFrames : readServer)(rest))
    },
    serverEnded() {
      const bytes = stepper.flush()
      if (bytes.length > 0) ports.toClient(bytes)
      talk?.end()
    },
    get busy() {
      return talk?.busy === true
    },
    get unread() {
      return unread
    },
  }
}

/** Returns the character set of a COM_CHANGE_USER, which follows the user, the answer to the salt, and the database. */
function charsetOfChange(head: Buffer): string | undefined {
  const answer = head.indexOf(0, 1) + 1
  const database = answer + 1 + (head[answer] ?? 0)
  const collation = head.indexOf(0, database) + 1
  return collation + 2 > head.length ? undefined : charsetOf(head.readUInt16LE(collation))
}
