/** A column as the protocol describes it. */
export interface ResultColumn {
  /** A byte string, as everything that a server sent. */
  readonly name: string
  /** The protocol's type code (MySQL Internals, "Column Type"). */
  readonly type: number
  readonly unsigned: boolean
  /** The collation's number; 63 is binary. */
  readonly charset: number
}

/** One warning as SHOW WARNINGS gives it. */
export interface ServerWarning {
  readonly level: string
  readonly code: number
  readonly message: string
}

/** What one server said to one statement. */
export interface StatementAnswer {
  readonly error?: { readonly errno: number; readonly sqlState: string; readonly message: string }
  readonly columns: readonly ResultColumn[]
  /** Rows as they were on the wire, each a sequence of length-encoded values; not all of them where `beyond` is set. */
  readonly rows: readonly Buffer[]
  /** Set where the answer was larger than is kept: then `rows` is its beginning, and all of it is known by this. */
  readonly beyond?: { readonly rows: number; readonly inOrder: string; readonly inAnyOrder: string }
  readonly affectedRows: number
  /** The server's count; `warnings` holds them where they were asked for. */
  readonly warningCount: number
  readonly warnings: readonly ServerWarning[]
  /** Milliseconds until the last byte of the answer. */
  readonly ms: number
}
