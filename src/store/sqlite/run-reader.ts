import type { RunReader } from '../../model/store.js'
import { readExample } from './example-pair.js'
import { hiddenByRules } from './noise.js'
import type { Recording } from './open.js'
import { recordedHeads, recordedWhole, requestsShowing } from './recorded-requests.js'
import { readRun, readRuns } from './recorded-run.js'
import { findFindings, readFindings } from './run-findings.js'
import { legOfStatements, recordedStatements } from './statements.js'

/* eslint-disable @typescript-eslint/require-await -- SQLite answers at once, other stores do not */

export function runReader(recording: Recording): RunReader {
  return {
    runs: async () => readRuns(recording),
    run: async (which) => readRun(recording, which),
    findings: async (run, page) => readFindings(recording, run, page),
    finding: async (run, id) => findFindings(recording, run, id),
    pair: async (run, request) => readExample(recording, run, request),
    async *statements(run, leg) {
      yield* recordedStatements(recording, run, leg)
    },
    legOfStatements: async (run) => legOfStatements(recording, run),
    async *requests(run) {
      yield* recordedHeads(recording, run)
    },
    whole: async (head) => recordedWhole(recording, head),
    requestsShowing: async (run, finding) => requestsShowing(recording, run, finding),
    hiddenByRules: async (run) => hiddenByRules(recording, run),
    config: async (run) =>
      JSON.parse(recording.prepare('SELECT config FROM run WHERE id = ?').pluck().get(run) as string) as unknown,
    close: async () => void recording.close(),
  }
}
