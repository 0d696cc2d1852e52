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
  /** The server's status flags with it (`statusFlag`); absent after an error. */
  readonly status?: number
  /** What AUTO_INCREMENT gave; absent where it gave nothing. */
  readonly insertId?: number
  /** Of all rows; absent where there were none, and past the bytes that are hashed. */
  readonly rowsHash?: RowsHash
  /** Results, where the statement had more than one: a procedure, several statements in one text. */
  readonly results?: number
  /** The client's character set, as MySQL names it; absent where it is not known. */
  readonly charset?: string
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

/**
 * 64 bits in hexadecimal over the rows as they went over the wire: equal between legs that ask in the same way. Text and
 * prepared statements encode rows differently, and so do two values of character_set_results.
 */
export interface RowsHash {
  readonly ordered: string
  /** The same in whatever order the rows came. */
  readonly unordered: string
}

/** Bits of `Statement.status` that tell something of a statement (MySQL, "SERVER_STATUS_flags_enum"). */
export const statusFlag = {
  inTransaction: 0x0001,
  autocommit: 0x0002,
  noGoodIndexUsed: 0x0010,
  noIndexUsed: 0x0020,
  slow: 0x0800,
} as const
