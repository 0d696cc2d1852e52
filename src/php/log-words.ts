import { levels, readDiagnostic, type Level, type PhpDiagnostic } from './diagnostic.js'
import { unwrap } from './log-wrapping.js'

const start = new RegExp(`^PHP (${levels.join('|')}):\\s+`, 'm')

/**
 * What PHP wrote to an error log, in whichever of its forms and whatever wrapped it on its way.
 *
 * @param entries as they were read; an entry may have several lines, and be a part of what PHP said.
 */
export function readLog(entries: readonly string[]): PhpDiagnostic[] {
  return unwrap(entries).flatMap((entry) => {
    const found = start.exec(entry)
    return found === null ? [] : [readDiagnostic(found[1] as Level, entry.slice(found.index + found[0].length))]
  })
}
