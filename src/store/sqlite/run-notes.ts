import type { RunNote } from '../../model/run.js'
import type { Recording } from './open.js'

/** Adds sentences to a run. */
export function addNotes(recording: Recording, run: string, notes: readonly RunNote[]): void {
  const insert = recording.prepare(
    `INSERT INTO run_note (run_id, ordinal, kind, sentence)
     VALUES (@run, (SELECT count(*) FROM run_note WHERE run_id = @run), @kind, @sentence)`,
  )
  recording.transaction(() => {
    for (const { kind, sentence } of notes) insert.run({ run, kind, sentence })
  })()
}

export function readNotes(recording: Recording, run: string): RunNote[] {
  return recording
    .prepare('SELECT kind, sentence FROM run_note WHERE run_id = ? ORDER BY ordinal')
    .all(run) as RunNote[]
}
