import { createConnection, type Connection } from 'mysql2'
import type { StatementAnswer } from '../model.js'
import { answerReader, type PacketBytes } from './answer-reader.js'

/** A session on one server that takes statements as bytes and gives answers as bytes, one after the other. */
export interface RawConnection {
  /** Resolves with what the server said, an error of its included; rejects when the connection is lost. @param sql a byte string. */
  ask(sql: string): Promise<StatementAnswer>
  /** Gives up the session's state (COM_RESET_CONNECTION). */
  reset(): Promise<void>
  /** The number that the server knows it by. */
  readonly id: number
  /** What is asked at this moment fails with these words. */
  close(why: string): void
}

/**
 * What mysql2 runs on a connection (lib/base/connection.js, addCommand and handlePacket): it calls `execute` to start, then with
 * each packet, until that says true; `onResult` hears that the connection is lost. Its own Query tells no warnings of a result
 * set, makes values of the bytes, and takes SQL as text only. Connecting, TLS and packets stay mysql2's; the version is pinned.
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

/** As PHP connects: without what mysql2 adds to sql_mode and to the meaning of affected rows, and without local files. */
const flags = ['-IGNORE_SPACE', '-FOUND_ROWS', '-LOCAL_FILES', '-CLIENT_QUERY_ATTRIBUTES', '-SESSION_TRACK']

/**
 * @param dsn `mysql://user:password@host:port/database`
 * @param keep bytes of an answer that are kept.
 */
export function connectRaw(dsn: string, keep: number): Promise<RawConnection> {
  return new Promise((resolve, reject) => {
    const connection = createConnection({ uri: dsn, flags, connectTimeout: connectMs })
    connection.once('error', reject)
    connection.once('connect', () => {
      connection.off('error', reject)
      // A server that dies between two statements is told by the next one, not by the end of the process.
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
      runner.stream.destroy() // mysql2 only says goodbye, which a server that hangs never hears
      giveUp?.(new Error(why))
    },
  }
}

function bytesOf({ buffer, offset, end }: Packet): PacketBytes {
  return { buffer, start: offset, end }
}

/** What mysql2's writePacket asks of a packet: its bytes, with room for the header in front, and its length. */
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
