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
  /** The configuration in force, without passwords, which is kept with the run. */
  readonly config: unknown
  readonly thresholds: Thresholds
  readonly hosts: OwnHosts
  readonly roots?: OwnRoots
  readonly noiseRules: readonly NoiseRule[]
  /** Key for the hashes that replace secrets. */
  readonly redactionKey: Uint8Array
  /** Regular expressions for what else this user considers secret. */
  readonly secretPatterns: readonly string[]
  readonly retention: Retention
  /** Tables whose rows are known to differ; none if absent. */
  readonly driftedTables?: readonly string[]
  /** Absent if live legacy's error log is not followed; else its entries will be reported. */
  readonly legacysLog?: 'followed'
  /** Database that control works on. */
  readonly control?: ControlData
  /** Milliseconds that a tap adds to each statement, measured at the start; absent if unknown. */
  readonly tapCostMs?: number
  /** True if the run began in a thread that died, and this one takes over. */
  readonly again?: boolean
  /** One number: milliseconds since the epoch after which nothing more is judged; 0 for never. */
  readonly stopBy?: SharedArrayBuffer
}

/** State of the recording. */
export interface RecordingState {
  /** True while nothing reaches it. */
  readonly failing: boolean
  /** How often its file was deleted or moved away and a new one begun. */
  readonly lost: number
}

/** Messages of the mirror's thread. */
export type ToVerifier =
  /** Users are served: the run is under way. */
  | { readonly type: 'begin' }
  | { readonly type: 'pair'; readonly pair: Pair }
  | { readonly type: 'settled-pairs'; readonly batch: SettledBatch }
  | { readonly type: 'lost'; readonly reason: IncomparableReason; readonly pairs: number }
  /** A previous thread died: of this many mirrored requests, those not in the recording were lost with it. */
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

/** Messages of the verifier thread. */
export type FromVerifier =
  | { readonly type: 'ready' }
  /** This many pairs, and this many settled ones, were written or counted as lost since the last such message. */
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

/** A finding that was seen for the first time in this run, was proven, or is withdrawn. */
export interface FoundNow {
  readonly cause: string
  readonly key: string
  readonly title: string
  readonly proof: Proof
  readonly route: string
  readonly outcome: 'seen' | 'proven' | 'withdrawn'
  /** Why it is withdrawn, in a sentence; absent from other outcomes. */
  readonly reason?: string
  readonly evidence: Evidence
}
