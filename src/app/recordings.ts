import { ruleWarnings } from '../compare/noise/rule-warnings.js'
import { runSettings } from '../config/run-settings.js'
import { applyGate, type GateContext } from '../diagnose/gate/gate.js'
import { defaultGate } from '../diagnose/gate/settings.js'
import { entryOf } from '../knowledge/registry.js'
import type { ReportedFinding, RunReport } from '../model/report.js'
import type { PurgeOptions, PurgeResult, RecordedFinding, RunReader } from '../model/store.js'
import { storeAt } from '../store/stores.js'

/** A page that holds every finding, because a report names them all. */
const allFindings = { from: 0, max: Infinity }

/**
 * Reads the report of a run and applies the gate.
 *
 * @param which a run's id, or `latest`.
 * @param gate rules and decisions; absent for the defaults.
 */
export async function reportOf(
  db: string,
  which: string,
  gate: GateContext = { settings: defaultGate, at: Date.now() },
): Promise<RunReport> {
  const reader = await storeAt(db).openReader()
  try {
    const recorded = await reader.run(which)
    const { id } = recorded.run
    const findings: ReportedFinding[] = []
    for (const finding of await reader.findings(id, allFindings)) findings.push(await reported(reader, id, finding))
    return applyGate({ ...recorded, findings, noiseWarnings: await warningsOf(reader, recorded.run) }, gate)
  } finally {
    await reader.close()
  }
}

/** Completes a finding with its fix and the first pair that shows it. */
async function reported(reader: RunReader, run: string, finding: RecordedFinding): Promise<ReportedFinding> {
  const [first] = finding.examples
  const example = first === undefined ? undefined : await reader.pair(run, first)
  return { ...finding, ...(example === undefined ? {} : { example }), fix: entryOf(finding.cause)?.fix ?? '' }
}

/** Returns warnings about the noise rules that were in force in this run. */
async function warningsOf(reader: RunReader, { id, endedAt }: RunReport['run']): Promise<string[]> {
  const { rules, maxShare } = runSettings(await reader.config(id)).noise
  const at = endedAt === null ? Date.now() : Date.parse(endedAt)
  return rules.length === 0 ? [] : ruleWarnings(rules, await reader.hiddenByRules(id), maxShare, at)
}

/** Deletes from a recording and frees the space. @throws SosieError for an unknown run, and for a named one that is being written. */
export async function purgeRecording(db: string, options: PurgeOptions): Promise<PurgeResult> {
  const editor = await storeAt(db).openEditor()
  try {
    return await editor.purge(options)
  } finally {
    await editor.close()
  }
}
