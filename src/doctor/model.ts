/** Would it break at the cut-over, may it, or is it only good to know? */
export const doctorSeverities = ['blocker', 'warning', 'info'] as const
export type DoctorSeverity = (typeof doctorSeverities)[number]

/** One disagreement of the two stacks, with what to do about it. */
export interface DoctorRow {
  /** Id of the check that found it, as in docs/doctor.md; `not-read` for what could not be looked at. */
  readonly check: string
  /** Causes that traffic would show, by their ids; `sosie explain` says what they are. */
  readonly causes: readonly string[]
  readonly severity: DoctorSeverity
  readonly what: string
  /** Both values as a person reads them; `—` where a side has none. */
  readonly legacy: string
  readonly candidate: string
  readonly why: string
  readonly fix: string
  /** Where the check's knowledge comes from: a page of a manual. */
  readonly source: string
  /** Every object that it concerns, as `table.column`; empty for what belongs to the whole server. */
  readonly places: readonly string[]
}

export interface DoctorSide {
  /** Address of the database, without credentials. */
  readonly database: string
  readonly mysql: string
  /** Undefined where no phpinfo page was given. */
  readonly php: string | undefined
}

/** What `sosie doctor` found, before any traffic. Fields may be added, never changed. */
export interface DoctorReport {
  readonly schema: 1
  /** ISO 8601. */
  readonly at: string
  readonly legacy: DoctorSide
  readonly candidate: DoctorSide
  /** By severity, blockers first; within one, as the checks are registered. */
  readonly rows: readonly DoctorRow[]
  readonly totals: Readonly<Record<DoctorSeverity, number>>
  readonly checks: {
    /** Checks that had all they needed to know. */
    readonly made: number
    /** Ids of those that had not; rows of `not-read` say why. */
    readonly notMade: readonly string[]
  }
  /** False where Ctrl-C ended it before everything was looked at. */
  readonly complete: boolean
}
