import { command } from './commands.js'
import { FieldReader } from './fields.js'
import type { Packet } from './packets.js'

/** What the server said to one command. */
export interface Reply {
  rows: number
  affectedRows: number
  warnings: number
  error?: { errno: number; sqlState: string; message: string }
  /** Of COM_STMT_PREPARE. */
  prepared?: { id: number; parameters: number }
}

/** Takes the packets of one reply; true with the last one. */
export interface ReplyReader {
  take(packet: Packet): boolean
  readonly reply: Reply
}

const moreResults = 0x08
const cursorExists = 0x40

const isError = ({ head }: Packet): boolean => head[0] === 0xff
const isOk = ({ head }: Packet): boolean => head[0] === 0x00
/** Shorter than 9 bytes, since a row may begin with 0xfe too. */
const isEof = ({ head, length }: Packet): boolean => head[0] === 0xfe && length < 9

/** @param deprecateEof the client said so: result sets end with an OK packet that begins with 0xfe, columns with nothing. */
export function replyReader(code: number, deprecateEof: boolean): ReplyReader {
  if (code === command.prepare) return prepareReader(deprecateEof)
  if (code === command.query || code === command.execute) return resultReader(deprecateEof)
  if (code === command.fieldList || code === command.fetch) return untilEof(deprecateEof)
  return singlePacket()
}

function emptyReply(): Reply {
  return { rows: 0, affectedRows: 0, warnings: 0 }
}

/** OK, ERR, EOF, or the one text packet of COM_STATISTICS. */
function singlePacket(): ReplyReader {
  const reply = emptyReply()
  return {
    reply,
    take(packet) {
      if (isError(packet)) reply.error = errorOf(packet.head)
      return true
    },
  }
}

function untilEof(deprecateEof: boolean): ReplyReader {
  const reply = emptyReply()
  return {
    reply,
    take(packet) {
      if (isError(packet)) reply.error = errorOf(packet.head)
      else if (!endsRows(packet, deprecateEof)) reply.rows += 1
      return isError(packet) || endsRows(packet, deprecateEof)
    },
  }
}

/** Parameter and column definitions follow the first packet, each group ended by an EOF unless the client said otherwise. */
function prepareReader(deprecateEof: boolean): ReplyReader {
  const reply = emptyReply()
  let left = -1
  return {
    reply,
    take(packet) {
      if (left >= 0) {
        left -= 1
        return left === 0
      }
      if (isError(packet)) {
        reply.error = errorOf(packet.head)
        return true
      }
      const fields = new FieldReader(packet.head, 1)
      const id = fields.integer(4)
      const columns = fields.integer(2)
      const parameters = fields.integer(2)
      reply.prepared = { id, parameters }
      left = groupLength(parameters, deprecateEof) + groupLength(columns, deprecateEof)
      return left === 0
    },
  }
}

function groupLength(definitions: number, deprecateEof: boolean): number {
  return definitions === 0 ? 0 : definitions + (deprecateEof ? 0 : 1)
}

type Stage = 'first' | 'columns' | 'end-of-columns' | 'rows'

/** One or more results: each an OK, an ERR, a request for a local file, or columns and rows. */
function resultReader(deprecateEof: boolean): ReplyReader {
  const reply = emptyReply()
  let stage: Stage = 'first'
  let columnsLeft = 0

  const ended = (status: number): boolean => {
    stage = 'first'
    return (status & moreResults) === 0
  }
  const first = (packet: Packet): boolean => {
    if (isOk(packet) || isEof(packet)) return ended(okInto(reply, packet.head))
    if (packet.head[0] === 0xfb) return false // LOCAL INFILE: the client sends the file, then the server says OK
    columnsLeft = new FieldReader(packet.head).lengthEncoded() ?? 0
    stage = 'columns'
    return false
  }
  const column = (): boolean => {
    columnsLeft -= 1
    if (columnsLeft === 0) stage = deprecateEof ? 'rows' : 'end-of-columns'
    return false
  }
  const row = (packet: Packet): boolean => {
    if (!endsRows(packet, deprecateEof)) {
      reply.rows += 1
      return false
    }
    return ended(deprecateEof ? okInto(reply, packet.head) : eofInto(reply, packet.head))
  }

  return {
    reply,
    take(packet) {
      if (isError(packet) && stage !== 'columns') {
        reply.error = errorOf(packet.head)
        return true
      }
      if (stage === 'first') return first(packet)
      if (stage === 'columns') return column()
      if (stage === 'rows') return row(packet)
      // With a cursor the rows come later, by COM_STMT_FETCH.
      const hasCursor = (eofInto(reply, packet.head) & cursorExists) !== 0
      stage = 'rows'
      return hasCursor
    },
  }
}

function endsRows(packet: Packet, deprecateEof: boolean): boolean {
  return deprecateEof ? packet.head[0] === 0xfe && packet.length < 0xffffff : isEof(packet)
}

/** Reads an OK packet into the reply; the server's status flags come back. */
function okInto(reply: Reply, head: Buffer): number {
  const fields = new FieldReader(head, 1)
  reply.affectedRows += fields.lengthEncoded() ?? 0
  fields.lengthEncoded() // the last insert id
  const status = fields.integer(2)
  reply.warnings = fields.integer(2)
  return status
}

function eofInto(reply: Reply, head: Buffer): number {
  const fields = new FieldReader(head, 1)
  reply.warnings = fields.integer(2)
  return fields.integer(2)
}

export function errorOf(head: Buffer): { errno: number; sqlState: string; message: string } {
  const errno = head.readUInt16LE(1)
  const marked = head[3] === 0x23 // '#': before the handshake there is no state
  return {
    errno,
    sqlState: marked ? head.toString('latin1', 4, 9) : '',
    message: head.toString('utf8', marked ? 9 : 3),
  }
}
