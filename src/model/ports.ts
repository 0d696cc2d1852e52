import type { Exchange, LegName } from './exchange.js'
import type { Headers, Request } from './http.js'
import type { IncomparableReason, LegTime, Pair, SettledPair } from './pair.js'
import type { ControlLoad, LiveTapShare, Totals } from './run.js'
import type { StatementsOfRequest } from './statement.js'
import type { Yardstick } from './timing.js'
import type { UnmirroredWrite } from './unmirrored-write.js'

/** A lane's tap as the mirror sees it. */
export interface StatementSource {
  /** Waits, within a bound, until the lane's connections are silent, then returns and forgets the statements seen since the last call. */
  collect(tap: string): Promise<StatementsOfRequest>
  /** Runs this statement before PHP's own on every connection from the next one on; undefined stops that. */
  setSessionStatement(tap: string, sql: string | undefined): Promise<void>
}

/** The tap on live legacy as the mirror sees it: the statements that certainly belong to a request. */
export interface LegacyStatements {
  /** Waits, within a bound, until it is known. */
  of(requestId: string): Promise<StatementsOfRequest>
}

/** A lane's PHP error log. `collect` returns the lines since the last call. */
export interface LogSource {
  collect(file: string): Promise<readonly string[]>
}

/** Sends one request to one leg, on a lane of its own if the leg has lanes. */
export interface AskLeg {
  (leg: LegName, request: Request, options?: { readonly sessionStatement?: string }): Promise<Exchange>
}

/** What goes to the verifier: complete pairs, and what else the mirror learned. */
export interface PairSink {
  take(pair: Pair): void
  /** A settled pair. */
  settled(pair: SettledPair): void
  /** Counts mirrored requests that never became pairs. */
  lost(reason: IncomparableReason, pairs: number): void
  /** Tells that a safe request of this route wrote to legacy's tables when control was asked. */
  controlWrote(route: string, tables: readonly string[]): void
  /** Tells that legacy took a write that the candidate was not sent. */
  unmirrored(write: UnmirroredWrite): void
  /** Passes on what live legacy wrote to its own error log. */
  legacyLogged(entries: readonly string[]): void
}

/** A settled pair as it is stored: redacted. */
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
  /** Absent when times are not compared. */
  readonly yardstick?: Yardstick
}

/** Asks a database directly, bypassing PHP: one session, one statement at a time. */
export interface AskDatabase {
  /** Returns the milliseconds that the statement took, and a hash of its rows. */
  time(sql: string): Promise<{ readonly ms: number; readonly rowsHash: string }>
  /** Returns rows keyed by column name; every value is the server's text. */
  rows(sql: string): Promise<readonly Readonly<Record<string, string | null>>[]>
  close(): Promise<void>
}

/** Counts that only the live path and the mirror know. */
export interface LiveCounts {
  readonly requests: number
  readonly notMirrored: Totals['notMirrored']
  /** What control cost legacy: requests, milliseconds, and requests that the cap left out. Absent without control. */
  readonly control?: ControlLoad
  /** Absent when live legacy is not tapped. */
  readonly liveTap?: LiveTapShare
}
