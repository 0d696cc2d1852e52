import { setTimeout as wait } from 'node:timers/promises'
import { SosieError } from '../../base/errors.js'
import type { StatementAnswer } from '../model.js'
import { connectRaw, type RawConnection } from './connection.js'

export type Side = 'legacy' | 'candidate'

export interface ServerOptions {
  /** Max bytes of an answer to keep. */
  readonly keepBytes: number
  /** Character set in which a session begins, like the application's `SET NAMES`. */
  readonly charset: string
  /** Milliseconds after which a statement is given up. */
  readonly timeoutMs: number
  /** Milliseconds to wait for a server that went away. */
  readonly patienceMs: number
}

/** One of the two servers: opens its sessions, and waits for it when it goes away. */
export interface Server {
  readonly side: Side
  /** Database of the DSN, in which every session begins; undefined when the DSN names none. */
  readonly database: string | undefined
  /** Opens a new session. Waits for a server that went away; rejects with SOSIE_E_UNREACHABLE when it does not come back. */
  open(): Promise<RawConnection>
  /** Resets a session to how it was opened. */
  restore(connection: RawConnection): Promise<void>
  /** True once the server has not come back. */
  gone(): boolean
}

const retryMs = 250

/** Connects on demand. @param tell Called with lines that a user should see at once. */
export function serverAt(side: Side, dsn: string, options: ServerOptions, tell: (line: string) => void): Server {
  let away: Promise<void> | undefined
  let gone = false

  const connect = async (): Promise<RawConnection> => {
    const connection = await connectRaw(dsn, options.keepBytes)
    await prepare(connection, options)
    return connection
  }
  /** Waits for the server to come back; one wait serves all sessions that ask. */
  const comeBack = async (why: string): Promise<void> => {
    tell(`The ${side} database went away (${why}). Waiting up to ${Math.round(options.patienceMs / 1000)} s for it.`)
    const until = Date.now() + options.patienceMs
    while (Date.now() < until) {
      await wait(retryMs)
      const connection = await connect().catch(() => undefined)
      if (connection === undefined) continue
      connection.close('it only knocked')
      tell(`The ${side} database is back.`)
      return
    }
    gone = true
    throw new SosieError('SOSIE_E_UNREACHABLE', `The ${side} database went away (${why}) and did not come back.`)
  }

  return {
    side,
    database: decodeURIComponent(new URL(dsn).pathname.slice(1)) || undefined,
    async open() {
      if (away !== undefined) await away
      try {
        return await connect()
      } catch (error) {
        away ??= comeBack(messageOf(error)).finally(() => (gone ? undefined : (away = undefined)))
        await away
        return connect()
      }
    },
    async restore(connection) {
      await connection.reset()
      await prepare(connection, options)
    },
    gone: () => gone,
  }
}

/** Sets up a session. A server too old for one of these settings answers with an error, which is ignored. */
async function prepare(connection: RawConnection, { charset, timeoutMs }: ServerOptions): Promise<void> {
  await connection.ask(`SET NAMES ${charset}`)
  // MySQL 5.7.8 and later; a SELECT that takes longer ends with error 3024.
  await connection.ask(`SET SESSION max_execution_time = ${timeoutMs}`)
  // The server itself refuses what the inspection of the text misses, such as a stored function that writes.
  await connection.ask('SET SESSION TRANSACTION READ ONLY')
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The answer of a server that had nothing to say: an empty OK. */
export const emptyAnswer: StatementAnswer = {
  columns: [],
  rows: [],
  affectedRows: 0,
  warningCount: 0,
  warnings: [],
  ms: 0,
}
