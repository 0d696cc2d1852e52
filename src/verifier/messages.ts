import type { OwnHosts } from '../compare/comparator.js'
import type { OwnRoots } from '../compare/noise/roots.js'
import type { NoiseRule } from '../compare/noise/rules.js'
import type { Evidence, ProbeQuestion, Proof } from '../model/finding.js'
import type { Request } from '../model/http.js'
import type { IncomparableReason, Pair } from '../model/pair.js'
import type { Notice } from '../model/notice.js'
import type { LiveCounts } from '../model/ports.js'
import type { Retention } from '../model/store.js'
import type { Run } from '../model/run.js'
import type { Tally } from '../model/tally.js'
import type { UnmirroredWrite } from '../model/unmirrored-write.js'
import type { Experiment } from '../knowledge/measurement.js'
import type { Thresholds } from '../knowledge/cause.js'
import type { ControlData } from './other-data.js'
import type { SettledBatch } from './settled-batch.js'

/** What the verifier thread is started with. */
export interface VerifierStart {
  readonly file: string
  readonly run: Run
  /** The configuration in force, without passwords: kept with the run. */
  readonly config: unknown
  readonly thresholds: Thresholds
  readonly hosts: OwnHosts
  readonly roots?: OwnRoots
  readonly noiseRules: readonly NoiseRule[]
  /** Key for the hashes that replace secrets. */
  readonly redactionKey: Uint8Array
  /** Regular expressions of what else is a secret to this user. */
  readonly secretPatterns: readonly string[]
  readonly retention: Retention
  /** Tables whose rows are known to differ; none without it. */
  readonly driftedTables?: readonly string[]
  /** What live legacy logs will be told; absent where its log is not followed. */
  readonly legacysLog?: 'followed'
  /** Which database control works on. */
  readonly control?: ControlData
  /** What a tap adds to each statement, measured at the start; absent where it is not known. */
  readonly tapCostMs?: number
  /** The run began in a thread that died: this one takes over. */
  readonly again?: boolean
  /** One number: milliseconds since 1970 after which nothing more is judged, 0 for never. */
  readonly stopBy?: SharedArrayBuffer
}

/** How the recording does. */
export interface RecordingState {
  /** Nothing reaches it now. */
  readonly failing: boolean
  /** How often its file was deleted or moved away, and a new one begun. */
  readonly lost: number
}

/** From the mirror's thread. */
export type ToVerifier =
  /** Users are served: the run is under way. */
  | { readonly type: 'begin' }
  | { readonly type: 'pair'; readonly pair: Pair }
  | { readonly type: 'settled-pairs'; readonly batch: SettledBatch }
  | { readonly type: 'lost'; readonly reason: IncomparableReason; readonly pairs: number }
  /** A thread before this one died: of so many mirrored requests, what is not in the recording was lost with it. */
  | { readonly type: 'owed'; readonly mirrored: number }
  | { readonly type: 'counts'; readonly counts: LiveCounts }
  | { readonly type: 'control-wrote'; readonly route: string; readonly tables: readonly string[] }
  | { readonly type: 'unmirrored'; readonly write: UnmirroredWrite }
  | { readonly type: 'legacy-logged'; readonly entries: readonly string[] }
  | {
      readonly type: 'measured'
      readonly question: ProbeQuestion
      readonly experiment: Experiment
    }
  /** Traffic is over: ask what is still open, now that it is calm. */
  | { readonly type: 'settle' }
  | { readonly type: 'end'; readonly endedAt: number }

/** From the verifier thread. */
export type FromVerifier =
  | { readonly type: 'ready' }
  /** So many pairs, and so many settled ones, were written or counted as lost since the last such message. */
  | {
      readonly type: 'judged'
      readonly pairs: number
      readonly settled: number
      readonly tally: Tally
      readonly recording: RecordingState
    }
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'finding'; readonly finding: FoundNow }
  | { readonly type: 'question'; readonly question: ProbeQuestion; readonly request: Request; readonly route: string }
  | { readonly type: 'fault'; readonly message: string }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  | { readonly type: 'settled' }
  | { readonly type: 'ended' }

/** A finding seen for the first time in this run, one whose proof came in, or one that is withdrawn. */
export interface FoundNow {
  readonly cause: string
  readonly key: string
  readonly title: string
  readonly proof: Proof
  readonly route: string
  readonly outcome: 'seen' | 'proven' | 'withdrawn'
  /** Why it is withdrawn, in a sentence; only with that outcome. */
  readonly reason?: string
  readonly evidence: Evidence
}
