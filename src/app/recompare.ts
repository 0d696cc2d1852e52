import type { OwnHosts } from '../compare/comparator.js'
import { hostsOf } from '../config/legs.js'
import type { NoiseRule } from '../compare/noise/rules.js'
import { detectors, judgedAgain } from '../knowledge/registry.js'
import { judge } from '../diagnose/judge.js'
import { dataApart } from '../diagnose/unpaired/data-apart.js'
import { namesOfTables } from '../diagnose/unpaired/tables.js'
import { recordedAnswers } from '../model/run.js'
import { openForReading, openForWriting } from '../store/sqlite/open.js'
import { judgeAgain, type JudgedAgain } from '../store/sqlite/judge-again.js'
import { keepDriftedTables, keepRules, keptSnapshot, runSettings } from '../store/sqlite/noise.js'
import { readRun } from '../store/sqlite/reader.js'

/** What comparing a recorded run again changed. */
export interface Recompared extends JudgedAgain {
  readonly run: string
  /** Titles of findings that are no longer seen, and of new ones. */
  readonly gone: readonly string[]
  readonly came: readonly string[]
}

/**
 * Applies the present comparators, causes and rules to what a run recorded, without traffic, with what it learned of noise then.
 *
 * @param which a run's id, or `latest`.
 * @param rules in place of those that were in force; absent: those.
 * @param drifted the same of tables whose rows are known to differ.
 */
export function recompare(
  file: string,
  which: string,
  rules?: readonly NoiseRule[],
  drifted?: readonly string[],
): Recompared {
  openForReading(file).close() // says what is wrong with it, and makes none where none was
  const recording = openForWriting(file)
  try {
    const before = readRun(recording, which)
    const { id } = before.run
    if (rules !== undefined) keepRules(recording, id, rules)
    if (drifted !== undefined) keepDriftedTables(recording, id, drifted)
    const { noise, thresholds, driftedTables, roots, legs } = runSettings(recording, id)
    const knowledge = {
      detectors,
      thresholds,
      hosts: hostsOfLegs(legs),
      dataApart: dataApart({ drifted: namesOfTables(driftedTables) }),
      noise: { rules: noise.rules, roots, learned: keptSnapshot(recording, id) },
    }
    const result = judgeAgain(recording, id, (pair) => judge(pair, knowledge), { causes: judgedAgain })
    const after = readRun(recording, id)
    return {
      run: id,
      ...result,
      gone: titlesOf(before.findings, after.findings),
      came: titlesOf(after.findings, before.findings),
    }
  } finally {
    recording.close()
  }
}

interface Named {
  readonly id: string
  readonly title: string
}

/** Of findings that only the first list holds. */
function titlesOf(these: readonly Named[], those: readonly Named[]): string[] {
  const known = new Set(those.map(({ id }) => id))
  return these.filter(({ id }) => !known.has(id)).map(({ title }) => title)
}

function hostsOfLegs({ candidate, ...others }: Readonly<Record<string, string>>): OwnHosts {
  const legacys = Object.values(others).filter((url) => url !== recordedAnswers)
  return { legacy: hostsOf(legacys), candidate: candidate === undefined ? [] : hostsOf([candidate]) }
}
