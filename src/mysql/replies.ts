import type { RowsHash } from '../model/statement.js'
import { command } from './commands.js'
import { FieldReader } from './fields.js'
import type { Packet } from './packets.js'
import { rowHasher, type RowHasher } from './row-hash.js'

/** What the server answered to one command. */
export interface Reply {
  rows: number
  affectedRows: number
  warnings: number
  /** Number of results, each an OK or a set of rows. */
  results: number
  status?: number
  insertId?: number
  error?: { errno: number; sqlState: string; message: string }
  /** Answer to COM_STMT_PREPARE. */
  prepared?: { id: number; parameters: number }
  /** True while the rows wait in a cursor: they come with COM_STMT_FETCH. */
  cursor?: boolean
}

/** Reads the packets of one reply; `take` returns true for the last one. */
export interface ReplyReader {
  take(packet: Packet): boolean
  /** Hears bytes of the packet under way, before it is taken. */
  hear(bytes: Buffer, from: number, to: number): void
  readonly reply: Reply
  /** True while the server waits for a file from the client (LOCAL INFILE): what the client sends is not a command. */
  readonly awaitsFile: boolean
  /** Called when the client has sent the whole file. */
  fileSent(): void
  readonly rowsHash: () => RowsHash | undefined
}

const serverStatus = { moreResults: 0x08, cursorExists: 0x40, lastRowSent: 0x80 }

const isError = ({ head }: Packet): boolean => head[0] === 0xff
const isOk = ({ head }: Packet): boolean => head[0] === 0x00
/** An EOF is shorter than 9 bytes; a row may begin with 0xfe, too. */
const isEof = ({ head, length }: Packet): boolean => head[0] === 0xfe && length < 9

/**
 * Returns a reader for the reply to a command.
 *
 * @param deprecateEof true if the client said so: result sets end with an OK packet that begins with 0xfe, and no packet follows the
 * columns.
 * @param cursor reader of the statement's cursor so far: a fetch goes on with it.
 */
export function replyReader(code: number, deprecateEof: boolean, cursor?: ReplyReader): ReplyReader {
  if (code === command.prepare) return prepareReader(deprecateEof)
  if (code === command.query || code === command.execute) return resultReader(deprecateEof)
  if (code === command.fetch) return cursor ?? untilEof(deprecateEof)
  return code === command.fieldList ? untilEof(deprecateEof) : singlePacket()
}

/** What readers of replies without rows and without a request for a file have in common. */
const plain = {
  hear: () => undefined,
  awaitsFile: false,
  fileSent: () => undefined,
  rowsHash: () => undefined,
} as const

function emptyReply(): Reply {
  return { rows: 0, affectedRows: 0, warnings: 0, results: 0 }
}

/** Reads an OK, an ERR, an EOF, or the one text packet of COM_STATISTICS. */
function singlePacket(): ReplyReader {
  const reply = emptyReply()
  return {
    ...plain,
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
    ...plain,
    reply,
    take(packet) {
      if (isError(packet)) reply.error = errorOf(packet.head)
      return isError(packet) || endsRows(packet, deprecateEof)
    },
  }
}

/**
 * Reads the reply to COM_STMT_PREPARE: parameter and column definitions follow the first packet, and an EOF each group, unless the client
 * said otherwise.
 */
function prepareReader(deprecateEof: boolean): ReplyReader {
  const reply = emptyReply()
  let left = -1
  return {
    ...plain,
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

/** Reads one or more results: each an OK, an ERR, a request for a local file, or columns and rows. */
function resultReader(deprecateEof: boolean): ReplyReader {
  const reply = emptyReply()
  let stage: Stage = 'first'
  let columnsLeft = 0
  let awaitsFile = false
  let hasher: RowHasher | undefined

  const ended = (status: number): boolean => {
    stage = 'first'
    reply.results += 1
    return (status & serverStatus.moreResults) === 0
  }
  const first = (packet: Packet): boolean => {
    if (isOk(packet) || isEof(packet)) return ended(okInto(reply, packet.head))
    if (packet.head[0] === 0xfb) {
      awaitsFile = true // the client sends the file, then the server says OK
      return false
    }
    columnsLeft = new FieldReader(packet.head).lengthEncoded() ?? 0
    stage = 'columns'
    return false
  }
  const column = (): boolean => {
    columnsLeft -= 1
    if (columnsLeft > 0) return false
    stage = deprecateEof ? 'rows' : 'end-of-columns'
    return false
  }
  const row = (packet: Packet): boolean => {
    if (!endsRows(packet, deprecateEof)) {
      reply.rows += 1
      hasher?.row()
      return false
    }
    hasher?.noRow()
    const status = deprecateEof ? okInto(reply, packet.head) : eofInto(reply, packet.head)
    if (!deprecateEof || !waitsInCursor(status)) return reply.cursor === true ? fetched(status) : ended(status)
    reply.cursor = true
    return true
  }
  /** Ends the rows of a fetch; the next fetch goes on where this one stopped. */
  const fetched = (status: number): boolean => {
    if ((status & serverStatus.lastRowSent) !== 0) reply.cursor = false
    return true
  }
  const failed = (packet: Packet): boolean => {
    hasher?.noRow()
    reply.error = errorOf(packet.head)
    delete reply.status
    return true
  }

  return {
    reply,
    get awaitsFile() {
      return awaitsFile
    },
    fileSent: () => void (awaitsFile = false),
    rowsHash: () => hasher?.result(),
    hear(bytes, from, to) {
      if (stage === 'rows') (hasher ??= rowHasher()).add(bytes, from, to)
    },
    take(packet) {
      if (isError(packet) && stage !== 'columns') return failed(packet)
      if (stage === 'first') return first(packet)
      if (stage === 'columns') return column()
      if (stage === 'rows') return row(packet)
      stage = 'rows'
      if (!waitsInCursor(eofInto(reply, packet.head))) return false
      reply.cursor = true
      return true
    },
  }
}

function waitsInCursor(status: number): boolean {
  return (status & serverStatus.cursorExists) !== 0 && (status & serverStatus.lastRowSent) === 0
}

function endsRows(packet: Packet, deprecateEof: boolean): boolean {
  return deprecateEof ? packet.head[0] === 0xfe && packet.length < 0xffffff : isEof(packet)
}

/** Reads an OK packet into the reply and returns the server's status flags. */
function okInto(reply: Reply, head: Buffer): number {
  const fields = new FieldReader(head, 1)
  reply.affectedRows += fields.lengthEncoded() ?? 0
  const insertId = fields.lengthEncoded() ?? 0
  if (insertId > 0) reply.insertId = insertId
  const status = fields.integer(2)
  reply.status = status
  reply.warnings = fields.integer(2)
  return status
}

function eofInto(reply: Reply, head: Buffer): number {
  const fields = new FieldReader(head, 1)
  reply.warnings = fields.integer(2)
  const status = fields.integer(2)
  reply.status = status
  return status
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
