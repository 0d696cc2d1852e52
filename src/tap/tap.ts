import type { Statement, StatementsOfRequest } from '../model/statement.js'
import { openPassThrough, type Passing, type PassThroughSettings } from './pass-through.js'

export interface TapCounters {
  connections: number
  statements: number
  /** Connections that could not be read: TLS without tap.tls, or a fault of the reader. */
  unread: number
  /** Statements past the bound: counted, not kept. */
  dropped: number
  /** Statements of a request that had been answered and collected before: counted, given to no other. */
  late: number
}

/** The MySQL pass-through between a lane and its database. */
export interface Tap {
  collect(): Promise<StatementsOfRequest>
  setSessionStatement(sql: string | undefined): void
  readonly counters: TapCounters
  close(): Promise<void>
}

/** What is kept between two collections: statements, and bytes of their texts. */
const maxStatements = 20_000
const maxBytes = 32 * 1024 * 1024
/** PHP closes its connection at the end of a request; one that stays open and idle past this is a persistent one. */
const closeGraceMs = 30
/** A statement that runs longer than this after its answer belongs to nobody for certain. */
const busyGraceMs = 200
const pollMs = 2

/** @param fault is told what the user must fix. */
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

  /** A connection that ends with a later request than it began with was no persistent one: its request went on after its answer. */
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

/** True when no connection is open or busy any more; false when one stayed busy past the grace. */
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
