import type { Exchange, LegName } from './exchange.js'
import type { Headers, Request } from './http.js'
import type { IncomparableReason, LegTime, Pair, SettledPair } from './pair.js'
import type { ControlLoad, LiveTapShare, Totals } from './run.js'
import type { StatementsOfRequest } from './statement.js'
import type { Yardstick } from './timing.js'
import type { UnmirroredWrite } from './unmirrored-write.js'

/** A tap's lane as the mirror sees it: what ran on it since it was last asked. */
export interface StatementSource {
  /** Waits, within a bound, for the lane's connections to fall silent, then hands over and forgets what it saw. */
  collect(tap: string): Promise<StatementsOfRequest>
  /** From the next connection on, runs this before PHP's own statements; undefined ends it. */
  setSessionStatement(tap: string, sql: string | undefined): Promise<void>
}

/** The tap on live legacy as the mirror sees it: what is certain of a request that legacy answered. */
export interface LegacyStatements {
  /** Waits, within a bound, until it is known. */
  of(requestId: string): Promise<StatementsOfRequest>
}

/** A lane's PHP error log: the lines that came since it was last asked; undefined where no log is followed. */
export interface LogSource {
  collect(file: string): Promise<readonly string[]>
}

/** Asks one leg one request, on a lane of its own where the leg has lanes. */
export interface AskLeg {
  (leg: LegName, request: Request, options?: { readonly sessionStatement?: string }): Promise<Exchange>
}

/** What goes to the verifier: a pair whose legs are complete. */
export interface PairSink {
  take(pair: Pair): void
  /** A pair in which there is nothing to judge. */
  settled(pair: SettledPair): void
  /** Mirrored requests that never became pairs. */
  lost(reason: IncomparableReason, pairs: number): void
  /** A safe request of this route wrote to legacy's tables when control was asked. */
  controlWrote(route: string, tables: readonly string[]): void
  /** Legacy took a write that the candidate was not sent. */
  unmirrored(write: UnmirroredWrite): void
  /** Live legacy wrote to its own error log. */
  legacyLogged(entries: readonly string[]): void
}

/** A pair that equality settled, redacted: as it is written. */
export interface SettledRow {
  readonly id: string
  readonly route: string
  readonly client: string
  /** Milliseconds since 1970. */
  readonly receivedAt: number
  readonly method: string
  readonly target: string
  readonly headers: Headers
  readonly status: number
  /** Bytes of the body. */
  readonly size: number
  readonly legacy: LegTime
  readonly candidate: LegTime
  readonly control?: LegTime
  /** Absent where times are not compared. */
  readonly yardstick?: Yardstick
}

/** Asks a database directly, apart from PHP: one session, statements one after the other. */
export interface AskDatabase {
  /** Milliseconds that the statement took, and a hash of its rows. */
  time(sql: string): Promise<{ readonly ms: number; readonly rowsHash: string }>
  /** Rows by their columns' names; every value as the server's text. */
  rows(sql: string): Promise<readonly Readonly<Record<string, string | null>>[]>
  close(): Promise<void>
}

/** What only the live path and the mirror count. */
export interface LiveCounts {
  readonly requests: number
  readonly notMirrored: Totals['notMirrored']
  /** What control cost legacy: requests, milliseconds, and requests that the cap left out. Absent without control. */
  readonly control?: ControlLoad
  /** Absent where live legacy is not tapped. */
  readonly liveTap?: LiveTapShare
}
