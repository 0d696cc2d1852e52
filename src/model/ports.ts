import type { Difference } from './difference.js'
import type { Exchange, LegName } from './exchange.js'
import type { Evidence, Proof, Sighting, WithdrawnFinding } from './finding.js'
import type { Judgement } from './judgement.js'
import type { Headers, Request } from './http.js'
import type { NoiseSnapshot } from './noise.js'
import type { IncomparableReason, LegTime, Pair, SettledPair } from './pair.js'
import type { ControlLoad, LiveTapShare, Run, RunNote, Totals } from './run.js'
import type { StatementsOfRequest } from './statement.js'
import type { Tally } from './tally.js'
import type { RouteTimes, Yardstick } from './timing.js'
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

export interface JudgeAgainOptions {
  /** Causes whose sightings are made again: the recording holds what they look at. */
  readonly causes: readonly string[]
  /** Whether the judgement can be another at all, by the pair's recorded differences; without it every pair is judged. */
  readonly affects?: (route: string, differences: readonly Difference[]) => boolean
  /** Asked before each pair: true leaves the rest as it is. */
  readonly stop?: () => boolean
}

/** Pairs of a route by what they lost. */
export interface SlowPairs {
  readonly route: string
  /** Absent: everybody's. */
  readonly client?: string
  /** Milliseconds. */
  readonly slowerByMs: number
}

/** How long and how much of a recording is kept while it is written; absent: all. */
export interface Retention {
  readonly days?: number | undefined
  /** Bytes in use. */
  readonly bytes?: number | undefined
}

/** Where a run is written: one writer, batches, never on the live path. */
export interface Recorder {
  readonly run: Run
  /** The run is under way. Without it, it begins with the first thing to write. */
  begin(): void
  /** What the recording holds, and what was lost. */
  tally(): Tally
  /** True while it cannot be written. */
  isFailing(): boolean
  /** True when another file, or none, stands where the recording was. */
  isGone(): boolean
  /** Closes the file and leaves the run as it is. */
  abandon(): void
  /** Adds a sentence to the run. */
  note(note: RunNote): void
  /** Queues a judged pair, already redacted (`redact/`). */
  pair(pair: Pair, judgement: Judgement): void
  /** Queues a pair in which there was nothing to judge. */
  settled(row: SettledRow): void
  /** Mirrored requests of this run that the recording knows: compared, or counted as incomparable. */
  accounted(): number
  /** Sets the counters that only the live path knows. */
  counters(counts: LiveCounts): void
  /** Adds to `incomparable` pairs that never reached the verifier whole. */
  lost(reason: IncomparableReason, n: number): void
  /** The times of every route of this run, without answers out of HTTP caches and pairs whose slowness these causes explain. */
  routeTimes(explainedBy: readonly string[]): Iterable<RouteTimes>
  /** A finding of a whole route: every pair of it that is slower by more shows it. */
  routeFinding(sighting: Sighting, shownBy: SlowPairs): void
  /** Keeps what was learned of noise with the run. */
  keepNoise(snapshot: NoiseSnapshot): void
  /** Judges what was recorded once more, and writes what is another judgement than before. Gives back the findings that no pair shows any more. */
  judgeAgain(judge: (pair: Pair) => Judgement, options: JudgeAgainOptions): readonly WithdrawnFinding[]
  /** What a probe found for one finding: raises its proof and replaces its evidence. */
  proven(cause: string, key: string, proof: Proof, evidence: Evidence): void
  /** What a probe measured, or why it measured nothing, where that proves nothing: the finding says so and stays what it was. */
  unproven(cause: string, key: string, evidence: Evidence): void
  /** A probe showed another cause than was suspected: what showed the one, now and later, shows the other. @param reason why the one is withdrawn, in a sentence. */
  instead(cause: string, key: string, sighting: Sighting, reason: string): void
  /** A probe showed that the suspicion was wrong: the finding is withdrawn from the run, what was asked is kept. */
  refuted(cause: string, key: string, evidence: Evidence, reason: string): void
  /** Writes what is queued, at the latest 250 ms after it was queued; called by itself. */
  flush(): void
  /** Flushes, marks the run as ended and closes the file. */
  end(endedAt: number): void
}
