export const severities = ['critical', 'major', 'minor', 'info'] as const
export type Severity = (typeof severities)[number]

/** How a finding was established: `measured` is by statistics over many pairs, `none` means "possible, not proven". */
export type Proof = 'signature' | 'log' | 'measured' | 'probe' | 'none'

/** `accepted`: somebody decided that the finding does not count. */
export type FindingState = 'new' | 'accepted'

/** True unless somebody decided that the finding does not count. */
export function isOpen({ state }: { readonly state: FindingState }): boolean {
  return state === 'new'
}

/** Identifies a finding in every run: sightings with the same cause and key belong to it. */
export type FindingKey = Pick<Sighting, 'cause' | 'key'>

/** The fields that the order of findings depends on. */
export type Ranked = Pick<Sighting, 'severity' | 'proof' | 'cause'>

/**
 * Returns the sort key of a finding in a report, smallest first: proven regressions, then possible ones, then minor ones. Within each
 * group: by severity, then proven before possible, then explained before unexplained. An unproven finding never precedes a proven
 * regression.
 */
export function rankOf({ severity, proof, cause }: Ranked): number {
  const regression = severity === 'critical' || severity === 'major'
  const group = regression ? Number(proof === 'none') : 2
  return (
    group * 100 + severities.indexOf(severity) * 10 + Number(proof === 'none') * 2 + Number(cause === 'unexplained')
  )
}

/** JSON values that a finding carries as its evidence; the fields are documented with each cause. */
export type Evidence = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/** One pair's evidence for a finding, as a cause explains it. */
export interface Sighting {
  /** Id of the cause: an entry of the catalogue of causes. */
  readonly cause: string
  /** The same for all sightings of one defect: PHP file:line, else statement digest, else the difference's signature. */
  readonly key: string
  readonly proof: Proof
  readonly severity: Severity
  /** One line that names the defect for a person. */
  readonly title: string
  readonly evidence: Evidence
}

/** A finding that was reported during a run and that no pair shows any more. */
export interface WithdrawnFinding {
  readonly id: string
  readonly cause: string
  /** The severity that was reported. */
  readonly severity: Severity
  readonly title: string
  /** Why it was withdrawn, in a sentence. */
  readonly reason: string
  /** Id of the finding that it turned out to be; absent when it is no finding at all. */
  readonly instead?: string
}

/** A finding that a pair or a route shows. */
export interface ShownFinding {
  readonly id: string
  readonly sighting: Sighting
  /** True when the sighting replaces what is stored of the finding: seen for the first time, or better proven than before. */
  readonly isNews: boolean
  /** True when the statements of enough of its pairs are kept already. */
  readonly hasStatements: boolean
}

/** The result of an experiment on a finding. */
export interface ConcludedFinding {
  readonly id: string
  readonly outcome: 'proven' | 'refuted' | 'inconclusive'
  readonly evidence: Evidence
  /** Set when the finding is proven. */
  readonly proof?: Proof
  /** Set when the finding is no longer reported. */
  readonly withdrawn?: {
    /** In a sentence. */
    readonly reason: string
    /** The finding that the same pairs show instead. */
    readonly instead?: ShownFinding
  }
}

/** Asks what makes a statement slow, which only an experiment can answer. Asked within a budget. */
export interface ProbeQuestion {
  /** The suspected cause; the experiment may find another one. */
  readonly cause: string
  readonly key: string
  /** Text of the statement that repeats or dominates in the request. */
  readonly sql: string
  /** Milliseconds that this request lost. Among several questions about a finding, the one with the highest loss is asked. */
  readonly lostMs: number
}
