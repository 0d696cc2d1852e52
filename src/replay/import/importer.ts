import type { Seen } from '../making/seen.js'

/** How one kind of file is read: one file of code, and one line in the registry. */
export interface Importer {
  /** As it is called with --from. */
  readonly name: string
  readonly about: string
  /** Whether a file that begins so is of this kind. */
  readonly recognises: (start: string) => boolean
  /**
   * The exchanges of a file, as they stand in it. What is no request worth a replay is skipped and said so.
   *
   * @throws Unreadable where the file is not what it should be.
   */
  readonly read: (chunks: AsyncIterable<Uint8Array>, skip: Skip) => AsyncIterable<Seen>
}

/** @param where of the first of its kind, for people: `line 12`, `entry 3`. */
export type Skip = (reason: string, where: string) => void

/** A file that is not what it should be: a sentence without its subject, with the line or the byte. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}
