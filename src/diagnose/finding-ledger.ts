import type { ConcludedFinding, Evidence, Proof, ShownFinding, Sighting } from '../model/finding.js'
import { findingId } from '../model/finding-id.js'

/** Max pairs of one finding whose statements are kept. */
const pairsWithStatements = 25

const proofRank: Readonly<Record<Proof, number>> = { none: 0, signature: 1, log: 2, measured: 3, probe: 4 }

/**
 * Tracks what a run knows about its findings: which are refuted, which turned out to be another, how well each is proven. The caller
 * stores what the ledger returns, and takes back what could not be stored.
 */
export interface FindingLedger {
  /** Returns the findings that a pair shows: refuted ones are dropped, mistaken ones replaced by what they turned out to be. */
  shownBy(sightings: readonly Sighting[]): ShownFinding[]
  /** Returns the finding that a whole route shows. */
  seen(sighting: Sighting): ShownFinding
  proven(cause: string, key: string, proof: Proof, evidence: Evidence): ConcludedFinding
  unproven(cause: string, key: string, evidence: Evidence): ConcludedFinding
  /** Records that the finding turned out to be another one. */
  instead(cause: string, key: string, sighting: Sighting, reason: string): ConcludedFinding
  refuted(cause: string, key: string, evidence: Evidence, reason: string): ConcludedFinding
  /** Confirms what was returned since the last call: it is stored. */
  keep(): void
  /** Takes back what was returned since the last call, because it could not be stored. */
  rollBack(): void
}

interface Known {
  readonly proof: Proof
  readonly pairs: number
  readonly refuted: boolean
  /** Sighting of what the finding turned out to be. */
  readonly instead?: Sighting
}

const unknown: Known = { proof: 'none', pairs: 0, refuted: false }

export function findingLedger(): FindingLedger {
  const known = new Map<string, Known>()
  /** What `known` held before it was changed. */
  const before = new Map<string, Known | undefined>()

  const learn = (id: string, now: Known): void => {
    if (!before.has(id)) before.set(id, known.get(id))
    known.set(id, now)
  }

  const show = (sighting: Sighting): ShownFinding => {
    const id = idOf(sighting)
    const earlier = known.get(id) ?? unknown
    const isNews = earlier.pairs === 0 || isBetterProven(sighting.proof, earlier.proof)
    learn(id, { ...earlier, pairs: earlier.pairs + 1, proof: isNews ? sighting.proof : earlier.proof })
    return { id, sighting, isNews, hasStatements: earlier.pairs >= pairsWithStatements }
  }

  return {
    shownBy: (sightings) =>
      sightings
        .map((sighting) => known.get(idOf(sighting))?.instead ?? sighting)
        .filter((sighting) => known.get(idOf(sighting))?.refuted !== true)
        .map(show),
    seen: (sighting) => ({ id: idOf(sighting), sighting, isNews: true, hasStatements: true }),
    proven(cause, key, proof, evidence) {
      const id = findingId(cause, key)
      learn(id, { ...(known.get(id) ?? { ...unknown, pairs: 1 }), proof })
      return { id, outcome: 'proven', evidence, proof }
    },
    unproven: (cause, key, evidence) => ({ id: findingId(cause, key), outcome: 'inconclusive', evidence }),
    instead(cause, key, sighting, reason) {
      const [id, other] = [findingId(cause, key), idOf(sighting)]
      const earlier = known.get(other)
      const isNews = earlier === undefined || !isBetterProven(earlier.proof, sighting.proof)
      learn(id, { ...unknown, refuted: true, instead: sighting })
      learn(other, isNews ? { pairs: 1, ...earlier, refuted: false, proof: sighting.proof } : earlier)
      const instead = { id: other, sighting, isNews, hasStatements: true }
      return { id, outcome: 'refuted', evidence: sighting.evidence, withdrawn: { reason, instead } }
    },
    refuted(cause, key, evidence, reason) {
      const id = findingId(cause, key)
      learn(id, { ...unknown, refuted: true })
      return { id, outcome: 'refuted', evidence, withdrawn: { reason } }
    },
    keep: () => before.clear(),
    rollBack() {
      for (const [id, earlier] of before) {
        if (earlier === undefined) known.delete(id)
        else known.set(id, earlier)
      }
      before.clear()
    },
  }
}

function isBetterProven(one: Proof, other: Proof): boolean {
  return proofRank[one] > proofRank[other]
}

function idOf({ cause, key }: Sighting): string {
  return findingId(cause, key)
}
