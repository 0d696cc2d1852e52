import { levels, readDiagnostic, type Level, type PhpDiagnostic } from './diagnostic.js'
import { unwrap } from './log-wrapping.js'

const start = new RegExp(`^PHP (${levels.join('|')}):\\s+`, 'm')

/**
 * Reads what PHP wrote to an error log, in any of its formats and whatever wrapped it on its way.
 *
 * @param entries as they were read; an entry may have several lines, or hold only a part of a message.
 */
export function readLog(entries: readonly string[]): PhpDiagnostic[] {
  return unwrap(entries).flatMap((entry) => {
    const found = start.exec(entry)
    return found === null ? [] : [readDiagnostic(found[1] as Level, entry.slice(found.index + found[0].length))]
  })
}
