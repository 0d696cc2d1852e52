import type { Difference } from './difference.js'
import type { ConcludedFinding, ShownFinding, WithdrawnFinding } from './finding.js'
import type { Headers, Body, Request } from './http.js'
import type { Judgement } from './judgement.js'
import type { HiddenByRule, NoiseSnapshot } from './noise.js'
import type { Pair, Verdict } from './pair.js'
import type { SettledRow } from './ports.js'
import type { ReplayedScenario } from './replayed.js'
import type { ExamplePair, ReportedFinding, ReportedRun, RunReport } from './report.js'
import type { Run, RunNote, Totals } from './run.js'
import type { RouteTimes } from './timing.js'

/**
 * A place where runs are kept: a SQLite file. Findings, redaction and the content of batches are decided elsewhere; a store keeps what it
 * is given and returns it.
 */
export interface Store {
  /** Opens a run for writing, creating the store if it is missing. @throws SosieError when it cannot be written. */
  openWriter(begin: RunToWrite): Promise<RunWriter>
  /** Opens an existing store. @throws SosieError when there is none, or what is there is not a store of Sosie's. */
  openReader(): Promise<RunReader>
  /** Opens an existing store to change what was recorded. @throws SosieError as the reader does, and when it cannot be written. */
  openEditor(): Promise<RunEditor>
  /** True when the store could be created. */
  canBeMade(): boolean
}

export interface RunToWrite {
  readonly run: Run
  /** The configuration in force, without passwords; kept with the run. */
  readonly config: unknown
  /** What to delete while the run is being written. */
  readonly retention: Retention
  /** True when a writer that died began the run and this one continues it. */
  readonly again: boolean
}

/** How long and how much is kept while a run is being written; without a limit, everything. */
export interface Retention {
  readonly days?: number | undefined
  /** Bytes in use. */
  readonly bytes?: number | undefined
}

/** What a run's writer records, in the order in which it happened. */
export type RunEvent =
  /** The first event of every writer, even of one that continues a run. */
  | { readonly type: 'begun' }
  /** A judged pair, redacted, with the findings that it shows. */
  | {
      readonly type: 'pair'
      readonly pair: Pair
      readonly judgement: Judgement
      readonly shown: readonly ShownFinding[]
    }
  /** A pair that is settled. */
  | { readonly type: 'settled'; readonly row: SettledRow }
  /** Counts of the run by name; each replaces the value written before. */
  | { readonly type: 'counters'; readonly counts: ReadonlyMap<string, number> }
  | { readonly type: 'note'; readonly note: RunNote }
  /** What the run learned about noise. */
  | { readonly type: 'noise-learned'; readonly snapshot: NoiseSnapshot }
  /** A finding about a whole route: every pair of it that is slower by more than `slowerByMs` shows it. */
  | { readonly type: 'route-finding'; readonly finding: ShownFinding; readonly shownBy: SlowPairs }
  /** The result of an experiment on a finding. */
  | { readonly type: 'finding-concluded'; readonly finding: ConcludedFinding }
  /** @param at milliseconds since 1970. */
  | { readonly type: 'ended'; readonly at: number }

/** The pairs of a route that lost more than a given time. */
export interface SlowPairs {
  readonly route: string
  /** Only this client's pairs; absent for all clients. */
  readonly client?: string
  /** Milliseconds. */
  readonly slowerByMs: number
}

/** Writes one run. While it is open, the run counts as being written and nobody deletes it. */
export interface RunWriter {
  /** What a previous writer left of the run; undefined for a new run. */
  readonly before: RunSoFar | undefined
  /** Most bytes of bodies that a batch may hold. */
  readonly maxBatchBytes: number
  /** Writes a batch completely or not at all. Batches are written one at a time. */
  write(batch: readonly RunEvent[]): Promise<void>
  /** Renews the claim that the run is being written, and deletes what exceeds the retention. Called after each batch and every few seconds. */
  tidy(): Promise<void>
  /** Yields the times of every route, without answers from HTTP caches and without pairs whose slowness these causes explain. */
  routeTimes(explainedBy: readonly string[]): AsyncIterable<RouteTimes>
  /** Judges the recorded pairs again. Returns the findings that no pair shows any more. */
  judgeAgain(judge: JudgePair, options: JudgeAgainOptions): Promise<readonly WithdrawnFinding[]>
  /** True when the recording was deleted or replaced by another one. */
  isGone(): boolean
  close(): Promise<void>
}

/** What is known of a run that another writer began. */
export interface RunSoFar {
  readonly totals: Totals
  /** The values of the last `counters` events. */
  readonly counters: ReadonlyMap<string, number>
}

export type JudgePair = (pair: Pair) => Judgement

export interface JudgeAgainOptions {
  /** Causes whose sightings are replaced, because the recording holds everything that they look at. */
  readonly causes: readonly string[]
  /** Whether the judgement can change at all, given the pair's recorded differences. Without it every pair is judged. */
  readonly affects?: (route: string, differences: readonly Difference[]) => boolean
  /** Asked before each pair; true leaves the remaining pairs as they are. */
  readonly stop?: () => boolean
}

/** The result of judging a run again. */
export interface JudgedAgain {
  /** Number of pairs judged; settled pairs are not. */
  readonly pairs: number
  /** The judged pairs by verdict, before and after. */
  readonly before: Readonly<Partial<Record<Verdict, number>>>
  readonly after: Readonly<Partial<Record<Verdict, number>>>
  /** Findings that no pair shows any more. */
  readonly withdrawn: readonly WithdrawnFinding[]
}

/** What is recorded of a run, except its findings. */
export type RecordedRun = Omit<RunReport, 'gate' | 'findings' | 'noiseWarnings'>

/** A recorded finding, without its fix, which the catalogue knows, and without its example, which `pair` returns. */
export type RecordedFinding = Omit<ReportedFinding, 'fix' | 'example'>

/** Reads runs, including one that is being written or whose writer was killed. */
export interface RunReader {
  /** Lists the runs, newest first. */
  runs(): Promise<readonly ReportedRun[]>
  /** @param which a run's id, or `latest`. @throws SosieError when there is no such run. */
  run(which: string): Promise<RecordedRun>
  /** Returns a page of a run's findings, the worst first. */
  findings(run: string, page: Page): Promise<readonly RecordedFinding[]>
  /** Returns the findings of a run whose id begins with `id`: none, one or several. */
  finding(run: string, id: string): Promise<readonly RecordedFinding[]>
  /** Returns a pair as shown to a person; undefined when it was purged or settled. @param request id of the request. */
  pair(run: string, request: string): Promise<ExamplePair | undefined>
  /** Yields the kept statements of a run, pair by pair. Settled pairs kept none. */
  statements(run: string, leg: StatementLeg): AsyncIterable<RecordedStatement>
  /** Returns the leg whose statements are legacy's SQL: control; candidate when control was not tapped; undefined without any tap. */
  legOfStatements(run: string): Promise<StatementLeg | undefined>
  /** Yields every mirrored request of a run in the order of arrival. */
  requests(run: string): AsyncIterable<RecordedHead>
  /** Reads the rest of a request. */
  whole(head: RecordedHead): Promise<RecordedWhole>
  /** Returns the ids of the requests that show a finding, in the order of arrival. */
  requestsShowing(run: string, finding: string): Promise<readonly string[]>
  /** Returns what rules hid, by route; routes where they hid nothing are left out. */
  hiddenByRules(run: string): Promise<readonly HiddenByRule[]>
  /** Returns the configuration that is kept with a run. */
  config(run: string): Promise<unknown>
  close(): Promise<void>
}

/** A slice of a list. */
export interface Page {
  readonly from: number
  readonly max: number
}

export type StatementLeg = 'control' | 'candidate'

/** A statement as a run recorded it, redacted. */
export interface RecordedStatement {
  readonly sql: string
  /** The pair that it belongs to. The statements of one pair are in order and from one session. */
  readonly pair: number
  /** Such as `GET /product/{id}`. */
  readonly route: string
  readonly request: string
}

/** A recorded request, redacted and without bodies: what is needed to choose among them. */
export interface RecordedHead {
  readonly source: 'pair' | 'settled'
  readonly rowId: number
  readonly route: string
  /** Without its body. */
  readonly request: Request
  readonly hasBody: boolean
  /** Header fields of legacy's answer; undefined when they were not kept. */
  readonly answered: Headers | undefined
}

/** The rest of a recorded request. Bodies that were identical on both stacks were not kept. */
export interface RecordedWhole {
  readonly request: Request
  readonly status: number | undefined
  /** Milliseconds that legacy took. */
  readonly ms: number
  readonly headers: Headers | undefined
  readonly body: Body | undefined
}

/** Changes what was recorded. */
export interface RunEditor extends RunReader {
  /** Changes the configuration that a run is judged by from now on. */
  changeConfig(run: string, change: (config: unknown) => unknown): Promise<void>
  /** Returns what a run learned about noise, as written; undefined when it learned nothing. */
  noiseLearned(run: string): Promise<NoiseSnapshot | undefined>
  judgeAgain(run: string, judge: JudgePair, options: JudgeAgainOptions): Promise<JudgedAgain>
  addNotes(run: string, notes: readonly RunNote[]): Promise<void>
  /** Stores where the exchanges of a run's scenarios stand. */
  keepScenarios(run: string, scenarios: readonly ReplayedScenario[]): Promise<void>
  /** Deletes what is too old or too much, and frees the space. */
  purge(options: PurgeOptions): Promise<PurgeResult>
}

/** What to delete. Whatever matches one of the criteria is deleted. */
export interface PurgeOptions {
  /** Pairs received before this time, milliseconds since 1970. */
  readonly olderThan?: number
  /** Whole runs by their ids, or `latest`. */
  readonly runs?: readonly string[]
  /** Deletes the oldest pairs until at most this many bytes are in use. */
  readonly keepBytes?: number
  /** Deletes nothing: the result says what would be deleted, the size being an estimate. */
  readonly dryRun?: boolean
  /** Milliseconds to release the lock after each step, so that a writer in another process gets its turn. */
  readonly pauseMs?: number
}

export interface PurgeResult {
  readonly runs: number
  readonly pairs: number
  /** Bytes in use before and after. */
  readonly bytesBefore: number
  readonly bytesAfter: number
  /** Runs that are being written, of which nothing was deleted. */
  readonly live: readonly string[]
  /** False while another program reads: until it ends, deleted text may remain in a log beside the store. */
  readonly overwritten: boolean
}
