import type { SessionState } from './seat.js'
import type { Analysis } from './analysis.js'

/** A statement that waits for its turn. */
export interface WaitingStatement {
  readonly sql: string
  readonly place: string
  readonly analysis: Analysis
}

/** What comes next in a session: a statement, or another default database. */
export type Waiting = WaitingStatement | { readonly database: string }

/** One connection of the log: its statements run in their order. */
export interface LoggedSession {
  state: SessionState
  /** The log has said which character set the client speaks. */
  charsetKnown: boolean
  readonly waiting: Waiting[]
  /** True while a task of the queue works on it. */
  scheduled: boolean
}

/** Sessions that are remembered; past so many the oldest idle one is forgotten, and begins again when it comes back. */
const maxSessions = 10_000
/** SET statements of one session that are repeated where it moves to another connection; the newest count. */
const maxSettings = 50

export interface Sessions {
  of(id: string): LoggedSession
  end(id: string): void
  /** Sessions of the log so far. */
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
    // Its statements that wait keep it; the next one of this number begins with nothing.
    end: (id) => void open.delete(id),
    seen: () => seen,
  }
}

export function withSetting(state: SessionState, sql: string): SessionState {
  const others = state.settings.filter((each) => each !== sql)
  return { ...state, settings: [...others, sql].slice(-maxSettings) }
}
