import { maxStatementLength, type LogReader, type TakeEntry } from './entry.js'
import { generalLogReader, looksGeneral } from './general-log.js'
import { lineReader } from './lines.js'
import { looksSlow, slowLogReader } from './slow-log.js'

export type LogKind = 'slow' | 'general'

/** Maximum number of lines at the beginning that fit neither kind: a banner, or the rest of a statement that began in another file. */
const undecidedLines = 20_000

/**
 * Characters that may precede a statement in its line (a time, a thread, a command). With room for them, a statement that is too long is
 * still recognised as such.
 */
const beforeStatement = 1000

export interface LogStream {
  /** @param chunk bytes of the log, cut anywhere. */
  take(chunk: Buffer): void
  end(): void
  /** Returns undefined until a line has shown the kind. */
  kind(): LogKind | undefined
  /** True when so many lines came without a sign of either kind that it is no log of MySQL. */
  hopeless(): boolean
  /** Returns the number of lines read so far. */
  lines(): number
}

/** Reads a log of either kind, recognised by its content, in bounded memory. */
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
