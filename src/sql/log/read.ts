import { maxStatementLength, type LogReader, type TakeEntry } from './entry.js'
import { generalLogReader, looksGeneral } from './general-log.js'
import { lineReader } from './lines.js'
import { looksSlow, slowLogReader } from './slow-log.js'

export type LogKind = 'slow' | 'general'

/** Lines at the beginning that may be of neither kind: a banner, the rest of a statement whose beginning is in another file. */
const undecidedLines = 20_000

/** Characters of a line that may stand before its statement: a time, a thread, a command; a longer statement is still known to be too long. */
const beforeStatement = 1000

export interface LogStream {
  /** @param chunk bytes of the log, however they were cut. */
  take(chunk: Buffer): void
  end(): void
  /** Undefined as long as no line told. */
  kind(): LogKind | undefined
  /** True when so much was read without a sign of either kind that it is no log of MySQL. */
  hopeless(): boolean
  /** Lines read so far. */
  lines(): number
}

/** Reads a log of either kind, told by its content, in bounded memory. */
export function readLog(take: TakeEntry): LogStream {
  let kind: LogKind | undefined
  let reader: LogReader | undefined
  let number = 0
  const lines = lineReader(maxStatementLength + beforeStatement, (line) => {
    number += 1
    if (reader === undefined) {
      kind = looksSlow(line) ? 'slow' : looksGeneral(line) ? 'general' : undefined
      if (kind !== undefined) reader = kind === 'slow' ? slowLogReader(take) : generalLogReader(take)
    }
    reader?.line(line, number)
  })
  return {
    take: (chunk) => lines.take(chunk),
    end() {
      const cut = lines.end()
      reader?.end(!cut)
    },
    kind: () => kind,
    hopeless: () => kind === undefined && number > undecidedLines,
    lines: () => number,
  }
}
