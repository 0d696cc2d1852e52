import type { NotMirroredReason } from '../model/pair.js'

/** Why the mirror would send nothing now. */
export type ClosedReason = Extract<NotMirroredReason, 'cap-reached' | 'breaker-open'>

/**
 * What the live path and the mirror's thread both know, in shared memory: neither ever waits for the other, and what waits
 * between them is counted exactly.
 */
export interface QueueRoom {
  /** What another thread opens the same room with. */
  readonly memory: SharedArrayBuffer
  /** A request begins to wait. @param bytes of its bodies. */
  enter(bytes: number): void
  /** It waits no longer. */
  leave(bytes: number): void
  queued(): number
  queuedBytes(): number
  /** A request that is not mirrored begins to wait until its session was noted. False: too many wait, and it is left out. */
  enterPassedBy(): boolean
  leavePassedBy(): void
  /** @param reason undefined: requests are welcome. */
  close(reason: ClosedReason | undefined): void
  closedBecause(): ClosedReason | undefined
}

const reasons: readonly (ClosedReason | undefined)[] = [undefined, 'cap-reached', 'breaker-open']
const cell = { queued: 0, queuedBytes: 1, closed: 2, passedBy: 3 }
/** Requests whose sessions may wait to be noted: their header fields, no bodies. */
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
