import { randomSource } from '../../compare/noise/noise.js'
import type { Difference } from '../../model/difference.js'
import type { Sighting } from '../../model/finding.js'
import type { Judgement } from '../../model/judgement.js'
import type { Verdict } from '../../model/pair.js'
import type { JudgeAgainOptions, JudgedAgain, JudgePair } from '../../model/store.js'
import { findingId } from '../../model/finding-id.js'
import type { Recording } from './open.js'
import { recordedPairs } from './recorded-pairs.js'
import { lostSightings, type LostSightings } from './withdrawn.js'

/** Judges what was recorded once more, and writes the judgements, with one transaction per pair. */
export function judgeAgain(
  recording: Recording,
  run: string,
  judge: JudgePair,
  { causes, affects, stop }: JudgeAgainOptions,
): JudgedAgain {
  const sightings = lostSightings(recording, run)
  const write = writerFor(recording, run, causes, sightings)
  const unsettled = recording.prepare(
    'SELECT part, kind, path FROM difference WHERE pair_id = ? AND (noise IS NULL OR noise = ?)',
  )
  const [before, after]: [Partial<Record<Verdict, number>>, Partial<Record<Verdict, number>>] = [{}, {}]
  let pairs = 0
  for (const { rowId, verdict, pair, whole } of recordedPairs(recording, run)) {
    if (stop?.() === true) break
    if (affects !== undefined && !affects(pair.route, unsettled.all(rowId, randomSource) as Difference[])) continue
    const judgement = judge(pair)
    // What was comparable then still is: the recording holds less than the verifier saw.
    const cannotTell = judgement.verdict === 'incomparable' && judgement.incomparable !== 'unpaired-data'
    const now = cannotTell ? verdict : judgement.verdict
    pairs += 1
    before[verdict] = (before[verdict] ?? 0) + 1
    after[now] = (after[now] ?? 0) + 1
    if (!cannotTell) write(rowId, judgement, whole)
  }
  return { pairs, before, after, withdrawn: sightings.withdraw() }
}

function writerFor(
  recording: Recording,
  run: string,
  causes: readonly string[],
  { lost }: LostSightings,
): (pairId: number, judgement: Judgement, whole: boolean) => void {
  const prepare = (sql: string) => recording.prepare(sql)
  const statements = {
    verdict: prepare('UPDATE pair SET verdict = ?, incomparable = ? WHERE id = ?'),
    forget: prepare('DELETE FROM difference WHERE pair_id = ?'),
    difference: prepare(
      'INSERT INTO difference (pair_id, ordinal, part, kind, path, legacy, candidate, noise) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    unsee: prepare(
      `DELETE FROM sighting WHERE pair_id = ? AND finding_id IN
       (SELECT f.id FROM finding f JOIN json_each(?) x ON x.value = f.cause) RETURNING finding_id`,
    ).pluck(),
    finding: prepare('INSERT INTO finding (id, cause, key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
    runFinding: prepare(
      'INSERT INTO run_finding (run_id, finding_id, proof, severity, title, evidence) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    sighting: prepare('INSERT INTO sighting (finding_id, pair_id) VALUES (?, ?) ON CONFLICT DO NOTHING'),
  }
  const see = (pairId: number, { cause, key, proof, severity, title, evidence }: Sighting): void => {
    const id = findingId(cause, key)
    statements.finding.run(id, cause, key)
    statements.runFinding.run(run, id, proof, severity, title, JSON.stringify(evidence))
    statements.sighting.run(id, pairId)
  }
  return recording.transaction((pairId: number, judgement: Judgement, whole: boolean) => {
    const { verdict, incomparable, differences, noise } = judgement
    statements.verdict.run(verdict, incomparable ?? null, pairId)
    statements.forget.run(pairId)
    const all = [...differences.map((difference) => ({ difference, source: null })), ...noise]
    for (const [ordinal, { difference, source }] of all.entries()) {
      const { part, kind, path, legacy = null, candidate = null } = difference
      statements.difference.run(pairId, ordinal, part, kind, path, legacy, candidate, source)
    }
    if (!whole && verdict === 'mismatch') return // its findings would be named by its statements, which were not kept
    const seen = statements.unsee.all(pairId, JSON.stringify(causes)) as string[]
    const sightings = judgement.sightings.filter(({ cause }) => causes.includes(cause))
    for (const sighting of sightings) see(pairId, sighting)
    const now = new Map(sightings.map((sighting) => [findingId(sighting.cause, sighting.key), sighting]))
    const came = [...now].filter(([id]) => !seen.includes(id)).map(([, sighting]) => sighting)
    for (const id of seen) if (!now.has(id)) lost(id, { ...judgement, sightings: came })
  })
}
