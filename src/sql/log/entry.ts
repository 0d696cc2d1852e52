/**
 * An event in a MySQL log. Texts are byte strings: one character per byte (latin1), so that what a client sent reaches a server again byte
 * for byte, whatever its character set. `line` is the number of the entry's first line, from 1.
 */
export type LogEntry =
  | { readonly kind: 'statement'; readonly session: string; readonly sql: string; readonly line: number }
  /** Sets the session's default database from here on. */
  | { readonly kind: 'database'; readonly session: string; readonly database: string; readonly line: number }
  /** Begins a new session; an older one may have had the same number. */
  | { readonly kind: 'connect'; readonly session: string; readonly line: number }
  | { readonly kind: 'quit'; readonly session: string; readonly line: number }
  /** Stands for a statement that is longer than is kept, so that its text is unknown. */
  | { readonly kind: 'too-long'; readonly session: string; readonly line: number }
  /** Stands for a statement in whose middle the log ends or was cut. */
  | { readonly kind: 'cut'; readonly session: string; readonly line: number }

/** Reads a log line by line and hands over each entry after its last line. */
export interface LogReader {
  /** @param number number of the line, from 1. */
  line(text: string, number: number): void
  /** @param whole false if the last line has no line break: the log was cut. */
  end(whole: boolean): void
}

export type TakeEntry = (entry: LogEntry) => void

/** Maximum number of bytes of a statement that are kept, the same as MySQL 5.7's default limit for a packet. */
export const maxStatementLength = 4 * 1024 * 1024
