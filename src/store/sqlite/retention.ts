import type { Retention } from '../../model/store.js'
import type { Recording } from './open.js'
import { purge } from './purge.js'
import { bytesInUse, bytesOfFile, shrink } from './space.js'

const dayMs = 24 * 60 * 60 * 1000
/** Milliseconds between two checks for age, and until a size that could not be reached is tried again. */
const everyMs = 60_000
/** Share of the size that a purge keeps: a purge searches the whole recording, and must not be needed for every batch. */
const keptShare = 0.9

/** Keeps a recording within its limits while it is written. */
export interface Keeper {
  /** True if a limit is passed, or if it is time to check for age. Called after every batch. */
  isDue(): boolean
  /** Deletes what is past the limits. */
  clean(): void
}

/** @param now milliseconds of a monotonic clock. */
export function retentionKeeper(
  recording: Recording,
  run: string,
  { days, bytes }: Retention,
  now: () => number = () => performance.now(),
): Keeper {
  let lookedAt = now()
  /** True when nothing more could be deleted, and it was not enough. */
  let stuck = false

  const isTooLarge = (): boolean => bytes !== undefined && bytesInUse(recording) > bytes

  return {
    isDue() {
      const isTime = now() - lookedAt >= everyMs
      return stuck ? isTime : isTooLarge() || (isTime && days !== undefined)
    },
    clean() {
      lookedAt = now()
      purge(recording, {
        own: run,
        ...(days === undefined ? {} : { olderThan: Date.now() - days * dayMs }),
        ...(bytes === undefined || !isTooLarge() ? {} : { keepBytes: bytes * keptShare }),
      })
      stuck = isTooLarge()
      if (bytes !== undefined && bytesOfFile(recording) > bytes) shrink(recording)
    },
  }
}
