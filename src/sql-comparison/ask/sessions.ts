import type { SessionState } from './seat.js'
import type { Analysis } from './analysis.js'

/** A statement that waits for its turn. */
export interface WaitingStatement {
  readonly sql: string
  readonly place: string
  readonly analysis: Analysis
}

/** Next item of a session: a statement, or a change of its default database. */
export type Waiting = WaitingStatement | { readonly database: string }

/** One connection of the log; its statements run in order. */
export interface LoggedSession {
  state: SessionState
  /** True once the client's character set is known from the log, or had to be assumed. */
  charsetKnown: boolean
  readonly waiting: Waiting[]
  /** True while a task for it is queued or running. */
  scheduled: boolean
}

/** Max sessions to remember; beyond that, the oldest idle one is forgotten and begins again when it comes back. */
const maxSessions = 10_000
/** Max SET statements of a session to repeat when it moves to another connection; the newest are kept. */
const maxSettings = 50

export interface Sessions {
  of(id: string): LoggedSession
  end(id: string): void
  /** Number of sessions in the log so far. */
  seen(): number
}

export function sessions(initial: SessionState): Sessions {
  const open = new Map<string, LoggedSession>()
  let seen = 0
  const forgetOne = (): void => {
    for (const [id, { scheduled }] of open) {
      if (scheduled) continue
      open.delete(id)
      return
    }
  }
  return {
    of(id) {
      const known = open.get(id)
      if (known !== undefined) return known
      if (open.size >= maxSessions) forgetOne()
      const fresh: LoggedSession = { state: initial, charsetKnown: false, waiting: [], scheduled: false }
      open.set(id, fresh)
      seen += 1
      return fresh
    },
    // Its waiting statements keep it alive; the next session with this id starts from nothing.
    end: (id) => void open.delete(id),
    seen: () => seen,
  }
}

export function withSetting(state: SessionState, sql: string): SessionState {
  const others = state.settings.filter((each) => each !== sql)
  return { ...state, settings: [...others, sql].slice(-maxSettings) }
}
