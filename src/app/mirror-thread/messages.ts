import type { MessagePort } from 'node:worker_threads'
import type { tlsOf } from '../../config/files.js'
import type { Config } from '../../config/schema.js'
import type { MirrorCounts } from '../../mirror/request-counts.js'
import type { DispatcherState } from '../../mirror/dispatcher.js'
import type { OfferBatch } from '../../mirror/offer-batch.js'
import type { LiveCounts } from '../../model/ports.js'
import type { Run } from '../../model/run.js'
import type { Notice } from '../../model/notice.js'
import type { Tally } from '../../model/tally.js'
import type { FoundNow, RecordingState } from '../../verifier/messages.js'
import type { StopPhases } from './stop-phases.js'

/** What the mirror's thread is started with. */
export interface MirrorStart {
  readonly config: Config
  readonly run: Run
  readonly tls: Omit<Awaited<ReturnType<typeof tlsOf>>, 'listen'>
  /** Tables whose rows are known to differ. */
  readonly driftedTables: readonly string[]
  /** Key for the hashes that replace secrets. */
  readonly redactionKey: Uint8Array
  /** Memory of the queue room that the live path shares. */
  readonly room: SharedArrayBuffer
  /** Port for asking which statements a request of live legacy ran; absent when live legacy is not tapped. */
  readonly legacyTap?: MessagePort
  /** What a thread that died had done; this one takes over. */
  readonly before?: Pick<MirrorThreadState, 'counts' | 'tally' | 'recording'>
}

/** From the live path's thread. */
export type ToMirror =
  /** Users are served: the run is in progress. */
  | { readonly type: 'begin' }
  | { readonly type: 'offers'; readonly batch: OfferBatch }
  /** Requests were left out whose sessions should have been noted. */
  | { readonly type: 'missed' }
  | { readonly type: 'counts'; readonly counts: LiveCounts }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** No more offers follow: mirror what waits, judge it, close the recording. */
  | { readonly type: 'finish'; readonly counts: LiveCounts; readonly phases: StopPhases }
  /** End at once. */
  | { readonly type: 'close' }

/** From the mirror's thread. */
export type FromMirror =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  | { readonly type: 'state'; readonly state: MirrorThreadState }
  | { readonly type: 'finding'; readonly finding: FoundNow }
  | { readonly type: 'fault'; readonly message: string }
  | { readonly type: 'notice'; readonly notice: Notice }
  /** The thread finished or closed. */
  | { readonly type: 'ended' }

/** State of what is behind the live path, as of a moment ago. */
export interface MirrorThreadState {
  readonly counts: MirrorCounts
  readonly tally: Tally
  readonly recording: RecordingState
  /** Mirrored stacks whose breaker is not closed. */
  readonly down: readonly ('candidate' | 'control')[]
  readonly mirror: DispatcherState
  /** Pairs waiting to be judged or written. */
  readonly verifierWaiting: number
  readonly verifierRestarts: number
}
