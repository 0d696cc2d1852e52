/** One SQL statement seen on the wire by a tap. */
export interface Statement {
  /** The text as PHP sent it; for a prepared statement, the text it was prepared with. */
  readonly sql: string
  /** Values bound to a prepared statement; absent for plain text. */
  readonly parameters?: readonly (string | number | null)[]
  /** Milliseconds since 1970, with fractions, when the tap forwarded it. */
  readonly startedAt: number
  /** Milliseconds until the last byte of the answer. */
  readonly ms: number
  /** Rows returned; 0 for statements that return none. */
  readonly rows: number
  readonly affectedRows: number
  /** The count in the server's OK or EOF packet. */
  readonly warnings: number
  /** The server's status flags in that packet (`statusFlag`); absent after an error. */
  readonly status?: number
  /** The value that AUTO_INCREMENT generated; absent when there was none. */
  readonly insertId?: number
  /** Hash over all rows; absent when there were none or more bytes than are hashed. */
  readonly rowsHash?: RowsHash
  /** Number of results; only when there was more than one: a procedure, or several statements in one text. */
  readonly results?: number
  /** The client's character set by its MySQL name; absent when unknown. */
  readonly charset?: string
  readonly error?: { readonly errno: number; readonly sqlState: string; readonly message: string }
  /** Number of the connection within its tap. The statements of one connection ran one after the other. */
  readonly connection: number
}

/**
 * `exact`: by construction, one request at a time on the lane. `ambiguous`: a connection stayed busy past the request. `none`: no tap saw
 * this leg.
 */
export type Attribution = 'exact' | 'ambiguous' | 'none'

export interface StatementsOfRequest {
  readonly statements: readonly Statement[]
  readonly attribution: Attribution
}

/**
 * 64-bit hashes in hexadecimal over the rows as sent over the wire, equal between legs that ask in the same way. Text and prepared
 * statements encode rows differently, and so do different values of character_set_results.
 */
export interface RowsHash {
  readonly ordered: string
  /** The same regardless of the order of the rows. */
  readonly unordered: string
}

/** Bits of `Statement.status` that say something about a statement (MySQL, "SERVER_STATUS_flags_enum"). */
export const statusFlag = {
  inTransaction: 0x0001,
  autocommit: 0x0002,
  noGoodIndexUsed: 0x0010,
  noIndexUsed: 0x0020,
  slow: 0x0800,
} as const
