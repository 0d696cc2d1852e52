import type { RefusalReason } from '../capture/http/refusal.js'
import type { MirrorState } from '../mirror/dispatcher.js'
import type { LiveCounts } from '../model/ports.js'
import type { Tally } from '../verifier/messages.js'

/** Everything that can be told of a running shadow, as counts and states. */
export interface ShadowState extends LiveCounts {
  readonly mirrored: number
  readonly tally: Tally
  readonly mirror: MirrorState
  /** Pairs that wait to be judged or written. */
  readonly verifierWaiting: number
  readonly verifierRestarts: number
  /** Faults of ours so far. */
  readonly faults: number
  /** Of users, open now. */
  readonly connections: number
  /** Requests that never reached legacy, by reason. */
  readonly refused: Readonly<Partial<Record<RefusalReason, number>>>
}
