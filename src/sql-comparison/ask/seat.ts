import { valuesOf } from '../compare/wire-row.js'
import type { ServerWarning, StatementAnswer } from '../model.js'
import type { RawConnection } from './connection.js'
import { emptyAnswer, messageOf, type Server } from './server.js'

/** What a session of the log has set so far. Each change makes a new object, so that a seat can tell which state it is in. */
export interface SessionState {
  readonly database: string | undefined
  /** SET statements in order. */
  readonly settings: readonly string[]
}

/** How to ask a statement. */
export interface Asking {
  readonly sql: string
  readonly state: SessionState
  /** True to ask it inside a transaction that is rolled back. */
  readonly rolledBack: boolean
  /** True when it changes the session: everything is reset before another session takes the seat. */
  readonly leavesTraces: boolean
}

/** The connection was lost while in use; the server may still be there. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

/** One connection to one server, taken by one session of the log after another. */
export interface Seat {
  /** Rejects with ConnectionLost, or with SOSIE_E_UNREACHABLE when the server is gone for good. */
  ask(asking: Asking): Promise<StatementAnswer>
  /** Records that the last statement put the connection into this state, unless the server has no such database. */
  moved(to: SessionState): void
  /** Gives up a statement that has run for longer than `ms`. */
  giveUpAfter(ms: number): void
  close(): void
}

/** Starts without a connection. @param databaseOf Returns what a database of the log is called on this server. */
export function seatAt(server: Server, databaseOf: (name: string) => string): Seat {
  let connection: RawConnection | undefined
  let state: SessionState = { database: server.database, settings: [] }
  let traces = false
  let busySince: number | undefined

  const connected = async (): Promise<RawConnection> => {
    if (connection !== undefined) return connection
    connection = await server.open()
    state = { database: server.database, settings: [] }
    traces = false
    return connection
  }
  /** Brings the connection into a session's state; returns the server's error when it has no such database. */
  const take = async (on: RawConnection, wanted: SessionState): Promise<StatementAnswer | undefined> => {
    if (state === wanted) return undefined
    if (traces || state.settings.length > 0) {
      await server.restore(on)
      traces = false
    }
    if (wanted.database !== undefined && wanted.database !== state.database) {
      const answer = await on.ask(`USE \`${databaseOf(wanted.database).replaceAll('`', '``')}\``)
      state = { database: answer.error === undefined ? wanted.database : undefined, settings: [] }
      if (answer.error !== undefined) return answer
    }
    for (const setting of wanted.settings) await on.ask(setting)
    state = wanted
    return undefined
  }
  const askOn = async (
    on: RawConnection,
    { sql, state: wanted, rolledBack, leavesTraces }: Asking,
  ): Promise<StatementAnswer> => {
    const refused = await take(on, wanted)
    if (refused !== undefined) return refused
    if (sql === '') return emptyAnswer
    traces ||= leavesTraces
    if (!rolledBack) return withWarnings(on, await on.ask(sql))
    const begun = await on.ask('START TRANSACTION READ WRITE')
    if (begun.error !== undefined) return begun // outside a transaction the write would stay
    try {
      return await withWarnings(on, await on.ask(sql))
    } finally {
      await on.ask('ROLLBACK')
    }
  }

  return {
    async ask(asking) {
      const on = await connected()
      busySince = performance.now()
      try {
        return await askOn(on, asking)
      } catch (error) {
        connection?.close('the connection was lost')
        connection = undefined
        throw new ConnectionLost(messageOf(error), { cause: error })
      } finally {
        busySince = undefined
      }
    },
    moved(to) {
      if (state.database === to.database) state = to // otherwise it has no such database, and was asked nothing there
    },
    giveUpAfter(ms) {
      if (busySince === undefined || performance.now() - busySince < ms) return
      connection?.close(`no answer for ${Math.round(ms / 1000)} s`)
    },
    close: () => connection?.close('the comparison ended'),
  }
}

/** Adds the warnings, which must be asked for at once: the next statement makes the server forget them. */
async function withWarnings(on: RawConnection, answer: StatementAnswer): Promise<StatementAnswer> {
  if (answer.warningCount === 0 || answer.error !== undefined) return answer
  const { rows } = await on.ask('SHOW WARNINGS')
  return { ...answer, warnings: rows.map(warningOf) }
}

function warningOf(row: Buffer): ServerWarning {
  const [level, code, message] = valuesOf(row)
  return { level: level ?? '', code: Number(code), message: message ?? '' }
}
