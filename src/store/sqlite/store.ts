import type { Store } from '../../model/store.js'
import { canBeMade, openForReading, openForWriting } from './open.js'
import { runEditor } from './run-editor.js'
import { runReader } from './run-reader.js'
import { openRunWriter } from './run-writer.js'

/* eslint-disable @typescript-eslint/require-await -- SQLite answers at once, other stores do not */

/** A recording in a SQLite file. */
export function sqliteStore(file: string): Store {
  return {
    openWriter: async (begin) => openRunWriter(file, begin),
    openReader: async () => runReader(openForReading(file)),
    async openEditor() {
      openForReading(file).close() // reports what is wrong with it, and makes none if there is none
      return runEditor(openForWriting(file))
    },
    canBeMade: () => canBeMade(file),
  }
}
