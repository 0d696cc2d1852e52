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
 * One place where runs are kept: a SQLite file. What a finding is, what is redacted and what a batch holds is decided before it; a store
 * keeps what it is told and gives it back.
 */
export interface Store {
  /** Opens a run to write, and makes the store where it is missing. @throws SosieError where it cannot be written. */
  openWriter(begin: RunToWrite): Promise<RunWriter>
  /** Opens what exists. @throws SosieError where there is nothing, or what there is is no store of ours. */
  openReader(): Promise<RunReader>
  /** Opens what exists to change what was recorded. @throws SosieError as the reader, and where it cannot be written. */
  openEditor(): Promise<RunEditor>
  /** True where a store could be made. */
  canBeMade(): boolean
}

export interface RunToWrite {
  readonly run: Run
  /** The configuration in force, without passwords: kept with the run. */
  readonly config: unknown
  /** What is deleted while it is written. */
  readonly retention: Retention
  /** The run began with a writer that died: this one goes on. */
  readonly again: boolean
}

/** How long and how much is kept while it is written; absent: all. */
export interface Retention {
  readonly days?: number | undefined
  /** Bytes in use. */
  readonly bytes?: number | undefined
}

/** What a run's writer is told, in the order in which it happened. */
export type RunEvent =
  /** The first event of every writer, also of one that goes on with a run. */
  | { readonly type: 'begun' }
  /** A judged pair, redacted, with the findings that it shows. */
  | {
      readonly type: 'pair'
      readonly pair: Pair
      readonly judgement: Judgement
      readonly shown: readonly ShownFinding[]
    }
  /** A pair in which there was nothing to judge. */
  | { readonly type: 'settled'; readonly row: SettledRow }
  /** Counts of the run by name, each in place of what was written of it before. */
  | { readonly type: 'counters'; readonly counts: ReadonlyMap<string, number> }
  /** A sentence about the run. */
  | { readonly type: 'note'; readonly note: RunNote }
  /** What the run learned of noise. */
  | { readonly type: 'noise-learned'; readonly snapshot: NoiseSnapshot }
  /** A finding of a whole route: every pair of it that is slower by more shows it. */
  | { readonly type: 'route-finding'; readonly finding: ShownFinding; readonly shownBy: SlowPairs }
  /** What an experiment said of a finding. */
  | { readonly type: 'finding-concluded'; readonly finding: ConcludedFinding }
  /** @param at milliseconds since 1970. */
  | { readonly type: 'ended'; readonly at: number }

/** Pairs of a route by what they lost. */
export interface SlowPairs {
  readonly route: string
  /** Absent: everybody's. */
  readonly client?: string
  /** Milliseconds. */
  readonly slowerByMs: number
}

/** Writes one run. While it is open the run is being written: nobody deletes it. */
export interface RunWriter {
  /** What the writer before left of the run; undefined for a new one. */
  readonly before: RunSoFar | undefined
  /** Bytes of bodies that a batch may hold at the most. */
  readonly maxBatchBytes: number
  /** Writes a batch, all of it or nothing; one at a time. */
  write(batch: readonly RunEvent[]): Promise<void>
  /** Says that the run is still being written, and deletes what is past its bounds. Called after each batch, and every few seconds. */
  tidy(): Promise<void>
  /** The times of every route, without answers out of HTTP caches and pairs whose slowness these causes explain. */
  routeTimes(explainedBy: readonly string[]): AsyncIterable<RouteTimes>
  /** Judges what was recorded once more. Gives back the findings that no pair shows any more. */
  judgeAgain(judge: JudgePair, options: JudgeAgainOptions): Promise<readonly WithdrawnFinding[]>
  /** True when what was written cannot be found any more: another recording, or none, stands in its place. */
  isGone(): boolean
  close(): Promise<void>
}

/** What is known of a run that another writer began. */
export interface RunSoFar {
  readonly totals: Totals
  /** As the last `counters` event gave them. */
  readonly counters: ReadonlyMap<string, number>
}

export type JudgePair = (pair: Pair) => Judgement

export interface JudgeAgainOptions {
  /** Causes whose sightings are made again: what is recorded holds what they look at. */
  readonly causes: readonly string[]
  /** Whether the judgement can be another at all, by the pair's recorded differences; without it every pair is judged. */
  readonly affects?: (route: string, differences: readonly Difference[]) => boolean
  /** Asked before each pair: true leaves the rest as it is. */
  readonly stop?: () => boolean
}

/** What judging a run again did. */
export interface JudgedAgain {
  /** Pairs that were looked at: those that had something to show. */
  readonly pairs: number
  /** Of them by verdict, before and after. */
  readonly before: Readonly<Partial<Record<Verdict, number>>>
  readonly after: Readonly<Partial<Record<Verdict, number>>>
  /** Findings that nothing shows any more. */
  readonly withdrawn: readonly WithdrawnFinding[]
}

/** What is recorded of a run, but for its findings. */
export type RecordedRun = Omit<RunReport, 'gate' | 'findings' | 'noiseWarnings'>

/** A finding as it is recorded: the catalogue says how to fix it, `pair` shows its examples. */
export type RecordedFinding = Omit<ReportedFinding, 'fix' | 'example'>

/** Reads runs, also one that is being written or whose writer was killed. */
export interface RunReader {
  /** The newest first. */
  runs(): Promise<readonly ReportedRun[]>
  /** @param which a run's id, or `latest`. @throws SosieError where there is no such run. */
  run(which: string): Promise<RecordedRun>
  /** Those of a run, the worst first. */
  findings(run: string, page: Page): Promise<readonly RecordedFinding[]>
  /** One of a run by its id, or by the beginning of it: none, one, or all that begin so. */
  finding(run: string, id: string): Promise<readonly RecordedFinding[]>
  /** A pair as a person reads it. @param request its id. Undefined where it was purged, or settled. */
  pair(run: string, request: string): Promise<ExamplePair | undefined>
  /** Statements of a run that were kept, pair by pair: pairs that equality settled kept none. */
  statements(run: string, leg: StatementLeg): AsyncIterable<RecordedStatement>
  /** Legacy's SQL, which control's lanes give; the candidate's where control was not tapped. Undefined where no tap was. */
  legOfStatements(run: string): Promise<StatementLeg | undefined>
  /** Every mirrored request of a run, in the order in which they came. */
  requests(run: string): AsyncIterable<RecordedHead>
  /** The rest of one. */
  whole(head: RecordedHead): Promise<RecordedWhole>
  /** Ids of the requests that show a finding, in the order in which they came. */
  requestsShowing(run: string, finding: string): Promise<readonly string[]>
  /** What rules hid, by route; only where they hid anything. */
  hiddenByRules(run: string): Promise<readonly HiddenByRule[]>
  /** The configuration that is kept with a run, as it was given. */
  config(run: string): Promise<unknown>
  close(): Promise<void>
}

/** A part of a list. */
export interface Page {
  readonly from: number
  readonly max: number
}

export type StatementLeg = 'control' | 'candidate'

/** A statement as a run recorded it: redacted. */
export interface RecordedStatement {
  readonly sql: string
  /** The pair that it belongs to: its statements are one session's, in order. */
  readonly pair: number
  /** `GET /product/{id}`. */
  readonly route: string
  readonly request: string
}

/** A request that a run recorded, redacted, without bodies: what is needed to choose among them. */
export interface RecordedHead {
  readonly source: 'pair' | 'settled'
  readonly rowId: number
  readonly route: string
  /** Its body is left out. */
  readonly request: Request
  readonly hasBody: boolean
  /** Of legacy's answer; undefined where they were not kept. */
  readonly answered: Headers | undefined
}

/** The rest of it. Bodies that were the same on both stacks were not kept. */
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
  /** What a run learned of noise; as it was written, undefined where nothing was. */
  noiseLearned(run: string): Promise<NoiseSnapshot | undefined>
  judgeAgain(run: string, judge: JudgePair, options: JudgeAgainOptions): Promise<JudgedAgain>
  addNotes(run: string, notes: readonly RunNote[]): Promise<void>
  /** Keeps where the exchanges of a run's scenarios stand. */
  keepScenarios(run: string, scenarios: readonly ReplayedScenario[]): Promise<void>
  /** Deletes what is old or too much, and gives the space back. */
  purge(options: PurgeOptions): Promise<PurgeResult>
}

/** What to delete; what fits any of them goes. */
export interface PurgeOptions {
  /** Pairs received before this time, milliseconds since 1970. */
  readonly olderThan?: number
  /** Whole runs by their ids, or `latest`. */
  readonly runs?: readonly string[]
  /** The oldest pairs, until what is stored takes no more bytes than this. */
  readonly keepBytes?: number
  /** Nothing is deleted: the result says what would be, by size an estimate. */
  readonly dryRun?: boolean
  /** Milliseconds without the lock after each step: a writer in another process gets its turn. */
  readonly pauseMs?: number
}

export interface PurgeResult {
  readonly runs: number
  readonly pairs: number
  /** Bytes in use before and after. */
  readonly bytesBefore: number
  readonly bytesAfter: number
  /** Runs that are being written: nothing of them was deleted. */
  readonly live: readonly string[]
  /** False while another program reads: until it ends, deleted text may stand in a log beside the store. */
  readonly overwritten: boolean
}
