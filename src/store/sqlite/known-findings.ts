import type { Evidence, FindingKey, Proof, Sighting } from '../../model/finding.js'
import { findingId } from './finding-id.js'
import type { InsertStatements } from './insert-statements.js'

/** Pairs of one finding whose statements are kept. */
const pairsWithStatements = 25

const proofRank: Readonly<Record<Proof, number>> = {
  none: 0,
  signature: 1,
  log: 2,
  measured: 3,
  probe: 4,
}

/** What a run knows of a finding while it is written. */
interface Known {
  proof: Proof
  pairs: number
  refuted: boolean
  /** What the finding turned out to be. */
  instead?: Sighting
}

/** The findings of a run while it is written, and what experiments said of them. Each call is part of a transaction of the caller's. */
export interface KnownFindings {
  /** What of these is told: without what was refuted, and by what it turned out to be. */
  readonly told: (sightings: readonly Sighting[]) => Sighting[]
  /** A pair shows it. True while the finding still wants pairs with their statements. */
  readonly shownBy: (pairId: number | bigint, sighting: Sighting) => boolean
  /** A pair follows from it. */
  readonly followedBy: (pairId: number | bigint, finding: FindingKey, way: string) => void
  /** A whole route shows it. Gives back its id. */
  readonly seen: (sighting: Sighting) => string
  readonly proven: (cause: string, key: string, proof: Proof, evidence: Evidence) => void
  readonly unproven: (cause: string, key: string, evidence: Evidence) => void
  /** It turned out to be another one. @param reason why it is withdrawn, in a sentence. */
  readonly instead: (cause: string, key: string, sighting: Sighting, reason: string) => void
  readonly refuted: (cause: string, key: string, evidence: Evidence, reason: string) => void
  /** The batch was written: what it changed stays. */
  readonly keep: () => void
  /** The batch was not written: what it changed is as before. */
  readonly rollBack: () => void
}

export function knownFindings(insert: InsertStatements, run: string): KnownFindings {
  const known = new Map<string, Known>()
  /** What `known` held before the batch under way touched it. */
  const before = new Map<string, Known | undefined>()

  const shownBy = (pairId: number | bigint, sighting: Sighting): boolean => {
    const id = idOf(sighting)
    const earlier = known.get(id)
    if (!before.has(id)) before.set(id, earlier === undefined ? undefined : { ...earlier })
    const finding = earlier ?? { proof: 'none' as Proof, pairs: 0, refuted: false }
    if (finding.pairs === 0 || proofRank[sighting.proof] > proofRank[finding.proof]) {
      seen(sighting)
      finding.proof = sighting.proof
    }
    finding.pairs += 1
    known.set(id, finding)
    insert.sighting.run(id, pairId)
    return finding.pairs <= pairsWithStatements
  }

  const conclude = (id: string, outcome: 'proven' | 'refuted' | 'inconclusive', evidence: Evidence): void => {
    insert.probe.run(run, id, outcome, JSON.stringify(evidence))
  }

  const withdraw = (id: string, reason: string, instead: string | null): void => {
    insert.keepWithdrawn.run({ runId: run, id, reason, instead })
    insert.withdrawSightings.run({ runId: run, id })
    insert.withdraw.run({ runId: run, id })
  }

  const seen = (sighting: Sighting): string => {
    const id = idOf(sighting)
    const { proof, severity, title, evidence } = sighting
    insert.finding.run(id, sighting.cause, sighting.key)
    insert.runFinding.run({ runId: run, id, proof, severity, title, evidence: JSON.stringify(evidence) })
    return id
  }

  return {
    told: (sightings) =>
      sightings
        .map((sighting) => known.get(idOf(sighting))?.instead ?? sighting)
        .filter((sighting) => !known.get(idOf(sighting))?.refuted),
    shownBy,
    followedBy(pairId, { cause, key }, way) {
      const id = findingId(cause, key)
      insert.finding.run(id, cause, key)
      insert.consequence.run(id, pairId, way)
    },
    seen,
    proven(cause, key, proof, evidence) {
      const id = findingId(cause, key)
      known.set(id, { pairs: 1, refuted: false, ...known.get(id), proof })
      conclude(id, 'proven', evidence)
      insert.prove.run({ runId: run, id, proof, evidence: JSON.stringify(evidence) })
    },
    unproven(cause, key, evidence) {
      const id = findingId(cause, key)
      conclude(id, 'inconclusive', evidence)
      insert.explain.run({ runId: run, id, evidence: JSON.stringify(evidence) })
    },
    instead(cause, key, sighting, reason) {
      const [id, other] = [findingId(cause, key), idOf(sighting)]
      const earlier = known.get(other)
      const knownBetter = earlier !== undefined && proofRank[earlier.proof] > proofRank[sighting.proof]
      known.set(id, { proof: 'none', pairs: 0, refuted: true, instead: sighting })
      known.set(other, knownBetter ? earlier : { pairs: 1, ...earlier, refuted: false, proof: sighting.proof })
      conclude(id, 'refuted', sighting.evidence)
      if (knownBetter) insert.finding.run(other, sighting.cause, sighting.key)
      else seen(sighting)
      insert.moveSightings.run({ runId: run, id, other })
      withdraw(id, reason, other)
      if (!knownBetter) conclude(other, sighting.proof === 'none' ? 'inconclusive' : 'proven', sighting.evidence)
    },
    refuted(cause, key, evidence, reason) {
      const id = findingId(cause, key)
      known.set(id, { proof: 'none', pairs: 0, refuted: true })
      conclude(id, 'refuted', evidence)
      withdraw(id, reason, null)
    },
    keep: () => before.clear(),
    rollBack() {
      for (const [id, finding] of before) {
        if (finding === undefined) known.delete(id)
        else known.set(id, finding)
      }
      before.clear()
    },
  }
}

function idOf({ cause, key }: Sighting): string {
  return findingId(cause, key)
}
