import type { OwnHosts } from '../compare/comparator.js'
import { hostsOf } from '../config/legs.js'
import { runSettings, withDriftedTables, withRules } from '../config/run-settings.js'
import { nothingLearned } from '../compare/noise/ledger.js'
import type { NoiseRule } from '../compare/noise/rules.js'
import { detectors, judgedAgain } from '../knowledge/registry.js'
import { judge } from '../diagnose/judge.js'
import { dataApart } from '../diagnose/unpaired/data-apart.js'
import { namesOfTables } from '../diagnose/unpaired/tables.js'
import { recordedAnswers } from '../model/run.js'
import type { ReportedRun } from '../model/report.js'
import type { JudgedAgain, RunEditor } from '../model/store.js'
import { storeAt } from '../store/stores.js'

/** The result of comparing a recorded run again. */
export interface Recompared extends JudgedAgain {
  readonly run: string
  /** Titles of findings that are no longer seen, and of new ones. */
  readonly gone: readonly string[]
  readonly came: readonly string[]
}

/**
 * Applies the current comparators, causes and rules to what a run recorded, without traffic and with what the run learned about noise.
 *
 * @param which a run's id, or `latest`.
 * @param rules noise rules to use from now on; absent keeps those of the run.
 * @param drifted tables whose rows are known to differ; absent keeps those of the run.
 */
export async function recompare(
  db: string,
  which: string,
  rules?: readonly NoiseRule[],
  drifted?: readonly string[],
): Promise<Recompared> {
  const editor = await storeAt(db).openEditor()
  try {
    const { run } = await editor.run(which)
    const { id } = run
    const before = await namesOf(editor, id)
    if (rules !== undefined) await editor.changeConfig(id, (config) => withRules(config, rules))
    if (drifted !== undefined) await editor.changeConfig(id, (config) => withDriftedTables(config, drifted))
    const { noise, thresholds, driftedTables, roots } = runSettings(await editor.config(id))
    const learned = (await editor.noiseLearned(id)) ?? nothingLearned
    const knowledge = {
      detectors,
      thresholds,
      hosts: hostsOfLegs(run),
      dataApart: dataApart({ drifted: namesOfTables(driftedTables) }),
      noise: { rules: noise.rules, roots, learned },
    }
    const result = await editor.judgeAgain(id, (pair) => judge(pair, knowledge), { causes: judgedAgain })
    const after = await namesOf(editor, id)
    return { run: id, ...result, gone: titlesOf(before, after), came: titlesOf(after, before) }
  } finally {
    await editor.close()
  }
}

function namesOf(editor: RunEditor, run: string): Promise<readonly Named[]> {
  return editor.findings(run, { from: 0, max: Infinity })
}

interface Named {
  readonly id: string
  readonly title: string
}

/** Returns the titles of findings that only the first list contains. */
function titlesOf(these: readonly Named[], those: readonly Named[]): string[] {
  const known = new Set(those.map(({ id }) => id))
  return these.filter(({ id }) => !known.has(id)).map(({ title }) => title)
}

function hostsOfLegs({ legacy, candidate, control }: ReportedRun): OwnHosts {
  const legacys = [legacy, ...(control === null ? [] : [control])]
  return { legacy: hostsOf(legacys.filter((url) => url !== recordedAnswers)), candidate: hostsOf([candidate]) }
}
