import { ruleWarnings } from '../compare/noise/rule-warnings.js'
import { runSettings } from '../config/run-settings.js'
import { applyGate, type GateContext } from '../diagnose/gate/gate.js'
import { defaultGate } from '../diagnose/gate/settings.js'
import { entryOf } from '../knowledge/registry.js'
import type { ReportedFinding, RunReport } from '../model/report.js'
import type { PurgeOptions, PurgeResult, RecordedFinding, RunReader } from '../model/store.js'
import { storeAt } from '../store/stores.js'

/** A report names every finding. */
const allFindings = { from: 0, max: Infinity }

/**
 * @param which a run's id, or `latest`.
 * @param gate what is asked of it; absent: what is asked where nobody set anything.
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

/** With its fix, and the first pair that shows it. */
async function reported(reader: RunReader, run: string, finding: RecordedFinding): Promise<ReportedFinding> {
  const [first] = finding.examples
  const example = first === undefined ? undefined : await reader.pair(run, first)
  return { ...finding, ...(example === undefined ? {} : { example }), fix: entryOf(finding.cause)?.fix ?? '' }
}

/** What the rules that were in force did in this run. */
async function warningsOf(reader: RunReader, { id, endedAt }: RunReport['run']): Promise<string[]> {
  const { rules, maxShare } = runSettings(await reader.config(id)).noise
  const at = endedAt === null ? Date.now() : Date.parse(endedAt)
  return rules.length === 0 ? [] : ruleWarnings(rules, await reader.hiddenByRules(id), maxShare, at)
}

/** Deletes from a recording that no shadow writes, and gives the space back; an unknown run is refused. */
export async function purgeRecording(db: string, options: PurgeOptions): Promise<PurgeResult> {
  const editor = await storeAt(db).openEditor()
  try {
    return await editor.purge(options)
  } finally {
    await editor.close()
  }
}
