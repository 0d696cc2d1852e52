import type { RefusalReason } from '../proxy/refusal.js'
import type { DispatcherState } from '../mirror/dispatcher.js'
import type { LiveCounts } from '../model/ports.js'
import type { Tally } from '../model/tally.js'
import type { RecordingState } from '../verifier/messages.js'

export interface MirrorState extends DispatcherState {
  readonly paused: boolean
  /** Waiting requests, and the bytes of their bodies. */
  readonly queued: number
  readonly queuedBytes: number
}

/** Everything that is known about a running shadow, as counts and states. */
export interface ShadowState extends LiveCounts {
  readonly mirrored: number
  readonly tally: Tally
  readonly recording: RecordingState
  readonly mirror: MirrorState
  /** Number of times that the mirror's thread died and was restarted. */
  readonly mirrorRestarts: number
  /** Pairs waiting to be judged or written. */
  readonly verifierWaiting: number
  readonly verifierRestarts: number
  /** Number of internal errors so far. */
  readonly faults: number
  /** Lines that the log did not accept. */
  readonly logLost: number
  /** Stacks that accept no requests now. */
  readonly down: readonly ('legacy' | 'candidate' | 'control')[]
  /** Open connections of users. */
  readonly connections: number
  /** Requests that never reached legacy, by reason. */
  readonly refused: Readonly<Partial<Record<RefusalReason, number>>>
}
