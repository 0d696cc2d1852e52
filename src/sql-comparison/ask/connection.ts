import { createConnection, type Connection } from 'mysql2'
import type { StatementAnswer } from '../model.js'
import { answerReader, type PacketBytes } from './answer-reader.js'

/** A session on one server that takes statements and returns answers as bytes, one at a time. */
export interface RawConnection {
  /** Resolves with the server's answer, which may be an error; rejects when the connection is lost. @param sql A byte string. */
  ask(sql: string): Promise<StatementAnswer>
  /** Drops the session's state (COM_RESET_CONNECTION). */
  reset(): Promise<void>
  /** The server's number for this connection. */
  readonly id: number
  /** Closes the connection; a statement being asked fails with this reason. */
  close(why: string): void
}

/**
 * What mysql2 runs on a connection (lib/base/connection.js, addCommand and handlePacket): it calls `execute` to start, and then with
 * each packet until that returns true; it calls `onResult` when the connection is lost. mysql2's own Query does not report the warnings
 * of a result set, turns the bytes into values, and takes SQL as text only. Connecting, TLS and packets are left to mysql2, whose
 * version is pinned.
 */
interface Command {
  execute(packet: Packet | undefined, connection: CommandConnection): boolean
  onResult(error: Error): void
}

interface Packet {
  readonly buffer: Buffer
  readonly offset: number
  readonly end: number
}

interface CommandConnection {
  addCommand(command: Command): void
  writePacket(packet: object): void
  _resetSequenceId(): void
  readonly stream: { destroy(): void }
}

/** COM_QUERY and COM_RESET_CONNECTION. */
const [comQuery, comReset] = [0x03, 0x1f]
const headerBytes = 4
const connectMs = 10_000

/** Flags as PHP sets them: without mysql2's additions to sql_mode and to the meaning of affected rows, and without local files. */
const flags = ['-IGNORE_SPACE', '-FOUND_ROWS', '-LOCAL_FILES', '-CLIENT_QUERY_ATTRIBUTES', '-SESSION_TRACK']

/**
 * Opens a session on a server.
 *
 * @param dsn `mysql://user:password@host:port/database`.
 * @param keep Max bytes of an answer to keep.
 */
export function connectRaw(dsn: string, keep: number): Promise<RawConnection> {
  return new Promise((resolve, reject) => {
    const connection = createConnection({ uri: dsn, flags, connectTimeout: connectMs })
    connection.once('error', reject)
    connection.once('connect', () => {
      connection.off('error', reject)
      // When a server dies between two statements, the next statement reports it. Without a listener, the error would end the process.
      connection.on('error', () => undefined)
      resolve(rawConnection(connection, keep))
    })
  })
}

function rawConnection(connection: Connection, keep: number): RawConnection {
  const runner = connection as unknown as CommandConnection
  let giveUp: ((error: Error) => void) | undefined
  const run = (code: number, sql: string): Promise<StatementAnswer> =>
    new Promise((resolve, reject) => {
      giveUp = reject
      const reader = answerReader(keep)
      let startedAt: number | undefined
      runner.addCommand({
        execute(packet, on) {
          if (startedAt === undefined || packet === undefined) {
            on._resetSequenceId()
            startedAt = performance.now()
            on.writePacket(commandPacket(code, sql))
            return false
          }
          if (!reader.take(bytesOf(packet))) return false
          resolve(reader.answer(performance.now() - startedAt))
          return true
        },
        onResult: reject,
      })
    })
  return {
    ask: (sql) => run(comQuery, sql),
    async reset() {
      await run(comReset, '')
    },
    id: connection.threadId,
    close(why) {
      connection.destroy()
      runner.stream.destroy() // mysql2 only sends a goodbye, which a server that hangs never reads
      giveUp?.(new Error(why))
    },
  }
}

function bytesOf({ buffer, offset, end }: Packet): PacketBytes {
  return { buffer, start: offset, end }
}

/** Builds what mysql2's writePacket expects of a packet: its bytes, with room for the header in front, and its length. */
function commandPacket(code: number, sql: string): object {
  const buffer = Buffer.allocUnsafe(headerBytes + 1 + sql.length)
  buffer[headerBytes] = code
  buffer.write(sql, headerBytes + 1, 'latin1')
  return {
    buffer,
    length: () => 1 + sql.length,
    writeHeader(sequence: number) {
      buffer.writeUIntLE(1 + sql.length, 0, 3)
      buffer[3] = sequence
    },
  }
}
