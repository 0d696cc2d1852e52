import type { Statement } from '../model/statement.js'
import { charsetSetBy, textIn } from './charsets.js'
import { command, hasReply } from './commands.js'
import type { Packet } from './packets.js'
import { parametersOf, textBehindAttributes, type ParameterValue, type Prepared } from './parameters.js'
import { replyReader, type ReplyReader } from './replies.js'

/** What the login agreed on. */
export interface Agreed {
  /** True when the client said CLIENT_DEPRECATE_EOF. */
  readonly deprecateEof: boolean
  /** True when the client said CLIENT_QUERY_ATTRIBUTES. */
  readonly attributes: boolean
  /** MySQL's name for the connection's character set; undefined if not known. */
  readonly charset: string | undefined
}

export interface DialoguePorts {
  readonly statement: (statement: Statement) => void
  /** Returns milliseconds since the epoch, with fractions. */
  readonly now: () => number
}

/** Reads commands and their replies once a connection is logged in. Packets go in as they passed; statements come out. */
export interface Dialogue {
  fromClient(packet: Packet): void
  fromServer(packet: Packet): void
  /** Takes bytes of the reply packet that is under way. */
  hear(bytes: Buffer, from: number, to: number): void
  /** Begins the session again (COM_CHANGE_USER, COM_RESET_CONNECTION): what was prepared is gone. */
  startAnew(agreed: Agreed): void
  /** Ends the connection: statements whose rows were left in a cursor are reported. */
  end(): void
  /** True while the server owes an answer. */
  readonly busy: boolean
}

interface UnderWay {
  readonly code: number
  readonly sql: string
  readonly parameters?: readonly ParameterValue[]
  readonly startedAt: number
  readonly reader: ReplyReader
  /** Present for COM_STMT_EXECUTE and COM_STMT_FETCH. */
  readonly statementId?: number
}

/** @param connection its number within the tap. */
export function dialogue(connection: number, first: Agreed, ports: DialoguePorts): Dialogue {
  let { deprecateEof, attributes, charset } = first
  let underWay: UnderWay | undefined
  const waiting: UnderWay[] = []
  const prepared = new Map<number, Prepared>()
  /** Executions whose rows wait in a cursor, with the milliseconds spent so far. */
  const cursors = new Map<number, { readonly execution: UnderWay; ms: number }>()

  const replied = (done: UnderWay): void => {
    const { code, sql, reader, statementId } = done
    const made = reader.reply.prepared
    if (made !== undefined) prepared.set(made.id, { sql, parameters: made.parameters, types: [], long: new Set() })
    const ms = ports.now() - done.startedAt
    if (code === command.fetch && statementId !== undefined) return fetched(statementId, ms)
    if (code === command.execute && statementId !== undefined && reader.reply.cursor === true)
      cursors.set(statementId, { execution: done, ms })
    else report(done, ms)
  }

  const fetched = (statementId: number, ms: number): void => {
    const open = cursors.get(statementId)
    if (open === undefined) return
    open.ms += ms
    const { cursor, error } = open.execution.reader.reply
    if (cursor !== true || error !== undefined) closeCursor(statementId)
  }

  const closeCursor = (statementId: number): void => {
    const open = cursors.get(statementId)
    cursors.delete(statementId)
    if (open !== undefined) report(open.execution, open.ms)
  }

  const report = ({ code, sql, parameters, startedAt, reader }: UnderWay, ms: number): void => {
    const { rows, affectedRows, warnings, error, status, insertId, results } = reader.reply
    const isStatement = code === command.query || code === command.execute
    if (!isStatement && error === undefined) return
    const rowsHash = reader.rowsHash()
    ports.statement({
      sql,
      ...(parameters === undefined ? {} : { parameters }),
      startedAt,
      ms,
      rows,
      affectedRows,
      warnings,
      ...(status === undefined ? {} : { status }),
      ...(insertId === undefined ? {} : { insertId }),
      ...(rowsHash === undefined ? {} : { rowsHash }),
      ...(results > 1 ? { results } : {}),
      ...(charset === undefined ? {} : { charset }),
      ...(error === undefined ? {} : { error }),
      connection,
    })
    if (error === undefined) charset = charsetSetBy(sql) ?? charset
  }

  const describe = (code: number, { head, length }: Packet): Omit<UnderWay, 'startedAt' | 'reader'> => {
    const textFrom = code === command.query && attributes ? textBehindAttributes(head) : 1
    const text = (): string => textIn(charset, head.subarray(textFrom))
    if (code === command.initDb) return { code, sql: `USE ${text()}` }
    if (code !== command.execute && code !== command.fetch) return { code, sql: text() }
    const statementId = head.readUInt32LE(1)
    const statement = prepared.get(statementId)
    if (code === command.fetch || statement === undefined) return { code, sql: statement?.sql ?? '', statementId }
    const parameters = parametersOf(head, statement, attributes, length === head.length)
    statement.long.clear()
    return { code, sql: statement.sql, parameters, statementId }
  }

  const silent = (code: number, head: Buffer): void => {
    if (code === command.quit) return
    const statementId = head.readUInt32LE(1)
    if (code === command.sendLongData) prepared.get(statementId)?.long.add(head.readUInt16LE(5))
    else {
      closeCursor(statementId)
      prepared.delete(statementId)
    }
  }

  return {
    fromClient(packet) {
      if (underWay?.reader.awaitsFile === true) {
        if (packet.length === 0) underWay.reader.fileSent()
        return
      }
      if (packet.sequence !== 0) return // not a command but the rest of an authentication
      const code = packet.head[0] ?? 0
      if (!hasReply(code)) {
        silent(code, packet.head)
        return
      }
      const described = describe(code, packet)
      const { statementId } = described
      const open = code === command.fetch && statementId !== undefined ? cursors.get(statementId) : undefined
      if (code === command.execute && statementId !== undefined) closeCursor(statementId)
      if (code === command.resetStatement) closeCursor(packet.head.readUInt32LE(1))
      const reader = replyReader(code, deprecateEof, open?.execution.reader)
      const next: UnderWay = { ...described, startedAt: ports.now(), reader }
      if (underWay === undefined) underWay = next
      else waiting.push(next)
    },
    fromServer(packet) {
      if (underWay?.reader.take(packet) !== true) return
      const done = underWay
      underWay = waiting.shift()
      replied(done)
    },
    hear: (bytes, from, to) => underWay?.reader.hear(bytes, from, to),
    startAnew(agreed) {
      for (const statementId of [...cursors.keys()]) closeCursor(statementId)
      prepared.clear()
      ;({ deprecateEof, attributes, charset } = agreed)
    },
    end() {
      for (const statementId of [...cursors.keys()]) closeCursor(statementId)
    },
    get busy() {
      return underWay !== undefined
    },
  }
}
