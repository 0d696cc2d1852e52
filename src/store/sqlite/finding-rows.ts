import type { ConcludedFinding, FindingKey, ShownFinding, Sighting } from '../../model/finding.js'
import { findingId } from '../../model/finding-id.js'
import type { InsertStatements } from './insert-statements.js'

/** Writes what the ledger of findings says. Each call is part of the caller's transaction. */
export interface FindingRows {
  readonly shownBy: (pairId: number | bigint, finding: ShownFinding) => void
  /** Records that a pair follows from a finding. */
  readonly followedBy: (pairId: number | bigint, finding: FindingKey, way: string) => void
  /** Records a finding that a whole route shows. */
  readonly seen: (finding: ShownFinding) => void
  readonly concluded: (finding: ConcludedFinding) => void
}

export function findingRows(insert: InsertStatements, run: string): FindingRows {
  const keep = (id: string, { cause, key, proof, severity, title, evidence }: Sighting): void => {
    insert.finding.run(id, cause, key)
    insert.runFinding.run({ runId: run, id, proof, severity, title, evidence: JSON.stringify(evidence) })
  }

  const takePlace = (id: string, { id: other, sighting, isNews }: ShownFinding): void => {
    if (isNews) keep(other, sighting)
    else insert.finding.run(other, sighting.cause, sighting.key)
    insert.moveSightings.run({ runId: run, id, other })
    if (!isNews) return
    const outcome = sighting.proof === 'none' ? 'inconclusive' : 'proven'
    insert.probe.run(run, other, outcome, JSON.stringify(sighting.evidence))
  }

  const withdraw = (id: string, { reason, instead }: NonNullable<ConcludedFinding['withdrawn']>): void => {
    if (instead !== undefined) takePlace(id, instead)
    insert.keepWithdrawn.run({ runId: run, id, reason, instead: instead?.id ?? null })
    insert.withdrawSightings.run({ runId: run, id })
    insert.withdraw.run({ runId: run, id })
  }

  return {
    shownBy(pairId, { id, sighting, isNews }) {
      if (isNews) keep(id, sighting)
      insert.sighting.run(id, pairId)
    },
    followedBy(pairId, { cause, key }, way) {
      const id = findingId(cause, key)
      insert.finding.run(id, cause, key)
      insert.consequence.run(id, pairId, way)
    },
    seen: ({ id, sighting }) => keep(id, sighting),
    concluded({ id, outcome, evidence, proof, withdrawn }) {
      const json = JSON.stringify(evidence)
      insert.probe.run(run, id, outcome, json)
      if (proof !== undefined) insert.prove.run({ runId: run, id, proof, evidence: json })
      else if (withdrawn !== undefined) withdraw(id, withdrawn)
      else insert.explain.run({ runId: run, id, evidence: json })
    },
  }
}
