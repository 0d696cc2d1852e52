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
  /** Memory of the queue room that the live path looks at. */
  readonly room: SharedArrayBuffer
  /** Where to ask what live legacy's requests asked their database; absent where it is not tapped. */
  readonly legacyTap?: MessagePort
  /** What a thread had done that died: this one takes over. */
  readonly before?: Pick<MirrorThreadState, 'counts' | 'tally' | 'recording'>
}

/** From the live path's thread. */
export type ToMirror =
  /** Users are served: the run is under way. */
  | { readonly type: 'begin' }
  | { readonly type: 'offers'; readonly batch: OfferBatch }
  /** Requests were left out whose sessions should have been noted. */
  | { readonly type: 'missed' }
  | { readonly type: 'counts'; readonly counts: LiveCounts }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** Nothing is offered any more: mirror what waits, judge it, close the recording. */
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
  /** Finished, or closed. */
  | { readonly type: 'ended' }

/** What is behind the live path, as it was a moment ago. */
export interface MirrorThreadState {
  readonly counts: MirrorCounts
  readonly tally: Tally
  readonly recording: RecordingState
  /** Mirrored stacks that the breaker keeps requests away from. */
  readonly down: readonly ('candidate' | 'control')[]
  readonly mirror: DispatcherState
  /** Pairs that wait to be judged or written. */
  readonly verifierWaiting: number
  readonly verifierRestarts: number
}
