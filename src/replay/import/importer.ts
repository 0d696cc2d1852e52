import type { Seen } from '../making/seen.js'

/** Reads one kind of file. Each kind has one module, and one line in the registry. */
export interface Importer {
  /** Name for --from. */
  readonly name: string
  readonly about: string
  /** True if a file that begins like this is of this kind. */
  readonly recognises: (start: string) => boolean
  /**
   * Reads the exchanges of a file in their order. What is no request worth a replay is skipped, and reported.
   *
   * @throws Unreadable if the file is not what it should be.
   */
  readonly read: (chunks: AsyncIterable<Uint8Array>, skip: Skip) => AsyncIterable<Seen>
}

/** @param where place in the file, for people: `line 12`, `entry 3`. */
export type Skip = (reason: string, where: string) => void

/** Says that a file is not what it should be: a sentence without its subject, with the line or the byte. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}
