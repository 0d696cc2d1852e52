/** Whether something would break at the cut-over, may break, or is only good to know. */
export const doctorSeverities = ['blocker', 'warning', 'info'] as const
export type DoctorSeverity = (typeof doctorSeverities)[number]

/** One disagreement between the two stacks, and what to do about it. */
export interface DoctorRow {
  /** Id of the check that found it, as in docs/doctor.md; `not-read` for a fact that could not be read. */
  readonly check: string
  /** Ids of the causes that traffic would show; `sosie explain` describes them. */
  readonly causes: readonly string[]
  readonly severity: DoctorSeverity
  readonly what: string
  /** Both values, formatted for people; `—` when a side has none. */
  readonly legacy: string
  readonly candidate: string
  readonly why: string
  readonly fix: string
  /** Source of the check's knowledge: a page of a manual. */
  readonly source: string
  /** Every object concerned, such as `table.column`; empty when the row is about the whole server. */
  readonly places: readonly string[]
}

export interface DoctorSide {
  /** Address of the database, without credentials. */
  readonly database: string
  readonly mysql: string
  /** Undefined when no phpinfo page was given. */
  readonly php: string | undefined
}

/** What `sosie doctor` found, before any traffic. Fields may be added, never changed. */
export interface DoctorReport {
  readonly schema: 1
  /** ISO 8601. */
  readonly at: string
  readonly legacy: DoctorSide
  readonly candidate: DoctorSide
  /** Blockers first; within one severity, in the order in which the checks are registered. */
  readonly rows: readonly DoctorRow[]
  readonly totals: Readonly<Record<DoctorSeverity, number>>
  readonly checks: {
    /** Number of checks that had all the facts they need. */
    readonly made: number
    /** Ids of the checks that lacked a fact; the `not-read` rows say why. */
    readonly notMade: readonly string[]
  }
  /** False when Ctrl-C ended the run before everything was read. */
  readonly complete: boolean
}
