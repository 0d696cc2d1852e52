/** Milliseconds of the same thing on the three sides that an experiment asks. */
export interface LegTimes {
  readonly legacyCachedMs: number
  readonly legacyUncachedMs: number
  readonly candidateMs: number
}

/** What one method measured, medians over the repeats. `page` sums all SELECTs of a request, `suspect` the statements of one shape. */
export interface MethodTimes {
  readonly page: LegTimes
  readonly suspect: LegTimes
  /** Statements of the shape in one request. */
  readonly executions: { readonly legacy: number; readonly candidate: number }
}

/** Statements repeated in sessions of ours. */
export interface SessionTimes extends MethodTimes {
  /** Of legacy's session; `assumed` where the lane did not show what PHP uses. */
  readonly charset: string
  readonly charsetKnown: 'seen' | 'assumed'
  /** Part of the page's statements that legacy's query cache answered: the server did not count them as executed. 0 to 1. */
  readonly fromCache: number
  /** Both servers gave the same rows for the suspect; null where the candidate's was not asked. */
  readonly sameRows: boolean | null
}

/** One line of a server's plan: a table and how its rows are found (EXPLAIN in the traditional format). */
export interface PlanStep {
  readonly table: string
  /** `ref`, `ALL`, …: the column `type`. */
  readonly access: string
  readonly key: string | null
  readonly rows: number | null
  readonly extra: string
}

export interface Plans {
  readonly legacy: readonly PlanStep[]
  readonly candidate: readonly PlanStep[]
}

/** What an experiment found about the statements of one shape in one request. */
export interface StatementMeasurement {
  readonly sql: string
  readonly route: string
  /** Rounds behind each median. */
  readonly repeats: number
  /** SELECTs of one request on the candidate. */
  readonly statements: number
  /** How often the question's text ran in it. */
  readonly identical: number
  /** Executions of the shape on the candidate, and different texts among them. */
  readonly executions: number
  readonly distinct: number
  /** The whole request was repeated on a control lane, with the cache and without. */
  readonly tap?: MethodTimes
  readonly session?: SessionTimes
  /** The whole answers of those repeats, PHP included. */
  readonly answers?: LegTimes
  /** The candidate's whole answer, and what of it went into statements that had run before in the same request. */
  readonly candidate: {
    readonly answerMs: number
    /** All executions of the shape. */
    readonly shapeMs: number
    /** All of them but the first. */
    readonly shapeRepeatsMs: number
    /** Of all SELECTs, those whose very text ran before in the request. */
    readonly sameTextMs: number
  }
  readonly plans?: Plans
  /** What was run, line by line, for whoever asks what the experiment put on the servers. */
  readonly ran: readonly string[]
}

/** An experiment, or why there is none. */
export type Experiment = { readonly measured: StatementMeasurement } | { readonly notMade: string }
