/** One SQL statement seen on the wire by a tap. */
export interface Statement {
  /** The text as PHP sent it; for a prepared statement the text it was prepared with. */
  readonly sql: string
  /** Values bound to a prepared statement, absent for plain text. */
  readonly parameters?: readonly (string | number | null)[]
  /** Milliseconds since 1970 with fractions, when the tap forwarded it. */
  readonly startedAt: number
  /** Milliseconds until the last byte of the answer. */
  readonly ms: number
  /** Rows returned; 0 for statements that return none. */
  readonly rows: number
  readonly affectedRows: number
  /** The count the server put into its OK or EOF packet. */
  readonly warnings: number
  readonly error?: { readonly errno: number; readonly sqlState: string; readonly message: string }
  /** Number of the connection within its tap: statements of one connection ran one after the other. */
  readonly connection: number
}

/**
 * `exact`: by construction, one request at a time on the lane. `ambiguous`: a connection stayed busy past the request.
 * `none`: no tap saw this leg.
 */
export type Attribution = 'exact' | 'ambiguous' | 'none'

export interface StatementsOfRequest {
  readonly statements: readonly Statement[]
  readonly attribution: Attribution
}
