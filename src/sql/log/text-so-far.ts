import { maxStatementLength } from './entry.js'

/** The lines of one statement, kept up to a limit and only counted beyond it. */
export interface TextSoFar {
  readonly line: number
  add(text: string): void
  /** Returns undefined if it was too long. */
  text(): string | undefined
}

/** @param line number of the line where the statement begins. */
export function textSoFar(line: number): TextSoFar {
  const lines: string[] = []
  let length = 0
  return {
    line,
    add(text) {
      length += text.length + 1
      if (length > maxStatementLength) lines.length = 0
      else lines.push(text)
    },
    text: () => (length > maxStatementLength ? undefined : copyOf(lines.join('\n'))),
  }
}

/** Copies a text, because a substring would keep the whole string, a piece of the log, in memory. */
function copyOf(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1')
}
