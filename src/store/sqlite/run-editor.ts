import type { RunEditor } from '../../model/store.js'
import { judgeAgain } from './judge-again.js'
import { keptSnapshot } from './noise.js'
import type { Recording } from './open.js'
import { purge } from './purge.js'
import { readRun } from './recorded-run.js'
import { addNotes } from './run-notes.js'
import { runReader } from './run-reader.js'
import { keepScenarios } from './run-scenarios.js'
import { shrink } from './space.js'

/* eslint-disable @typescript-eslint/require-await -- SQLite answers at once, other stores do not */

export function runEditor(recording: Recording): RunEditor {
  const reader = runReader(recording)
  return {
    ...reader,
    async changeConfig(run, change) {
      const changed = change(await reader.config(run))
      recording.prepare('UPDATE run SET config = ? WHERE id = ?').run(JSON.stringify(changed), run)
    },
    noiseLearned: async (run) => keptSnapshot(recording, run),
    judgeAgain: async (run, judge, options) => judgeAgain(recording, run, judge, options),
    addNotes: async (run, notes) => addNotes(recording, run, notes),
    keepScenarios: async (run, scenarios) => keepScenarios(recording, run, scenarios),
    async purge(options) {
      for (const run of options.runs ?? []) readRun(recording, run)
      const result = purge(recording, options)
      if (options.dryRun !== true) shrink(recording)
      return result
    },
  }
}
