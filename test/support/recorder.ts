import type { Run } from '../../src/model/run.js'
import type { RunToWrite } from '../../src/model/store.js'
import { openRunWriter } from '../../src/store/sqlite/run-writer.js'
import { Recorder, type RecorderEvents } from '../../src/verifier/recorder.js'

/** A run that is being recorded in a SQLite file. */
export function aRecorder(
  file: string,
  run: Run,
  { config = {}, retention = {}, again = false, ...events }: Partial<RunToWrite & RecorderEvents> = {},
): Recorder {
  const ignore = (): void => undefined
  return new Recorder(openRunWriter(file, { run, config, retention, again }), {
    ...{ fault: ignore, recovered: ignore, taken: ignore },
    ...events,
  })
}
