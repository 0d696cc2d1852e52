/**
 * What a MySQL log says happened. Texts are byte strings: a character for each byte (latin1), so that what a client sent reaches
 * a server again byte for byte, whatever its character set was. `line` is the number of the first line, from 1.
 */
export type LogEntry =
  | { readonly kind: 'statement'; readonly session: string; readonly sql: string; readonly line: number }
  /** The session's default database from here on. */
  | { readonly kind: 'database'; readonly session: string; readonly database: string; readonly line: number }
  /** A new session under a number that an older one may have had. */
  | { readonly kind: 'connect'; readonly session: string; readonly line: number }
  | { readonly kind: 'quit'; readonly session: string; readonly line: number }
  /** Longer than is kept: what it was is not known. */
  | { readonly kind: 'too-long'; readonly session: string; readonly line: number }
  /** The log ends, or was cut, in the middle of it. */
  | { readonly kind: 'cut'; readonly session: string; readonly line: number }

/** Reads a log line by line, and hands over each entry when its last line has come. */
export interface LogReader {
  /** @param number of the line, from 1. */
  line(text: string, number: number): void
  /** @param whole false where the last line has no line break: the log was cut. */
  end(whole: boolean): void
}

export type TakeEntry = (entry: LogEntry) => void

/** Bytes of a statement that are kept; MySQL's own default limit for a packet on 5.7 is the same. */
export const maxStatementLength = 4 * 1024 * 1024
