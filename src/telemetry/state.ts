import type { RefusalReason } from '../proxy/refusal.js'
import type { DispatcherState } from '../mirror/dispatcher.js'
import type { LiveCounts } from '../model/ports.js'
import type { Tally } from '../model/tally.js'
import type { RecordingState } from '../verifier/messages.js'

export interface MirrorState extends DispatcherState {
  readonly paused: boolean
  /** Requests that wait, and the bytes of their bodies. */
  readonly queued: number
  readonly queuedBytes: number
}

/** Everything that can be told of a running shadow, as counts and states. */
export interface ShadowState extends LiveCounts {
  readonly mirrored: number
  readonly tally: Tally
  readonly recording: RecordingState
  readonly mirror: MirrorState
  /** How often the mirror's thread died and was restarted. */
  readonly mirrorRestarts: number
  /** Pairs that wait to be judged or written. */
  readonly verifierWaiting: number
  readonly verifierRestarts: number
  /** Faults of ours so far. */
  readonly faults: number
  /** Lines that the log did not take. */
  readonly logLost: number
  /** Stacks that take no requests now. */
  readonly down: readonly ('legacy' | 'candidate' | 'control')[]
  /** Of users, open now. */
  readonly connections: number
  /** Requests that never reached legacy, by reason. */
  readonly refused: Readonly<Partial<Record<RefusalReason, number>>>
}
