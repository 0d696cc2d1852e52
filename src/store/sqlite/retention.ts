import type { Retention } from '../../model/store.js'
import type { Recording } from './open.js'
import { purge } from './purge.js'
import { bytesInUse, bytesOfFile, shrink } from './space.js'

const dayMs = 24 * 60 * 60 * 1000
/** How often age is looked after, and a size that could not be reached is tried again (milliseconds). */
const everyMs = 60_000
/** Part of the size that is kept: a purge searches the whole recording, and must not be needed for every batch. */
const keptShare = 0.9

/** Keeps a recording within its bounds while it is written. */
export interface Keeper {
  /** Asked after every batch: a bound is passed. */
  isDue(): boolean
  /** Deletes what is past its bounds. */
  clean(): void
}

/** @param now milliseconds of a clock that never goes back. */
export function retentionKeeper(
  recording: Recording,
  run: string,
  { days, bytes }: Retention,
  now: () => number = () => performance.now(),
): Keeper {
  let lookedAt = now()
  /** Nothing more could be deleted, and it was not enough. */
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
