export const severities = ['critical', 'major', 'minor', 'info'] as const
export type Severity = (typeof severities)[number]

/** How a finding is known; `measured` by statistics over many pairs, `none` means "possible, not proven". */
export type Proof = 'signature' | 'log' | 'measured' | 'probe' | 'none'

/** `accepted`: somebody decided that it does not count. */
export type FindingState = 'new' | 'accepted'

/** Nobody decided that it does not count. */
export function isOpen({ state }: { readonly state: FindingState }): boolean {
  return state === 'new'
}

/** What makes sightings one finding, in every run. */
export type FindingKey = Pick<Sighting, 'cause' | 'key'>

/** What the order of findings is made of. */
export type Ranked = Pick<Sighting, 'severity' | 'proof' | 'cause'>

/**
 * The place of a finding in a report, smallest first: proven regressions, then possible ones, then what is small. Within each by severity,
 * then proven before possible, then explained before unexplained. So nothing without proof leads where a proven regression stands.
 */
export function rankOf({ severity, proof, cause }: Ranked): number {
  const regression = severity === 'critical' || severity === 'major'
  const group = regression ? Number(proof === 'none') : 2
  return (
    group * 100 + severities.indexOf(severity) * 10 + Number(proof === 'none') * 2 + Number(cause === 'unexplained')
  )
}

/** JSON values that a finding carries as its evidence; the fields of a cause are documented with the cause. */
export type Evidence = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/** One pair's part in a finding, as a cause explains it. */
export interface Sighting {
  /** Id of the cause: an entry of the catalogue of causes. */
  readonly cause: string
  /** What makes two sightings one defect: PHP file:line, else statement digest, else the difference's signature. */
  readonly key: string
  readonly proof: Proof
  readonly severity: Severity
  /** One line that names the defect to a person. */
  readonly title: string
  readonly evidence: Evidence
}

/** A finding that was told in a run and that nothing shows any more. */
export interface WithdrawnFinding {
  readonly id: string
  readonly cause: string
  /** As it was told. */
  readonly severity: Severity
  readonly title: string
  /** Why, in a sentence. */
  readonly reason: string
  /** Id of the finding that it turned out to be; absent where it is none. */
  readonly instead?: string
}

/** A finding that a pair or a route shows. */
export interface ShownFinding {
  readonly id: string
  readonly sighting: Sighting
  /** Its words replace what is kept of it: it is seen for the first time, or better proven than before. */
  readonly isNews: boolean
  /** Enough pairs of it have their statements kept. */
  readonly hasStatements: boolean
}

/** What an experiment said of a finding. */
export interface ConcludedFinding {
  readonly id: string
  readonly outcome: 'proven' | 'refuted' | 'inconclusive'
  readonly evidence: Evidence
  /** Of a finding that is proven. */
  readonly proof?: Proof
  /** Nothing of it is told any more. */
  readonly withdrawn?: {
    /** In a sentence. */
    readonly reason: string
    /** What showed it shows this one. */
    readonly instead?: ShownFinding
  }
}

/** What makes a statement slow: a question about a sighting that only an experiment can answer. Asked within a budget. */
export interface ProbeQuestion {
  /** What the sighting suspects; the experiment may find another cause. */
  readonly cause: string
  readonly key: string
  /** Statement text that repeats or dominates the request. */
  readonly sql: string
  /** Milliseconds that this request lost: of several, the worst is asked about. */
  readonly lostMs: number
}
