import type { NotMirroredReason } from '../model/pair.js'

/** Why the mirror would not send anything now. */
export type ClosedReason = Extract<NotMirroredReason, 'cap-reached' | 'breaker-open'>

/**
 * What the live path and the mirror's thread both know, in shared memory: neither ever waits for the other, and what
 * waits between them is counted exactly.
 */
export interface QueueRoom {
  /** Lets another thread open the same room. */
  readonly memory: SharedArrayBuffer
  /** Counts a request that begins to wait. @param bytes of its bodies. */
  enter(bytes: number): void
  /** Counts a request that no longer waits. @param bytes of its bodies. */
  leave(bytes: number): void
  queued(): number
  queuedBytes(): number
  /** Counts a request that is not mirrored but waits for its session to be noted. False if too many wait; it is then left out. */
  enterPassedBy(): boolean
  leavePassedBy(): void
  /** @param reason undefined if offers are welcome. */
  close(reason: ClosedReason | undefined): void
  closedBecause(): ClosedReason | undefined
}

const reasons: readonly (ClosedReason | undefined)[] = [undefined, 'cap-reached', 'breaker-open']
const cell = { queued: 0, queuedBytes: 1, closed: 2, passedBy: 3 }
/** Maximum number of requests that wait for their sessions to be noted: header fields, and the first bytes of a write's body. */
const maxPassedBy = 5000
const cellBytes = Int32Array.BYTES_PER_ELEMENT

export function openQueueRoom(memory = new SharedArrayBuffer(Object.keys(cell).length * cellBytes)): QueueRoom {
  const cells = new Int32Array(memory)
  return {
    memory,
    enter(bytes) {
      Atomics.add(cells, cell.queued, 1)
      Atomics.add(cells, cell.queuedBytes, bytes)
    },
    leave(bytes) {
      Atomics.sub(cells, cell.queued, 1)
      Atomics.sub(cells, cell.queuedBytes, bytes)
    },
    queued: () => Atomics.load(cells, cell.queued),
    queuedBytes: () => Atomics.load(cells, cell.queuedBytes),
    enterPassedBy() {
      if (Atomics.load(cells, cell.passedBy) >= maxPassedBy) return false
      Atomics.add(cells, cell.passedBy, 1)
      return true
    },
    leavePassedBy: () => void Atomics.sub(cells, cell.passedBy, 1),
    close: (reason) => void Atomics.store(cells, cell.closed, reasons.indexOf(reason)),
    closedBecause: () => reasons[Atomics.load(cells, cell.closed)],
  }
}
