import type { Statement, StatementsOfRequest } from '../model/statement.js'
import { openPassThrough, type Passing, type PassThroughSettings } from './pass-through.js'

export interface TapCounters {
  connections: number
  statements: number
  /** Connections that could not be read: TLS without tap.tls, or a bug of the reader. */
  unread: number
  /** Statements past the limit: counted, not kept. */
  dropped: number
  /** Statements of a request that was already answered and collected: counted, given to no other request. */
  late: number
}

/** The MySQL pass-through between a lane and its database. */
export interface Tap {
  collect(): Promise<StatementsOfRequest>
  setSessionStatement(sql: string | undefined): void
  readonly counters: TapCounters
  close(): Promise<void>
}

/** Maximum that is kept between two collections: statements, and characters of their texts. */
const maxStatements = 20_000
const maxBytes = 32 * 1024 * 1024
/** Milliseconds. PHP closes its connection at the end of a request; one that stays open and idle longer is persistent. */
const closeGraceMs = 30
/** Milliseconds. A statement that runs longer than this after its answer belongs to no request for certain. */
const busyGraceMs = 200
const pollMs = 2

/** @param fault called with what the user must fix. */
export async function openTap(settings: PassThroughSettings, fault: (message: string) => void): Promise<Tap> {
  const counters: TapCounters = { connections: 0, statements: 0, unread: 0, dropped: 0, late: 0 }
  let seen: Statement[] = []
  let bytes = 0
  let sessionStatement: string | undefined
  let incomplete = false
  /** Connections that were open when the last request was collected. */
  let carriedOver = new Set<number>()

  const passThrough = await openPassThrough(settings, () => sessionStatement, {
    opened() {
      counters.connections += 1
      return undefined
    },
    statement(statement) {
      counters.statements += 1
      bytes += statement.sql.length
      if (seen.length < maxStatements && bytes < maxBytes) seen.push(statement)
      else {
        counters.dropped += 1
        incomplete = true
      }
    },
    closed({ number, talk }) {
      if (carriedOver.delete(number)) leaveOut(number)
      if (talk.unread === undefined) return
      counters.unread += 1
      incomplete = true
    },
    fault,
  })

  /**
   * Drops the statements of a connection that ended during a later request than it began with: it was not persistent,
   * so its own request went on after its answer.
   */
  const leaveOut = (connection: number): void => {
    const own = seen.filter((statement) => statement.connection !== connection)
    counters.late += seen.length - own.length
    if (own.length < seen.length) incomplete = true
    seen = own
  }

  return {
    counters,
    setSessionStatement: (sql) => (sessionStatement = sql),
    async collect() {
      const silent = await silence(passThrough.open)
      const unread = [...passThrough.open].some(({ talk }) => talk.unread !== undefined)
      const exact = silent && !incomplete && !unread
      const statements = seen.sort((one, other) => one.startedAt - other.startedAt)
      seen = []
      bytes = 0
      incomplete = false
      carriedOver = new Set([...passThrough.open].map(({ number }) => number))
      return { statements, attribution: exact ? 'exact' : 'ambiguous' }
    },
    close: () => passThrough.close(),
  }
}

/** Waits until all connections are closed, or are idle when their grace is over; false if one stays busy past its grace. */
async function silence(open: ReadonlySet<Passing>): Promise<boolean> {
  const started = performance.now()
  for (;;) {
    const waited = performance.now() - started
    if (open.size === 0) return true
    const busy = [...open].some(({ talk }) => talk.busy)
    if (!busy && waited >= closeGraceMs) return true
    if (busy && waited >= busyGraceMs) return false
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}
