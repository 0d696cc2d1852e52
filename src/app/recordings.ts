import { entryOf } from '../knowledge/registry.js'
import { applyGate, type GateContext } from '../diagnose/gate/gate.js'
import { defaultGate } from '../diagnose/gate/settings.js'
import type { RunReport } from '../model/report.js'
import { ruleWarnings } from '../compare/noise/rule-warnings.js'
import { hiddenByRules, runSettings } from '../store/sqlite/noise.js'
import { openForReading, openForWriting, type Recording } from '../store/sqlite/open.js'
import { purge, type PurgeOptions, type PurgeResult } from '../store/sqlite/purge.js'
import { shrink } from '../store/sqlite/space.js'
import { readRun } from '../store/sqlite/reader.js'

/**
 * @param which a run's id, or `latest`.
 * @param gate what is asked of it; absent: what is asked where nobody set anything.
 */
export function reportOf(
  file: string,
  which: string,
  gate: GateContext = { settings: defaultGate, at: Date.now() },
): RunReport {
  const recording = openForReading(file)
  try {
    const recorded = readRun(recording, which)
    const findings = recorded.findings.map((finding) => ({ ...finding, fix: entryOf(finding.cause)?.fix ?? '' }))
    return applyGate({ ...recorded, findings, noiseWarnings: warningsOf(recording, recorded.run) }, gate)
  } finally {
    recording.close()
  }
}

/** What the rules that were in force did in this run. */
function warningsOf(recording: Recording, { id, endedAt }: RunReport['run']): string[] {
  const { rules, maxShare } = runSettings(recording, id).noise
  const at = endedAt === null ? Date.now() : Date.parse(endedAt)
  return rules.length === 0 ? [] : ruleWarnings(rules, hiddenByRules(recording, id), maxShare, at)
}

/** Deletes from a recording that no shadow writes, and gives the space back; an unknown run is refused. */
export function purgeRecording(file: string, options: PurgeOptions): PurgeResult {
  openForReading(file).close() // says what is wrong with it, and makes none where none was
  const recording = openForWriting(file)
  try {
    for (const run of options.runs ?? []) readRun(recording, run)
    const result = purge(recording, options)
    if (options.dryRun !== true) shrink(recording)
    return result
  } finally {
    recording.close()
  }
}
