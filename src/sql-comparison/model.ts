/** A column as the protocol describes it. */
export interface ResultColumn {
  /** A byte string, like everything that a server sent. */
  readonly name: string
  /** The protocol's type code (MySQL Internals, "Column Type"). */
  readonly type: number
  readonly unsigned: boolean
  /** Number of the collation; 63 is binary. */
  readonly charset: number
}

/** One warning as SHOW WARNINGS gives it. */
export interface ServerWarning {
  readonly level: string
  readonly code: number
  readonly message: string
}

/** One server's answer to one statement. */
export interface StatementAnswer {
  readonly error?: { readonly errno: number; readonly sqlState: string; readonly message: string }
  readonly columns: readonly ResultColumn[]
  /** Rows as received, each a sequence of length-encoded values; only the first ones when `beyond` is set. */
  readonly rows: readonly Buffer[]
  /** Set when the answer was larger than what is kept: number and hashes of all its rows, of which `rows` is only the beginning. */
  readonly beyond?: { readonly rows: number; readonly inOrder: string; readonly inAnyOrder: string }
  readonly affectedRows: number
  /** Number of warnings according to the server; `warnings` holds them if they were asked for. */
  readonly warningCount: number
  readonly warnings: readonly ServerWarning[]
  /** Milliseconds until the last byte of the answer. */
  readonly ms: number
}
