/** Milliseconds that the same work took in the three ways that an experiment asks for it. */
export interface LegTimes {
  readonly legacyCachedMs: number
  readonly legacyUncachedMs: number
  readonly candidateMs: number
}

/** What one method measured, as medians over the repeats. */
export interface MethodTimes {
  /** All SELECTs of a request. */
  readonly page: LegTimes
  /** The statements of the suspected shape. */
  readonly suspect: LegTimes
  /** Number of statements of that shape in one request. */
  readonly executions: { readonly legacy: number; readonly candidate: number }
}

/** Times of the statements repeated in Sosie's own database sessions. */
export interface SessionTimes extends MethodTimes {
  /** Character set of legacy's session. */
  readonly charset: string
  /** `assumed` if neither the tap nor a statement showed which one PHP uses. */
  readonly charsetKnown: 'seen' | 'assumed'
  /** Share of the page's statements that legacy's query cache answered, 0 to 1: the server did not count them as executed. */
  readonly fromCache: number
  /** True if both servers gave the same rows for each repeated text; null if the candidate's database was not asked. */
  readonly sameRows: boolean | null
}

/** One line of a server's plan: a table and how its rows are found (EXPLAIN in the traditional format). */
export interface PlanStep {
  readonly table: string
  /** The column `type` of EXPLAIN: `ref`, `ALL`, …. */
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
  /** Number of rounds behind each median. */
  readonly repeats: number
  /** Number of SELECTs in one request on the candidate. */
  readonly statements: number
  /** How often the text of the question ran in that request. */
  readonly identical: number
  /** Number of executions of the shape in that request, and of different texts among them. */
  readonly executions: number
  readonly distinct: number
  /** Times from repeating the whole request on a tapped control lane, with the query cache and without; absent if control is not tapped. */
  readonly tap?: MethodTimes
  /** Absent if legacy's database was not asked, or if the statement cannot be repeated in a session. */
  readonly session?: SessionTimes
  /** Times of the whole answers, PHP included; absent if control was not asked. */
  readonly answers?: LegTimes
  /** Milliseconds of the candidate's whole answer, and of statements in it. */
  readonly candidate: {
    readonly answerMs: number
    /** All executions of the shape. */
    readonly shapeMs: number
    /** All executions of the shape but the first. */
    readonly shapeRepeatsMs: number
    /** The SELECTs whose exact text had run before in the same request. */
    readonly sameTextMs: number
  }
  readonly plans?: Plans
  /** What the experiment ran on the servers, a sentence each. */
  readonly ran: readonly string[]
}

/** What an experiment measured, or why it was not made. */
export type Experiment = { readonly measured: StatementMeasurement } | { readonly notMade: string }
